#include "dump/dump_file.h"

#include <fstream>

#include <gtest/gtest.h>

#include "support/message_of.h"
#include "support/temp_dir.h"
#include "unit/dump/schema_text.h"

namespace dbmig {
namespace {

struct DumpFiles : ::testing::Test {
  DumpFacts facts_of(const std::string& text) const {
    std::ofstream(folder / "d.sql", std::ios::binary) << text;
    const DumpFile file(folder / "d.sql");
    return inspect_dump(file, mariadb(), {"alembic_version", "old_version"});
  }
  /// The message without the folder's name.
  std::string problem_of(const std::string& text) const {
    std::string message = message_of([&] { facts_of(text); });
    const std::string prefix = folder.path().string() + "/";
    for (std::size_t at; (at = message.find(prefix)) != std::string::npos;)
      message.erase(at, prefix.size());
    return message;
  }
  TempDir folder;
};

const std::string kEnd = "\n-- dbmig dump complete\n";

TEST_F(DumpFiles, StatementsAndRowsOfTheVersionTableAreFound) {
  const DumpFacts facts = facts_of(
      "CREATE TABLE a (i INT);\nINSERT INTO `alembic_version` (`version_num`) VALUES\n('ab1'),\n"
      "('c''d');\nINSERT INTO a VALUES ('alembic_version');" +
      kEnd);
  EXPECT_EQ(facts.statements, 3U);
  EXPECT_TRUE(facts.has_version_table);
  EXPECT_EQ(facts.rows, (std::vector<RevisionId>{"ab1", "c'd"}));
}

TEST_F(DumpFiles, OneThatDoesNotSayItIsCompleteIsRefused) {
  const std::string message =
      "d.sql is not a whole dump: its last line does not say that it is complete\n"
      "state: nothing was changed\n"
      "hint: make the dump again; for mysqldump and mariadb-dump, without --skip-comments and "
      "--compact";
  EXPECT_EQ(problem_of("CREATE TABLE a (i INT);\n"), message);
  EXPECT_EQ(problem_of(""), message);
  EXPECT_EQ(problem_of("-- dbmig dump complete\nSELECT 1;\n"), message);
}

TEST_F(DumpFiles, NoPartOfADumpIsWhole) {
  const std::string whole = "SELECT 'a;b';" + kEnd;
  for (std::size_t length = 0; length + 1 < whole.size(); ++length)
    EXPECT_NE(problem_of(whole.substr(0, length)), "no error") << length;
  EXPECT_EQ(problem_of(whole), "no error");
}

TEST_F(DumpFiles, TheClientsOwnDumpsAreUnderstood) {
  const DumpFacts facts = facts_of(
      "/*M!999999\\- enable the sandbox mode */ \n"
      "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;\n"
      "DROP TABLE IF EXISTS `a`;\nCREATE TABLE `a` (i INT);\nLOCK TABLES `a` WRITE;\n"
      "INSERT INTO `old_version` VALUES ('x1');\nUNLOCK TABLES;\n"
      "DELIMITER ;;\n/*!50003 CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET @a = 1; "
      "END */;;\nDELIMITER ;\n/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n"
      "-- Dump completed on 2026-11-21 10:00:00\n");
  EXPECT_EQ(facts.statements, 8U);
  EXPECT_EQ(facts.rows, (std::vector<RevisionId>{"x1"}));
}

TEST_F(DumpFiles, OneOfSeveralDatabasesIsRefused) {
  EXPECT_EQ(problem_of("USE `a`;\nUSE `b`;" + kEnd),
            "d.sql:2:1: the dump is of more than one database: a and b\n"
            "  USE `b`;\n  ^\n"
            "state: nothing was changed\n"
            "hint: make a dump of one database");
}

TEST_F(DumpFiles, OneThatDropsADatabaseIsRefused) {
  EXPECT_EQ(problem_of("/*!40000 DROP DATABASE IF EXISTS `a`*/;" + kEnd),
            "d.sql:1:1: a dump that drops a database is not loaded\n"
            "  /*!40000 DROP DATABASE IF EXISTS `a`*/;\n  ^\n"
            "state: nothing was changed\n"
            "hint: make it without --add-drop-database");
}

TEST_F(DumpFiles, AnOpenQuoteIsFoundBeforeAnythingIsSent) {
  const std::string message = problem_of("SELECT 1;\nSELECT 'x" + kEnd);
  EXPECT_TRUE(message.starts_with("d.sql:2:8: ")) << message;
  EXPECT_NE(message.find("state: nothing was changed"), std::string::npos);
}

TEST_F(DumpFiles, AFolderOrAPipeIsNoDump) {
  EXPECT_EQ(message_of([&] { DumpFile("/dev/null"); }),
            "cannot read /dev/null: Illegal seek\n"
            "hint: a dump is read twice, once before anything is sent: name a file");
}

TEST(LoadStatement, TheNameOfTheDatabaseIsTakenOut) {
  using Kind = LoadStatement::Kind;
  const auto kind = [](std::string_view text) { return load_statement(text, mariadb()).kind; };
  EXPECT_EQ(kind("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `a`"), Kind::skip);
  EXPECT_EQ(kind("use a"), Kind::skip);
  EXPECT_EQ(kind("DROP SCHEMA a"), Kind::refuse);
  EXPECT_EQ(kind("CREATE TABLE `database` (i INT)"), Kind::send);
  EXPECT_EQ(kind("DROP TABLE `database`"), Kind::send);
  EXPECT_EQ(load_statement("ALTER DATABASE `a` CHARACTER SET utf8mb4", mariadb()).rest,
            "CHARACTER SET utf8mb4");
  EXPECT_EQ(load_statement("ALTER DATABASE CHARACTER SET utf8mb4", mariadb()).rest,
            "CHARACTER SET utf8mb4");
}

TEST(Shortened, ALongLineIsCutAroundItsColumn) {
  Location location{"f", 1, 500, std::string(499, 'a') + "X" + std::string(900, 'b'), 0};
  const Location cut = shortened(location);
  EXPECT_EQ(cut.source_line.size(), 100U);
  EXPECT_EQ(cut.source_line.at(static_cast<std::size_t>(cut.caret) - 1), 'X');
}

}  // namespace
}  // namespace dbmig

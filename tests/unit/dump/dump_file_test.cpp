#include "dump/dump_file.h"

#include <cstdlib>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

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

TEST_F(DumpFiles, AFolderIsNoDump) {
  EXPECT_EQ(message_of([&] { DumpFile("/tmp"); }), "cannot read /tmp: Is a directory");
}

TEST_F(DumpFiles, OneThatShrinksWhileItIsReadIsAnErrorAndNoCrash) {
  std::ofstream(folder / "d.sql") << std::string(100'000, ' ') + "SELECT 1;" + kEnd;
  const DumpFile file(folder / "d.sql");
  std::filesystem::resize_file(folder / "d.sql", 10);
  EXPECT_EQ(file.text().back(), '\0');
  EXPECT_EQ(message_of([&] { inspect_dump(file, mariadb(), {}); }),
            (folder / "d.sql").string() +
                " was changed while it was read\n"
                "state: nothing was changed\n"
                "hint: load it when whatever writes it has come to its end");
}

TEST_F(DumpFiles, OneThatGrowsWhileItIsReadIsAnError) {
  std::ofstream(folder / "d.sql") << "SELECT 1;" + kEnd;
  const DumpFile file(folder / "d.sql");
  EXPECT_FALSE(file.changed());
  std::ofstream(folder / "d.sql", std::ios::app) << "SELECT 2;" + kEnd;
  EXPECT_TRUE(file.changed());
}

TEST_F(DumpFiles, ManyCanBeOpenAtOnceAndOneAfterAnother) {
  std::ofstream(folder / "d.sql") << "SELECT 1;" + kEnd;
  for (int round = 0; round < 20; ++round) {
    const DumpFile one(folder / "d.sql");
    const DumpFile other(folder / "d.sql");
    EXPECT_EQ(one.text(), other.text());
  }
}

/// A named pipe in which a thread of its own writes.
struct WrittenPipe {
  WrittenPipe(const std::filesystem::path& path, std::string text)
      : writer([path, text = std::move(text)] { std::ofstream(path) << text; }) {}
  ~WrittenPipe() { writer.join(); }
  std::thread writer;
};

TEST_F(DumpFiles, APipeIsReadToItsEnd) {
  ASSERT_EQ(::mkfifo((folder / "p").c_str(), 0600), 0);
  const std::string text = std::string(3'000'000, ' ') + "SELECT 1;" + kEnd;
  const WrittenPipe pipe(folder / "p", text);
  const DumpFile file(folder / "p");
  EXPECT_TRUE(file.text() == text);
  EXPECT_EQ(inspect_dump(file, mariadb(), {}).statements, 1U);
}

TEST_F(DumpFiles, AnInterruptionEndsTheReadingOfAPipe) {
  ASSERT_EQ(::mkfifo((folder / "p").c_str(), 0600), 0);
  const int held = ::open((folder / "p").c_str(), O_RDWR);
  const std::string name = (folder / "p").string();
  EXPECT_EQ(message_of([&] { DumpFile(folder / "p", [] { return true; }); }),
            "interrupted while reading " + name + "\nstate: nothing was changed");
  ::close(held);
}

TEST_F(DumpFiles, APipeThatCannotBeCopiedIsAnError) {
  ::setenv("TMPDIR", "/no/such/folder", 1);
  const std::string message = message_of([&] { DumpFile("/dev/null"); });
  ::unsetenv("TMPDIR");
  EXPECT_EQ(message,
            "cannot copy /dev/null to a temporary file in /no/such/folder: No such file or "
            "directory\n"
            "state: nothing was changed\n"
            "hint: set TMPDIR to a folder on a disk with room, or load from a file");
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

TEST(LoadStatement, WhatItSetsOfTheServersReplicationIsLeftOut) {
  using Kind = LoadStatement::Kind;
  const auto kind = [](std::string_view text) { return load_statement(text, mariadb()).kind; };
  EXPECT_EQ(kind("SET @@GLOBAL.GTID_PURGED=/*!80000 '+'*/ 'd6ca8fd4:1-14'"), Kind::leave_out);
  EXPECT_EQ(kind("SET @@SESSION.SQL_LOG_BIN= 0"), Kind::leave_out);
  EXPECT_EQ(kind("set SESSION sql_log_bin = @MYSQLDUMP_TEMP_LOG_BIN"), Kind::leave_out);
  EXPECT_EQ(kind("SET @MYSQLDUMP_TEMP_LOG_BIN = @@SESSION.SQL_LOG_BIN"), Kind::send);
  EXPECT_EQ(kind("/*!40101 SET character_set_client = 'sql_log_bin=' */"), Kind::send);
  EXPECT_EQ(kind("SET"), Kind::send);
}

TEST(Shortened, ALongLineIsCutAroundItsColumn) {
  Location location{"f", 1, 500, std::string(499, 'a') + "X" + std::string(900, 'b'), 0};
  const Location cut = shortened(location);
  EXPECT_EQ(cut.source_line.size(), 100U);
  EXPECT_EQ(cut.source_line.at(static_cast<std::size_t>(cut.caret) - 1), 'X');
}

}  // namespace
}  // namespace dbmig

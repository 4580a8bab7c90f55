#include "engine/sql_target.h"

#include <gtest/gtest.h>

#include "engine/executor.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class SqlTargetTest : public testing::Test {
 protected:
  std::string print(const Plan& plan, SqlTarget::Options options = {}) {
    std::string text;
    SqlTarget target(std::move(options), [&](std::string_view piece) { text += piece; });
    execute(plan, scripts_, target, [](const Event&) {});
    return text;
  }

  MemoryScripts scripts_;
};

TEST_F(SqlTargetTest, HasAlembicsLayout) {
  scripts_.add("a", "CREATE TABLE t (a INT);  SELECT 1").add("b", "SELECT 2;");
  EXPECT_EQ(
      print({upgrade_step("a"), upgrade_step("b", "a")}),
      "CREATE TABLE alembic_version (\n"
      "    version_num VARCHAR(32) NOT NULL, \n"
      "    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n"
      ");\n\n"
      "-- Running upgrade  -> a\n\n"
      "CREATE TABLE t (a INT);\n\n"
      "SELECT 1;\n\n"
      "INSERT INTO alembic_version (version_num) VALUES ('a');\n\n"
      "-- Running upgrade a -> b\n\n"
      "SELECT 2;\n\n"
      "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';\n\n");
}

TEST_F(SqlTargetTest, CreatesNothingWhenItStartsSomewhere) {
  Step step = upgrade_step("a");
  step.direction = Direction::downgrade;
  step.from = {"a"};
  step.to = {};
  step.rows = {{RowEdit::Kind::remove, "a", ""}};
  scripts_.add("a", "SELECT 1;", "DROP TABLE t;");
  SqlTarget::Options somewhere;
  somewhere.starts_empty = false;
  EXPECT_EQ(print({step}, somewhere),
            "-- Running downgrade a -> \n\n"
            "DROP TABLE t;\n\n"
            "DELETE FROM alembic_version WHERE alembic_version.version_num = 'a';\n\n");
}

TEST_F(SqlTargetTest, GivesAStoredProgramADelimiterOfItsOwn) {
  scripts_.add("a", "CREATE PROCEDURE p() BEGIN SELECT 1; /* // */ END;");
  const std::string text = print({upgrade_step("a")});
  EXPECT_NE(text.find("DELIMITER ///\nCREATE PROCEDURE p() BEGIN SELECT 1; /* // */ END\n///\n"
                      "DELIMITER ;\n\n"),
            std::string::npos)
      << text;
}

TEST_F(SqlTargetTest, PrintsStatementsByteForByte) {
  scripts_.add("a", "INSERT INTO t VALUES (':x', '100%', '\\\\', '\t');");
  EXPECT_NE(print({upgrade_step("a")}).find("INSERT INTO t VALUES (':x', '100%', '\\\\', '\t');\n"),
            std::string::npos);
}

TEST_F(SqlTargetTest, QuotesNamesOnlyWhereTheServerNeedsIt) {
  EXPECT_EQ(shown_name("alembic_version"), "alembic_version");
  EXPECT_EQ(shown_name("my-ver"), "`my-ver`");
  EXPECT_EQ(shown_name("Ver"), "`Ver`");
  scripts_.add("a", "");
  SqlTarget::Options named;
  named.version_table = "my-ver";
  named.version_table_schema = "other";
  const std::string text = print({upgrade_step("a")}, named);
  EXPECT_EQ(text.substr(0, text.find(',')),
            "CREATE TABLE other.`my-ver` (\n    version_num VARCHAR(32) NOT NULL");
}

TEST_F(SqlTargetTest, RefusesWhatNeedsAServer) {
  scripts_.add("a", "-- migrate:skip-if SELECT 1\nSELECT 2;");
  EXPECT_EQ(message_of([&] { print({upgrade_step("a")}); }),
            "a.sql:9:1: skip-if needs a live server to answer its query\n"
            "  SELECT 2;\n"
            "  ^\n"
            "hint: run without --sql, or give a range that leaves this revision out");
  scripts_.add("b", "-- migrate:repeat-until-no-rows\nDELETE FROM t LIMIT 5;");
  EXPECT_EQ(code_of([&] { print({upgrade_step("b")}); }), ErrorCode::data);
}

}  // namespace
}  // namespace dbmig

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "db/connection.h"
#include "db/run_lock.h"
#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

using ::testing::HasSubstr;

struct Batches : testing::Test {
  TestDatabase database;
  Connection connection{database.options()};

  std::string values(const std::vector<std::string>& statements) {
    std::string text;
    for (const Rows& rows : connection.query_all(statements)) {
      for (const auto& row : rows.rows)
        text += row.at(0).value_or("NULL") + ",";
      text += ";";
    }
    return text;
  }
};

TEST_F(Batches, EachStatementHasAResultOfItsOwn) {
  EXPECT_EQ(values({"SELECT 1", "SET @a = ';'", "SELECT @a UNION SELECT NULL", "SELECT 'x;y'"}),
            "1,;;;,NULL,;x;y,;");
}

TEST_F(Batches, NoneAndOneAreFine) {
  EXPECT_EQ(values({}), "");
  EXPECT_EQ(values({"SELECT 7"}), "7,;");
}

TEST_F(Batches, MoreThanFitsInAMessageIsSentInSeveral) {
  const std::string wide = "SELECT LENGTH('" + std::string(100'000, 'x') + "')";
  EXPECT_EQ(values({wide, wide, wide, wide, wide}), "100000,;100000,;100000,;100000,;100000,;");
}

TEST_F(Batches, AStatementThatIsRefusedIsAnErrorAndTheSessionGoesOn) {
  EXPECT_THAT(message_of([&] {
                values({"SELECT 1", "SELECT * FROM nowhere", "SELECT 2"});
              }),
              HasSubstr("server error 1146"));
  EXPECT_EQ(values({"SELECT 1", "SELECT 2"}), "1,;2,;");
}

TEST_F(Batches, WhatASettingChangesIsNoticed) {
  values({"SELECT 1", "SET SESSION sql_mode = 'ANSI_QUOTES'"});
  EXPECT_EQ(connection.state().sql_mode, "ANSI_QUOTES");
}

TEST_F(Batches, AStatementOfAFileIsStillOneStatement) {
  values({"SELECT 1", "SELECT 2"});
  EXPECT_THAT(message_of([&] { connection.execute("SELECT 1; SELECT 2"); }),
              HasSubstr("server error 1064"));
}

TEST_F(Batches, ALockThatIsGivenBackIsFree) {
  RunLock lock(connection, "shop", "alembic_version");
  EXPECT_TRUE(lock.take(std::chrono::seconds(0)));
  lock.release();
  EXPECT_FALSE(lock.holder().has_value());
}

/// A statement of dbmig's own, and one of a script behind it in the same message.
struct Ahead : Batches {
  std::optional<Outcome> ahead(const std::string& own, std::string_view statement) {
    return connection.execute_ahead({&own, 1}, statement);
  }
  std::string ask(const std::string& query) {
    return connection.query(query).rows.at(0).at(0).value_or("NULL");
  }
  std::string tables() {
    return ask(
        "SELECT COALESCE(GROUP_CONCAT(table_name ORDER BY table_name), '')"
        " FROM information_schema.tables WHERE table_schema = DATABASE()");
  }
};

TEST_F(Ahead, EachOfTheTwoHasItsOutcome) {
  connection.execute("CREATE TABLE t (a INT)");
  const auto own = ahead("INSERT INTO t VALUES (1), (2)", "CREATE TABLE IF NOT EXISTS t (a INT)");
  EXPECT_EQ(own.value().changed_rows, 2);
  EXPECT_TRUE(connection.awaits_answer());
  EXPECT_EQ(connection.answer().warnings, 1);
  EXPECT_EQ(connection.warnings().at(0).message, "Table 't' already exists");
  EXPECT_FALSE(connection.awaits_answer());
}

TEST_F(Ahead, SeveralOfDbmigsOwnMayStandBeforeIt) {
  const std::vector<std::string> own = {"DO 0", "BEGIN NOT ATOMIC SELECT 1; SELECT 2; END", "DO 0"};
  ASSERT_TRUE(connection.execute_ahead(own, "SELECT 1 UNION SELECT 2"));
  EXPECT_EQ(connection.answer().result_rows, 2);
}

TEST_F(Ahead, TheSecondIsNotBegunWhenTheFirstIsRefused) {
  EXPECT_THAT(
      message_of([&] { ahead("INSERT INTO nowhere VALUES (1)", "CREATE TABLE t (a INT)"); }),
      HasSubstr("server error 1146"));
  EXPECT_FALSE(connection.awaits_answer());
  EXPECT_EQ(tables(), "");
}

TEST_F(Ahead, TheSecondIsNotBegunWhenABlockSignalsBehindARow) {
  EXPECT_THAT(message_of([&] {
                ahead("BEGIN NOT ATOMIC SELECT 1; SIGNAL SQLSTATE '45000'; END",
                      "CREATE TABLE t (a INT)");
              }),
              HasSubstr("server error 1644"));
  EXPECT_FALSE(connection.awaits_answer());
  EXPECT_EQ(tables(), "");
}

TEST_F(Ahead, ARefusalOfTheSecondIsToldWithItsOwnLine) {
  ASSERT_TRUE(ahead("DO\n\n0", "CREATE TABLE t (\n a INT,\n b NUMBER!)"));
  EXPECT_THAT(message_of([&] { connection.answer(); }), HasSubstr("near '!)' at line 3"));
  EXPECT_EQ(ask("SELECT 7"), "7");
}

TEST_F(Ahead, TheNextStatementWaitsForTheAnswerAndDropsIt) {
  ASSERT_TRUE(ahead("DO 0", "CREATE TABLE t (a INT)"));
  EXPECT_EQ(tables(), "t");
  ASSERT_TRUE(ahead("DO 0", "CREATE TABLE t (a INT)"));
  EXPECT_EQ(ask("SELECT 'after a refusal'"), "after a refusal");
}

TEST_F(Ahead, WhatMightBeMoreThanOneStatementIsNotSent) {
  EXPECT_FALSE(ahead("DO 0", "CREATE TABLE t (a INT); CREATE TABLE u (a INT)"));
  EXPECT_FALSE(ahead("DO 0", "CREATE TABLE t (a INT) COMMENT ';'"));
  EXPECT_EQ(tables(), "");
}

TEST_F(Ahead, AServerThatReadsTheMessageAsOneStatementHasDoneNothing) {
  // It can be told by a text that no server reads.
  EXPECT_FALSE(ahead("INSERT ?", "CREATE TABLE t (a INT)"));
  EXPECT_FALSE(connection.awaits_answer());
  EXPECT_EQ(tables(), "");
}

TEST_F(Ahead, NothingIsSentThatTheSecondWouldCommitOrUndoTheFirstWith) {
  connection.execute("START TRANSACTION");
  EXPECT_FALSE(ahead("DO 0", "CREATE TABLE t (a INT)"));
  connection.execute("COMMIT");
  connection.execute("SET autocommit = 0");
  EXPECT_FALSE(ahead("DO 0", "CREATE TABLE t (a INT)"));
}

TEST_F(Ahead, AMessageStaysWithinAFractionOfTheLongestPacket) {
  const std::string wide = "CREATE TABLE t (a INT COMMENT '" + std::string(300'000, 'x') + "')";
  EXPECT_FALSE(ahead("DO 0", wide));
}

TEST_F(Ahead, ALostLinkLeavesOpenWhetherTheSecondWasBegun) {
  EXPECT_EQ(code_of([&] { ahead("KILL CONNECTION CONNECTION_ID()", "CREATE TABLE t (a INT)"); }),
            ErrorCode::unavailable);
  EXPECT_TRUE(connection.awaits_answer());
}

}  // namespace
}  // namespace dbmig

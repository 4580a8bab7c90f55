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

}  // namespace
}  // namespace dbmig

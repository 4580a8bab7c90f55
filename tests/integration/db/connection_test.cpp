#include "db/connection.h"

#include <gtest/gtest.h>

#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

std::string only_value(const Rows& rows) { return rows.rows.at(0).at(0).value_or("NULL"); }

class ConnectionTest : public testing::Test {
 protected:
  TestDatabase database_;
  Connection connection_{database_.options()};
};

// SOCI would have sent only what stands before the colon, and reported success.
TEST_F(ConnectionTest, SendsAStatementByteForByteWhateverColonsItHolds) {
  connection_.execute(
      "CREATE TABLE t (`a:b` INT COMMENT \"k: v\") -- note: keep\n COMMENT='after colon'");
  EXPECT_EQ(only_value(connection_.query("SELECT table_comment FROM information_schema.tables"
                                         " WHERE table_schema = DATABASE()")),
            "after colon");
  EXPECT_EQ(only_value(connection_.query("SELECT CONCAT(column_name, ' ', column_comment) FROM"
                                         " information_schema.columns"
                                         " WHERE table_schema = DATABASE()")),
            "a:b k: v");
}

TEST_F(ConnectionTest, SendsNulBytesAndBackslashes) {
  const std::string statement = std::string("SELECT HEX('a") + '\0' + "b\\\\:%')";
  EXPECT_EQ(only_value(connection_.query(statement)), "6100625C3A25");
}

TEST_F(ConnectionTest, DrainsEveryResultOfAProcedure) {
  connection_.execute("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2 UNION SELECT 3; END");
  EXPECT_EQ(connection_.execute("CALL p()").result_rows, 3U);
  EXPECT_EQ(only_value(connection_.query("SELECT 4")), "4");
}

TEST_F(ConnectionTest, CountsChangedRowsNotMatchedOnes) {
  connection_.execute("CREATE TABLE t (a INT)");
  EXPECT_EQ(connection_.execute("INSERT INTO t VALUES (1), (2), (3)").changed_rows, 3U);
  EXPECT_EQ(connection_.execute("UPDATE t SET a = 2").changed_rows, 2U);
  EXPECT_EQ(connection_.execute("UPDATE t SET a = 2").changed_rows, 0U);
  EXPECT_EQ(connection_.execute("DELETE FROM t").changed_rows, 3U);
}

TEST_F(ConnectionTest, TellsOfWarnings) {
  connection_.execute("CREATE TABLE t (a INT)");
  const Outcome outcome = connection_.execute("CREATE TABLE IF NOT EXISTS t (a INT)");
  ASSERT_EQ(outcome.warnings, 1U);
  const std::vector<Warning> warnings = connection_.warnings();
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].level, "Note");
  EXPECT_EQ(warnings[0].number, 1050U);
  EXPECT_EQ(warnings[0].message, "Table 't' already exists");
}

TEST_F(ConnectionTest, GivesTheServersNumberAndSqlstateWithARefusal) {
  EXPECT_EQ(message_of([&] { connection_.execute("DROP TABLE nosuch"); }),
            "the server refused the statement\n"
            "server error 1051 (42S02): Unknown table '" +
                database_.name() + ".nosuch'");
  EXPECT_EQ(code_of([&] { connection_.execute("DROP TABLE nosuch"); }), ErrorCode::statement);
}

TEST_F(ConnectionTest, FailsInTheSecondResultToo) {
  connection_.execute("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT * FROM nosuch; END");
  EXPECT_EQ(code_of([&] { connection_.execute("CALL p()"); }), ErrorCode::statement);
  EXPECT_EQ(only_value(connection_.query("SELECT 4")), "4");
}

TEST_F(ConnectionTest, CallsALostConnectionUnavailable) {
  TestSession killer(database_.options());
  killer.run("KILL " + std::to_string(connection_.id()));
  EXPECT_EQ(code_of([&] { connection_.execute("SELECT 1"); }), ErrorCode::unavailable);
}

TEST_F(ConnectionTest, CallsALockWaitTemporary) {
  TestSession other(database_.options());
  other.run("CREATE TABLE t (a INT); LOCK TABLES t WRITE");
  Connection impatient(database_.options(), {.sql_mode = {}, .lock_wait = 1});
  EXPECT_EQ(code_of([&] { impatient.execute("ALTER TABLE t ADD b INT"); }), ErrorCode::temporary);
}

TEST_F(ConnectionTest, NeverReadsALocalFile) {
  connection_.execute("CREATE TABLE t (a TEXT)");
  EXPECT_NE(message_of([&] {
              connection_.execute("LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE t");
            }),
            "no error");
  EXPECT_EQ(only_value(connection_.query("SELECT COUNT(*) FROM t")), "0");
}

TEST_F(ConnectionTest, KnowsTheServer) {
  EXPECT_EQ(connection_.server().version_text, database_.run("SELECT VERSION()"));
  EXPECT_GE(connection_.server().version, 100600U);
  EXPECT_FALSE(connection_.server().read_only);
  EXPECT_EQ(connection_.database(), database_.name());
}

TEST_F(ConnectionTest, QuotesTextForTheServer) {
  const std::string hostile = "it's \\ \"x\"\n\x01";
  EXPECT_EQ(only_value(connection_.query("SELECT " + connection_.quoted(hostile))), hostile);
  connection_.execute("SET sql_mode = 'NO_BACKSLASH_ESCAPES'");
  EXPECT_EQ(only_value(connection_.query("SELECT " + connection_.quoted(hostile))), hostile);
}

TEST(Connect, NamesTheAddressAndNeverThePassword) {
  ConnectOptions options = test_server().connect_options("nosuch");
  EXPECT_EQ(message_of([&] { Connection connection(options); }),
            "cannot connect to root@unix(" + options.socket +
                ")/nosuch\n"
                "server error 1049 (42000): Unknown database 'nosuch'\n"
                "hint: create it first: CREATE DATABASE `nosuch` CHARACTER SET utf8mb4");
  options.user = "nobody";
  options.password = Secret("s3cret");
  EXPECT_EQ(message_of([&] { Connection connection(options); }),
            "cannot connect to nobody@unix(" + options.socket +
                ")/nosuch\n"
                "server error 1045 (28000): Access denied for user 'nobody'@'localhost' (using "
                "password: YES)\n"
                "hint: check user and password; `dbmig config` shows where each value comes from");
}

TEST(Connect, SaysThatNobodyListens) {
  ConnectOptions options;
  options.socket = "/nowhere/server.sock";
  options.database = "d";
  EXPECT_EQ(message_of([&] { Connection connection(options); }),
            "cannot connect to unix(/nowhere/server.sock)/d\n"
            "server error 2002 (HY000): Can't connect to local server through socket "
            "'/nowhere/server.sock' (2)\n"
            "hint: is the server up and reachable? `dbmig config` shows the address that was used; "
            "without a server, --scratch starts a private one");
}

TEST(Connect, RefusesToVerifyByNoAuthorityAtAll) {
  ConnectOptions options;
  options.host = "127.0.0.1";
  options.ssl_mode = SslMode::verify_ca;
  EXPECT_EQ(code_of([&] { Connection connection(options); }), ErrorCode::config);
}

}  // namespace
}  // namespace dbmig

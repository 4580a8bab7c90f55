#include <gtest/gtest.h>

#include "db/connection.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

class SessionTest : public testing::Test {
 protected:
  std::string ask(const std::string& expression) {
    return connection_.query("SELECT " + expression).rows.at(0).at(0).value_or("NULL");
  }

  using Names = std::vector<std::string>;

  TestDatabase database_;
  Connection connection_{database_.options()};
};

TEST_F(SessionTest, IsPinnedWhateverTheServersDefaultsAre) {
  EXPECT_EQ(
      ask("CONCAT_WS(' ', @@character_set_client, @@collation_connection, @@time_zone,"
          " @@autocommit + 0, @@foreign_key_checks + 0, @@unique_checks + 0, @@lock_wait_timeout)"),
      "utf8mb4 utf8mb4_general_ci +00:00 1 1 1 5");
}

TEST_F(SessionTest, TakesTheModeItIsGiven) {
  Connection ansi(database_.options(),
                  {.sql_mode = "ANSI_QUOTES,NO_BACKSLASH_ESCAPES", .lock_wait = 5});
  EXPECT_TRUE(ansi.server().dialect().ansi_quotes);
  EXPECT_TRUE(ansi.server().dialect().no_backslash_escapes);
}

TEST_F(SessionTest, HasNothingToPutBackWhenNothingWasChanged) {
  connection_.execute("CREATE TABLE t (a INT)");
  connection_.execute("INSERT INTO t VALUES (1)");
  connection_.query("SELECT * FROM t");
  EXPECT_EQ(connection_.restore(), Names{});
}

TEST_F(SessionTest, PutsAChangedVariableBack) {
  connection_.execute("SET foreign_key_checks = 0, group_concat_max_len = 7");
  EXPECT_EQ(connection_.restore(), (Names{"foreign_key_checks", "group_concat_max_len"}));
  EXPECT_EQ(ask("@@foreign_key_checks"), "1");
  EXPECT_EQ(ask("@@group_concat_max_len = @@GLOBAL.group_concat_max_len"), "1");
  EXPECT_EQ(connection_.restore(), Names{});
}

TEST_F(SessionTest, PutsTheServersOwnModeBack) {
  const std::string before = ask("@@sql_mode");
  connection_.execute("SET sql_mode = 'ANSI_QUOTES'");
  connection_.restore();
  EXPECT_EQ(ask("@@sql_mode"), before);
}

TEST_F(SessionTest, PutsTheCharacterSetBack) {
  connection_.execute("SET NAMES latin1");
  connection_.restore();
  EXPECT_EQ(ask("CONCAT(@@character_set_client, ' ', @@collation_connection)"),
            "utf8mb4 utf8mb4_general_ci");
}

TEST_F(SessionTest, ComesBackFromAnotherDatabase) {
  connection_.execute("USE mysql");
  EXPECT_EQ(connection_.state().database, "mysql");
  EXPECT_EQ(connection_.restore(), Names{"USE mysql"});
  EXPECT_EQ(ask("DATABASE()"), database_.name());
}

TEST_F(SessionTest, RollsAnOpenTransactionBack) {
  connection_.execute("CREATE TABLE t (a INT)");
  connection_.execute("BEGIN");
  connection_.execute("INSERT INTO t VALUES (1)");
  EXPECT_TRUE(connection_.state().in_transaction);
  EXPECT_EQ(connection_.restore(), Names{"an open transaction (rolled back)"});
  EXPECT_EQ(ask("(SELECT COUNT(*) FROM t)"), "0");
}

TEST_F(SessionTest, TurnsAutocommitOnAgain) {
  connection_.execute("SET autocommit = 0");
  EXPECT_FALSE(connection_.state().autocommit);
  EXPECT_EQ(connection_.restore(), Names{"autocommit"});
  EXPECT_EQ(ask("@@autocommit"), "1");
}

TEST_F(SessionTest, KeepsReportingAfterAScriptTurnedTheReportsOff) {
  connection_.execute("SET session_track_system_variables = ''");
  connection_.execute("SET foreign_key_checks = 0");
  connection_.restore();
  EXPECT_EQ(ask("@@foreign_key_checks"), "1");
  connection_.execute("SET unique_checks = 0");
  EXPECT_EQ(connection_.restore(), Names{"unique_checks"});
}

}  // namespace
}  // namespace dbmig

// Statements that the server refused though they had a part of their effect, and a run that died
// before it had recorded that.
#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class RefusedInPartTest : public ResumeFixture {
 protected:
  /// Makes the journal say that the run died at the statement that was refused in `sql`, its last.
  void die_behind_refused(const std::string& sql) {
    EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::statement);
    database_.run("UPDATE dbmig_journal SET state = 'running', error = ''");
  }
};

TEST_F(RefusedInPartTest, ADropOfWhatIsAbsentIsRefusedAgain) {
  database_.run("CREATE TABLE a (x INT)");
  die_behind_refused("DROP TABLE a, nothing;");
  EXPECT_EQ(code_of([&] { upgrade("DROP TABLE a, nothing;"); }), ErrorCode::statement);
  EXPECT_EQ(journal(), "0 stopped , 1 failed drop");
  EXPECT_NO_THROW(upgrade("CREATE TABLE a (x INT);"));
}

TEST_F(RefusedInPartTest, TheRestOfADropThatIsRefusedIsNoDeadEnd) {
  const std::string sql = "DROP TABLE z, p;";
  const auto die = [&] {
    database_.run(
        "DROP TABLE IF EXISTS c, p, z, dbmig_journal, alembic_version;"
        " CREATE TABLE z (x INT); CREATE TABLE p (id INT PRIMARY KEY);"
        " CREATE TABLE c (id INT, FOREIGN KEY (id) REFERENCES p (id))");
    die_behind_refused(sql);
    EXPECT_EQ(ask("SHOW TABLES LIKE 'z'"), "");
  };
  die();
  const std::string message = message_of([&] { upgrade(sql); });
  EXPECT_NE(message.find(", table `" + database_.name() + "`.`z` was dropped all the same"),
            std::string::npos)
      << message;
  EXPECT_EQ(journal(), "0 stopped , 1 failed drop");
  upgrade("DROP TABLE c, p;");
  die();
  upgrade("DROP TABLE c, p;");
  die();
  upgrade(sql, Assume::done);
  EXPECT_EQ(ask("SHOW TABLES LIKE 'p'"), "p");
  die();
  EXPECT_EQ(code_of([&] { upgrade(sql, Assume::not_done); }), ErrorCode::statement);
  upgrade("DROP TABLE c, p;");
  for (const Assume assume : {Assume::done, Assume::not_done}) {
    die();
    OneRun run(database_);
    EXPECT_NO_THROW(settle_doubts(run.context, *run.live.left, assume));
    EXPECT_EQ(run.live.left->in_effect(), assume == Assume::done ? 1U : 0U);
  }
}

TEST_F(RefusedInPartTest, ADropOfWhichTheRestCanGoIsFinished) {
  database_.run("CREATE TABLE z (x INT); CREATE TABLE p (x INT)");
  upgrade("DROP TABLE z, p;");
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  database_.run("CREATE TABLE p (x INT)");
  EXPECT_EQ(upgrade("DROP TABLE z, p;").size(), 1U);
  EXPECT_EQ(ask("SHOW TABLES LIKE 'p'"), "");
}

TEST_F(RefusedInPartTest, WhatAReplacementDroppedAndAnAccountThatWasMadeAreTold) {
  database_.run("CREATE TABLE x (a INT)");
  const std::string replaced = message_of([&] {
    upgrade(
        "CREATE OR REPLACE TABLE x (a INT PRIMARY KEY) SELECT 1 AS a UNION ALL"
        " SELECT 1;");
  });
  EXPECT_NE(replaced.find("`x` was dropped all the same"), std::string::npos) << replaced;
  const std::string one = "'" + database_.name() + "a'@'localhost'";
  const std::string two = "'" + database_.name() + "b'@'localhost'";
  database_.run("CREATE USER " + two);
  const std::string made = message_of([&] { upgrade("CREATE USER " + one + ", " + two + ";"); });
  EXPECT_NE(made.find("account " + one + " was created all the same"), std::string::npos) << made;
  const std::string gone = message_of([&] { upgrade("DROP USER " + one + ", nobody;"); });
  EXPECT_NE(gone.find("account " + one + " was dropped all the same"), std::string::npos) << gone;
  database_.run("DROP USER " + two);
}

TEST_F(RefusedInPartTest, ACreationOfAccountsOfWhichOneWasThereIsInDoubt) {
  const std::string sql =
      "CREATE USER " + database_.name() + "a@localhost, " + database_.name() + "b@localhost;";
  database_.run("CREATE USER " + database_.name() + "b@localhost");
  die_behind_refused(sql);
  EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::data);
  EXPECT_EQ(code_of([&] { upgrade(sql, Assume::not_done); }), ErrorCode::statement);
  database_.run("DROP USER " + database_.name() + "a@localhost, " + database_.name() +
                "b@localhost");
}

TEST_F(RefusedInPartTest, ASwapOfAccountsAndARevocationThatHappenedAreNotSentAgain) {
  const std::string a = database_.name() + "a";
  const std::string b = database_.name() + "b";
  const std::string x = database_.name() + "x";
  const std::string all = database_.name() + ".*";
  database_.run("CREATE USER " + a + ", " + b + "; GRANT SELECT ON " + all + " TO " + a +
                "; GRANT INSERT ON " + all + " TO " + b);
  const std::string statements[] = {
      "REVOKE SELECT ON " + all + " FROM " + a + ", " + b + ";",
      "RENAME USER " + a + " TO " + x + ", " + b + " TO " + a + ", " + x + " TO " + b + ";"};
  for (const std::string& sql : statements) {
    upgrade(sql);
    const std::string grants = ask("SHOW GRANTS FOR " + a);
    database_.run("UPDATE dbmig_journal SET state = 'running'; DELETE FROM alembic_version");
    EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::data);
    EXPECT_EQ(ask("SHOW GRANTS FOR " + a), grants);
    database_.run("DELETE FROM dbmig_journal");
  }
  database_.run("DROP USER " + a + ", " + b);
}

TEST_F(RefusedInPartTest, AnEventThatMayHaveRunAndDroppedItselfIsInDoubt) {
  const std::string sql =
      "CREATE EVENT once ON SCHEDULE AT CURRENT_TIMESTAMP DO INSERT INTO t VALUES (1);";
  upgrade(sql);
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  database_.run("DROP EVENT IF EXISTS once");  // As the server does when it has run.
  EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::data);
}

}  // namespace
}  // namespace dbmig

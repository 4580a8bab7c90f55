#include "engine/live_target.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "engine/executor.h"
#include "engine/live_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

class LiveTargetTest : public testing::Test {
 protected:
  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }

  LiveTargetTest() {
    context_.prepare();
    context_.prepare_journal();
    take_lock(context_, {std::chrono::seconds(10)});
  }

  DatabaseOptions options() const {
    DatabaseOptions options;
    options.connect = database_.options();
    return options;
  }

  void upgrade(const RevisionId& id, const std::string& sql, const RevisionId& from = "") {
    scripts_.add(id, sql);
    execute({upgrade_step(id, from)}, scripts_, target_, [&](const Event& event) {
      if (const auto* round = std::get_if<RoundDone>(&event)) rounds_ = round->round;
      if (const auto* skipped = std::get_if<StatementSkipped>(&event)) skipped_ = skipped->reason;
      if (const auto* back = std::get_if<SessionRestored>(&event)) restored_ = back->what;
    });
  }

  std::string rows() { return ask("SELECT version_num FROM alembic_version"); }

  TestDatabase database_;
  MigrationContext context_{options()};
  LiveTarget target_{context_};
  MemoryScripts scripts_;
  std::size_t rounds_ = 0;
  std::string skipped_;
  std::vector<std::string> restored_;
};

TEST_F(LiveTargetTest, RunsEveryStatementAndRecordsTheRevision) {
  upgrade("a", "CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2);");
  EXPECT_EQ(ask("SELECT SUM(a) FROM t"), "3");
  EXPECT_EQ(rows(), "a");
}

TEST_F(LiveTargetTest, RollsDmlBackWithItsRevision) {
  database_.run("CREATE TABLE t (a INT PRIMARY KEY)");
  EXPECT_EQ(
      message_of([&] { upgrade("a", "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (1);"); }),
      "a.sql:9:23: the server refused the statement\n"
      "  INSERT INTO t VALUES (1);\n"
      "                        ^\n"
      "server error 1062 (23000): Duplicate entry '1' for key 'PRIMARY'\n"
      "state: nothing of upgrade a is in effect; the database stands at base\n"
      "hint: mend the statement and run the same command again");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "0");
  EXPECT_EQ(rows(), "");
}

TEST_F(LiveTargetTest, SaysWhatDdlLeavesInEffectAndPointsWhereTheServerDoes) {
  EXPECT_EQ(message_of([&] {
              upgrade("b", "CREATE TABLE t (a INT);\nCREATE TABLE u (\n  a INTT\n);", "");
            }),
            "b.sql:10:5: the server refused the statement\n"
            "    a INTT\n"
            "      ^\n"
            "server error 4161 (HY000): Unknown data type: 'INTT'\n"
            "state: 1 statement of 2 of upgrade b is in effect; the "
            "database is recorded at base\n"
            "hint: mend the statement and run the same command again: it goes on from there; "
            "`dbmig resume --back` undoes what ran instead");
  EXPECT_EQ(ask("SHOW TABLES"), "alembic_version\ndbmig_journal\nt");
}

TEST_F(LiveTargetTest, DmlBeforeAFailedDdlIsCommittedByIt) {
  database_.run("CREATE TABLE t (a INT)");
  EXPECT_NE(message_of([&] {
              upgrade("a", "INSERT INTO t VALUES (1); DROP TABLE nosuch;");
            }).find("state: 1 statement of 2 of upgrade a is in effect"),
            std::string::npos);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
}

TEST_F(LiveTargetTest, PutsTheSessionBackBetweenRevisions) {
  upgrade("a", "SET foreign_key_checks = 0; USE mysql;");
  EXPECT_EQ(restored_, (std::vector<std::string>{"USE mysql", "foreign_key_checks"}));
  upgrade("b", "CREATE TABLE t (a INT);", "a");
  EXPECT_EQ(ask("SHOW TABLES"), "alembic_version\ndbmig_journal\nt");
  EXPECT_EQ(rows(), "b");
}

TEST_F(LiveTargetTest, CommitsWhatAScriptLeftOpenTogetherWithItsRevision) {
  database_.run("CREATE TABLE t (a INT)");
  upgrade("a", "SET autocommit = 0; INSERT INTO t VALUES (1);");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
  EXPECT_EQ(rows(), "a");
}

TEST_F(LiveTargetTest, RepeatsUntilNoRowIsChanged) {
  database_.run("CREATE TABLE t (a INT); INSERT INTO t SELECT seq FROM seq_1_to_25");
  upgrade("a", "-- migrate:repeat-until-no-rows\nDELETE FROM t LIMIT 10;");
  EXPECT_EQ(rounds_, 4U);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(LiveTargetTest, SkipsWhatIsForAnotherServer) {
  upgrade("a", "-- migrate:only-on mysql\nTHIS IS NO SQL;");
  EXPECT_EQ(skipped_, "only-on names other servers");
  EXPECT_EQ(rows(), "a");
}

TEST_F(LiveTargetTest, SkipsWhenTheQueryIsTrue) {
  upgrade("a",
          "-- migrate:skip-if SELECT 1\nTHIS IS NO SQL;\n"
          "-- migrate:skip-if SELECT 0\nCREATE TABLE t (a INT);\n"
          "-- migrate:skip-if SELECT NULL\nCREATE TABLE u (a INT);\n"
          "-- migrate:skip-if SELECT 1 FROM t\nCREATE TABLE v (a INT);");
  EXPECT_EQ(ask("SHOW TABLES"), "alembic_version\ndbmig_journal\nt\nu\nv");
}

TEST_F(LiveTargetTest, CountsWhatAScriptCommitsAndRollsBackItself) {
  database_.run("CREATE TABLE t (a INT)");
  const auto state = [&](const std::string& sql) {
    const std::string message =
        message_of([&] { upgrade("a", sql + " INSERT INTO nope VALUES (1);"); });
    const std::size_t at = message.find("state: ");
    return message.substr(at, message.find(" in effect", at) - at);
  };
  EXPECT_EQ(state("INSERT INTO t VALUES (1); COMMIT AND CHAIN;"),
            "state: 1 statement of 3 of upgrade a is");
  EXPECT_EQ(state("INSERT INTO t VALUES (1); START TRANSACTION;"),
            "state: 1 statement of 3 of upgrade a is");
  EXPECT_EQ(state("INSERT INTO t VALUES (1); COMMIT;"), "state: 1 statement of 3 of upgrade a is");
  EXPECT_EQ(state("INSERT INTO t VALUES (1); ROLLBACK;"), "state: nothing of upgrade a is");
  EXPECT_EQ(state("INSERT INTO t VALUES (1); ROLLBACK AND CHAIN;"),
            "state: nothing of upgrade a is");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "3");
}

TEST_F(LiveTargetTest, RecordsChangesOfTablesWithoutTransactionsOneByOne) {
  database_.run("CREATE TABLE t (a INT) ENGINE = MyISAM");
  EXPECT_EQ(
      message_of([&] { upgrade("a", "INSERT INTO t VALUES (1);\nINSERT INTO nope VALUES (1);"); }),
      "a.sql:9:13: the server refused the statement\n"
      "  INSERT INTO nope VALUES (1);\n"
      "              ^\n"
      "server error 1146 (42S02): Table '" +
          database_.options().database +
          ".nope' doesn't exist\n"
          "state: 1 statement of 2 of upgrade a is in effect; the database is recorded at base\n"
          "hint: mend the statement and run the same command again: it goes on from there; `dbmig "
          "resume --back` undoes what ran instead");
}

TEST_F(LiveTargetTest, LeavesToTheNextRunWhatTheConnectionWasLostOver) {
  EXPECT_EQ(
      message_of([&] { upgrade("a", "KILL CONNECTION_ID();"); }),
      "a.sql:8:1: the connection was lost\n"
      "  KILL CONNECTION_ID();\n"
      "  ^\n"
      "server error 1927 (70100): Connection was killed\n"
      "state: no whole statement of upgrade a is in effect; no answer tells whether statement "
      "1 took effect: the next run finds out; the database stands at base\n"
      "hint: run the same command again");
}

TEST_F(LiveTargetTest, TellsWhenItIsTheRecordThatTheServerRefuses) {
  upgrade("a", "CREATE TABLE t (a INT);");
  database_.run(
      "CREATE TRIGGER full BEFORE INSERT ON dbmig_journal FOR EACH ROW"
      " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no room'");
  EXPECT_EQ(message_of([&] { upgrade("b", "ALTER TABLE t ADD b INT;"); }),
            "b.sql:8:1: the server refused dbmig's own record in `" + database_.options().database +
                "`.dbmig_journal\n"
                "  ALTER TABLE t ADD b INT;\n"
                "  ^\n"
                "server error 1644 (45000): no room\n"
                "state: nothing of upgrade b is in effect; the database stands at base\n"
                "hint: see that dbmig can write that table, and run the same command again");
}

TEST_F(LiveTargetTest, NamesTheRoundsThatAreCommittedWhenALaterOneFails) {
  database_.run("CREATE TABLE t (a INT UNSIGNED); INSERT INTO t VALUES (5)");
  const std::string message = message_of([&] {
    upgrade("a", "-- migrate:repeat-until-no-rows\nUPDATE t SET a = a - 3 WHERE a > 0 LIMIT 1;");
  });
  EXPECT_NE(
      message.find("\nstate: no whole statement of upgrade a is in effect; 1 round of statement 1 "
                   "is in effect; the database stands at base\n"
                   "hint: mend the statement and run the same command again: it goes on from "
                   "there; `dbmig resume --back` undoes what ran instead"),
      std::string::npos)
      << message;
}

TEST_F(LiveTargetTest, SaysThatARevisionIsDoneWhenOnlyTheSessionCannotBePutBack) {
  DatabaseOptions elsewhere = options();
  elsewhere.version_table_schema = "test_versions";
  database_.run("CREATE OR REPLACE DATABASE test_versions");
  MigrationContext context(elsewhere);
  context.prepare();
  context.prepare_journal();
  take_lock(context, {});
  LiveTarget target(context);
  scripts_.add("a", "USE mysql; DROP DATABASE " + database_.options().database + ";");
  const std::string message =
      message_of([&] { execute({upgrade_step("a", "")}, scripts_, target, [](const Event&) {}); });
  EXPECT_NE(message.find("\nstate: upgrade a is done; the database stands at a\n"
                         "hint: run the same command again"),
            std::string::npos)
      << message;
}

TEST_F(LiveTargetTest, TakesNoTextForANumberThatTheServerDoesNot) {
  upgrade("a",
          "-- migrate:skip-if SELECT 'information'\nCREATE TABLE t (a INT);\n"
          "-- migrate:skip-if SELECT 'nancy'\nCREATE TABLE u (a INT);\n"
          "-- migrate:skip-if SELECT '0x1'\nCREATE TABLE v (a INT);\n"
          "-- migrate:skip-if SELECT ' -1.5x'\nCREATE TABLE w (a INT);");
  EXPECT_EQ(ask("SHOW TABLES"), "alembic_version\ndbmig_journal\nt\nu\nv");
}

TEST_F(LiveTargetTest, NoticesThatSomeoneElseMovedTheRows) {
  upgrade("a", "SELECT 1;");
  database_.run("UPDATE alembic_version SET version_num = 'x'");
  EXPECT_EQ(code_of([&] { upgrade("b", "CREATE TABLE t (a INT);", "a"); }), ErrorCode::data);
  EXPECT_EQ(rows(), "x");
}

TEST_F(LiveTargetTest, RunsAStoredProgramAsOneStatement) {
  upgrade(
      "a",
      "CREATE TABLE t (a INT);\nDELIMITER //\nCREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW\n"
      "BEGIN\n  SET NEW.a = 7; -- it's; fine\nEND//\nDELIMITER ;\nINSERT INTO t VALUES (1);");
  EXPECT_EQ(ask("SELECT a FROM t"), "7");
}

TEST_F(LiveTargetTest, WhatAFailedStatementHasCommittedIsNotDoneAgain) {
  database_.run("CREATE TABLE t (a INT)");
  const std::string failed =
      message_of([&] { upgrade("a", "INSERT INTO t VALUES (1);\nLOCK TABLES nosuch WRITE;"); });
  EXPECT_NE(failed.find("state: 1 statement of 2 of upgrade a is in effect"), std::string::npos)
      << failed;
  EXPECT_EQ(trim(database_.run("SELECT state FROM dbmig_journal WHERE number < 2 ORDER BY number")),
            "stopped\ndone");
}

TEST_F(LiveTargetTest, NothingIsSentThatWouldBeToldOfDbmigsOwnStatement) {
  database_.run(
      "CREATE TABLE t (a INT); CREATE TABLE m (a INT) ENGINE=MyISAM;"
      " CREATE PROCEDURE p(n INT) INSERT INTO t VALUES (n)");
  for (const std::string sql : {"CALL p(ROW_COUNT());", "INSERT INTO m VALUES (ROW_COUNT());",
                                "CREATE TABLE c AS SELECT ROW_COUNT() AS n;",
                                "INSERT INTO t VALUES (LENGTH(CONCAT(';', ROW_COUNT())));"}) {
    EXPECT_EQ(message_of([&] { upgrade("a", "UPDATE t SET a = 1;\n" + sql); }),
              "a.sql:9:1: it asks what the statement before it did, and dbmig's own record comes "
              "between\n  " +
                  sql +
                  "\n  ^\n"
                  "state: nothing of upgrade a is in effect; the database stands at base\n"
                  "hint: keep that first, in a statement of its own: SET @n = ROW_COUNT()");
  }
}

TEST_F(LiveTargetTest, ARoutineMayAskAboutItsOwnStatements) {
  database_.run("CREATE TABLE t (a INT)");
  upgrade("a",
          "CREATE PROCEDURE p() BEGIN UPDATE t SET a = 1; SELECT ROW_COUNT(); END;\n"
          "BEGIN NOT ATOMIC UPDATE t SET a = 1; SET @n = ROW_COUNT(); END;");
  EXPECT_EQ(trim(database_.run("SELECT version_num FROM alembic_version")), "a");
}

TEST_F(LiveTargetTest, WhatARollbackUndidIsDoneByTheNextRunAlsoWhereACallHasCommittedBefore) {
  database_.run(
      "CREATE TABLE t (a INT); CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1);"
      " COMMIT; START TRANSACTION; INSERT INTO t VALUES (2); END");
  const std::string failed = message_of(
      [&] { upgrade("a", "CALL p();\nINSERT INTO t VALUES (9);\nINSERT INTO nope VALUES (1);"); });
  EXPECT_NE(failed.find("hint: look at the database, then say it: `dbmig resume"),
            std::string::npos)
      << failed;
  EXPECT_EQ(trim(database_.run("SELECT number, state, kind FROM dbmig_journal WHERE number IN (0,"
                               " 1, 2) ORDER BY number")),
            "0|stopped|\n1|running|opaque");
  EXPECT_EQ(trim(database_.run("SELECT a FROM t")), "1");
}

TEST_F(LiveTargetTest, AStepWhoseScriptRolledBackACallHasItsHeadInTheJournal) {
  database_.run("CREATE TABLE t (a INT); CREATE PROCEDURE p() INSERT INTO t VALUES (1)");
  EXPECT_NE(message_of([&] {
              upgrade("a",
                      "INSERT INTO t VALUES (7);\nCALL p();\nROLLBACK;\nCREATE TABLE x (a INT);\n"
                      "INSERT INTO t VALUES (8);\nCREATE TABLE y (a INT);\nDROP TABLE nope;");
            }),
            "no error");
  EXPECT_EQ(trim(database_.run("SELECT number, state FROM dbmig_journal ORDER BY number")),
            "0|stopped\n1|skipped\n2|skipped\n3|done\n4|done\n5|done\n6|done\n7|failed");
  EXPECT_EQ(trim(database_.run("SELECT a FROM t")), "8");
}

}  // namespace
}  // namespace dbmig

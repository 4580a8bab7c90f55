#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class ResumeTest : public ResumeFixture {};

TEST_F(ResumeTest, RecordsEachStatementWithItsKind) {
  upgrade("CREATE TABLE t (a INT); INSERT INTO t VALUES (1); SET @x = 1;");
  EXPECT_EQ(journal(), "0 done , 1 done create, 2 done transactional, 3 done session");
}

TEST_F(ResumeTest, GoesOnAfterTheStatementThatTheServerRefused) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT); INSERT INTO t VALUES (1); NONSENSE;"), Error);
  EXPECT_EQ(upgrade("CREATE TABLE t (a INT); INSERT INTO t VALUES (1); CREATE TABLE u (a INT);"),
            (std::vector<std::string>{"in effect since", "in effect since"}));
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(ResumeTest, LeavesNothingOpenWhenNothingTookEffect) {
  EXPECT_THROW(upgrade("SET @x = 1; NONSENSE;"), Error);
  EXPECT_EQ(journal(), "0 failed , 1 done session, 2 failed other");
  upgrade("CREATE TABLE t (a INT)");
  EXPECT_EQ(ask("SELECT COUNT(DISTINCT step) FROM dbmig_journal"), "2");
}

TEST_F(ResumeTest, RefusesAnEditOfWhatRanAndShowsBothTexts) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT);\nNONSENSE;"), Error);
  EXPECT_EQ(message_of([&] { upgrade("CREATE TABLE t (b INT);\nSELECT 1;"); }),
            "a.sql:8:1: statement 1 of a was edited after it took effect\n"
            "  CREATE TABLE t (b INT);\n"
            "  ^\n"
            "state: 1 statement of 2 of upgrade a is in effect; the "
            "database is recorded at base; it ran as\n"
            "  CREATE TABLE t (a INT)\n"
            "and the file has now\n"
            "  CREATE TABLE t (b INT)\n"
            "hint: put it back as it was and make the change in a statement after it, or undo what "
            "ran by hand and say so with `dbmig resume --forget`");
}

TEST_F(ResumeTest, RefusesAFileThatHasNoMoreWhatRan) {
  EXPECT_THROW(
      upgrade("CREATE TABLE t (a INT);\nINSERT INTO t VALUES (1);\nALTER TABLE t ADD b INT;"
              "\nNONSENSE;"),
      Error);
  EXPECT_EQ(message_of([&] { upgrade("CREATE TABLE t (a INT);"); }),
            "statement 2 of a took effect, and the file has it no more\n"
            "state: 3 statements of upgrade a are in effect; the database is recorded at base; it "
            "ran as\n"
            "  INSERT INTO t VALUES (1)\n"
            "hint: put it back and take back what it did in a statement after it, or undo what ran "
            "by hand and say so with `dbmig resume --forget`");
}

TEST_F(ResumeTest, WhatTheServerRefusedMayBeTakenOutOfTheFile) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT); SET @x = 1; NONSENSE;"), Error);
  EXPECT_EQ(upgrade("CREATE TABLE t (a INT);").size(), 1U);
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(ResumeTest, AStatementThatWasLeftOutLastMayBeEdited) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT);\n-- migrate:skip-if SELECT 1\n"
                       "ALTER TABLE t ADD b INT;\nNONSENSE;"),
               Error);
  upgrade("CREATE TABLE t (a INT);\nALTER TABLE t ADD c INT;");
  EXPECT_EQ(ask("SELECT COUNT(c) FROM t"), "0");
}

TEST_F(ResumeTest, RefusesAnEditOfWhatWasLeftOutBeforeWhatRan) {
  EXPECT_THROW(upgrade("-- migrate:skip-if SELECT 1\nCREATE TABLE t (a INT);\n"
                       "CREATE TABLE u (a INT);\nNONSENSE;"),
               Error);
  EXPECT_EQ(
      message_of([&] { upgrade("CREATE TABLE t (b INT);\nCREATE TABLE u (a INT);"); }),
      "a.sql:8:1: statement 1 of a was edited after it was left out, and statements behind "
      "it have run\n"
      "  CREATE TABLE t (b INT);\n"
      "  ^\n"
      "state: 1 statement of 2 of upgrade a is in effect; the database is recorded at base; "
      "a directive left it out; it was\n"
      "  CREATE TABLE t (a INT)\n"
      "and the file has now\n"
      "  CREATE TABLE t (b INT)\n"
      "hint: put it back as it was and write the new one behind what ran, or undo what ran by "
      "hand and say so with `dbmig resume --forget`");
}

TEST_F(ResumeTest, RunsWhatWasAnnouncedAndDidNotHappen) {
  upgrade("CREATE TABLE t (a INT); ALTER TABLE t ADD COLUMN b INT;");
  const std::string evidence = ask("SELECT evidence FROM dbmig_journal WHERE number = 2");
  database_.run("ALTER TABLE t DROP COLUMN b");
  die_at(2, evidence);
  EXPECT_EQ(upgrade("CREATE TABLE t (a INT); ALTER TABLE t ADD COLUMN b INT;").size(), 1U);
  EXPECT_EQ(ask("SELECT COUNT(b) FROM t"), "0");
}

TEST_F(ResumeTest, MarksWhatWasAnnouncedAndDidHappen) {
  upgrade("CREATE TABLE t (a INT); ALTER TABLE t ADD COLUMN b INT;");
  die_at(2, ask("SELECT evidence FROM dbmig_journal WHERE number = 2"));
  EXPECT_EQ(upgrade("CREATE TABLE t (a INT); ALTER TABLE t ADD COLUMN b INT;"),
            (std::vector<std::string>{"in effect since", "sent at"}));
  EXPECT_EQ(ask("SELECT state FROM dbmig_journal WHERE number = 2"), "done");
}

TEST_F(ResumeTest, DropsWhatAPartialDropHasLeft) {
  upgrade("CREATE TABLE t (a INT); CREATE TABLE u (a INT); DROP TABLE t, u;");
  const std::string evidence = ask("SELECT evidence FROM dbmig_journal WHERE number = 3");
  database_.run("CREATE TABLE u (a INT)");
  die_at(3, evidence);
  upgrade("CREATE TABLE t (a INT); CREATE TABLE u (a INT); DROP TABLE t, u;");
  EXPECT_EQ(ask("SHOW TABLES LIKE '_'"), "");
}

TEST_F(ResumeTest, ReadsNamesByTheSqlModeOfTheScript) {
  upgrade("CREATE TABLE q (a INT); SET SESSION sql_mode = 'ANSI_QUOTES'; DROP TABLE \"q\";");
  EXPECT_EQ(ask("SELECT SUBSTRING_INDEX(evidence, '=', 1) FROM dbmig_journal WHERE number = 3"),
            "table `" + database_.name() + "`.`q`: present definition");
}

TEST_F(ResumeTest, AsksWhenNothingTells) {
  const std::string sql = "CREATE TABLE t (a INT); INSTALL SONAME 'ha_nothing';";
  EXPECT_THROW(upgrade(sql), Error);
  die_at(2, "");
  EXPECT_NE(message_of([&] {
              upgrade(sql);
            }).find("nothing tells whether statement 2 of a took effect when pat@laptop ended"),
            std::string::npos);
  EXPECT_EQ(upgrade(sql, Assume::done).size(), 2U);
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(ResumeTest, SetsUpTheSessionAgain) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT); SET @x = 7; CREATE TABLE u (a INT); NONSENSE;"),
               Error);
  upgrade("CREATE TABLE t (a INT); SET @x = 7; CREATE TABLE u (a INT); INSERT INTO t VALUES (@x);");
  EXPECT_EQ(ask("SELECT a FROM t"), "7");
}

TEST_F(ResumeTest, StopsWhereTheSessionHeldWhatIsLost) {
  const std::string start = "CREATE TEMPORARY TABLE s (a INT); CREATE TABLE t (a INT); ";
  EXPECT_THROW(upgrade(start + "NONSENSE;"), Error);
  const std::string message =
      message_of([&] { upgrade(start + "INSERT INTO t SELECT a FROM s;"); });
  EXPECT_NE(
      message.find("the temporary table s of statement 1 ended with the session that made it"),
      std::string::npos)
      << message;
}

TEST_F(ResumeTest, CountsTheRoundsOfARepeatedStatementOn) {
  database_.run("CREATE TABLE t (a INT)");
  database_.run("INSERT INTO t VALUES (1), (2), (3)");
  upgrade("-- migrate:repeat-until-no-rows\nDELETE FROM t LIMIT 1;");
  EXPECT_EQ(ask("SELECT rounds FROM dbmig_journal WHERE number = 1"), "4");
}

TEST_F(ResumeTest, CallsOfProceduresThatOnlyChangeRowsStandOrFallWithTheirRecord) {
  database_.run("CREATE TABLE t (a INT)");
  database_.run("CREATE PROCEDURE p() INSERT INTO t VALUES (1)");
  EXPECT_THROW(upgrade("CALL p(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "0");
  upgrade("CALL p();");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
}

TEST_F(ResumeTest, ACallThatCommittedBeforeItWasRefusedIsNotMadeAgainUnasked) {
  database_.run("CREATE TABLE t (a INT)");
  database_.run(
      "CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); CREATE TABLE z (a INT);"
      " INSERT INTO nowhere VALUES (1); END");
  const std::string message = message_of([&] { upgrade("CALL p();"); });
  EXPECT_EQ(message.substr(message.find("state:")),
            "state: no other statement of upgrade a is in effect; of statement 1, what it had"
            " committed by itself is in effect; the database stands at base\n"
            "hint: look at the database, then say it: `dbmig resume --assume-done` or "
            "`dbmig resume --assume-not-done`");
  EXPECT_EQ(journal(), "0 stopped , 1 running opaque");
  EXPECT_EQ(code_of([&] { upgrade("CALL p();"); }), ErrorCode::data);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
  upgrade("CALL p();", Assume::done);
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(ResumeTest, ACallThatWasRefusedBesideTablesWithoutTransactionsIsNotMadeAgainUnasked) {
  database_.run("CREATE TABLE t (a INT) ENGINE=MyISAM");
  database_.run(
      "CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1);"
      " END");
  const std::string message = message_of([&] { upgrade("CALL p();"); });
  EXPECT_EQ(
      message.substr(message.find("state:")),
      "state: no other statement of upgrade a is in effect; of statement 1, what it had committed "
      "or changed without a transaction may be in effect; the database stands at base\n"
      "hint: look at the database, then say it: `dbmig resume --assume-done` or "
      "`dbmig resume --assume-not-done`");
  EXPECT_EQ(code_of([&] { upgrade("CALL p();"); }), ErrorCode::data);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
}

TEST_F(ResumeTest, ACallThatWasRefusedBeforeItCommittedIsMadeAgain) {
  database_.run("CREATE TABLE t (a INT)");
  database_.run(
      "CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); INSERT INTO nowhere VALUES (1);"
      " END");
  EXPECT_THROW(upgrade("CALL p();"), Error);
  EXPECT_EQ(journal(), "0 failed , 1 failed");
  database_.run("CREATE TABLE nowhere (a INT)");
  upgrade("CALL p();");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
}

TEST_F(ResumeTest, KeepsNoPasswordInTheJournal) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT); CREATE USER 'x'@'%' IDENTIFIED BY 'hunter2' BAD;"),
               Error);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM dbmig_journal WHERE statement LIKE '%hunter2%'"), "0");
}

TEST_F(ResumeTest, SendsNothingMoreWhenTheScriptGaveTheLockAway) {
  EXPECT_NE(
      message_of([&] {
        upgrade("EXECUTE IMMEDIATE CONCAT('DO RELEASE_ALL', '_LOCKS()'); CREATE TABLE t (a INT);");
      }).find("the lock of this run is gone: nothing more was sent"),
      std::string::npos);
  EXPECT_EQ(ask("SHOW TABLES LIKE 't'"), "");
}

TEST_F(ResumeTest, ASecondRunnerIsToldWhoIsAtWork) {
  DatabaseOptions options;
  options.connect = database_.options();
  MigrationContext first(options);
  MigrationContext second(options);
  take_lock(first, {});
  const std::string message = message_of([&] { take_lock(second, {}); });
  EXPECT_TRUE(message.starts_with("another run holds the lock of " + database_.name() +
                                  ": connection " + std::to_string(first.connection().id())))
      << message;
}

TEST_F(ResumeTest, RefusesToGoOnWhenTheVersionTableWasMoved) {
  EXPECT_THROW(upgrade("CREATE TABLE t (a INT); NONSENSE;"), Error);
  database_.run("INSERT INTO alembic_version VALUES ('a')");
  EXPECT_NE(message_of([&] {
              upgrade("SELECT 1");
            }).find("something else has moved the version table since: it holds a"),
            std::string::npos);
}

TEST_F(ResumeTest, GoesOnOverALostConnection) {
  OneRun run(database_);
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); CREATE TABLE u (a INT);");
  bool killed = false;
  run_live(run.context, {upgrade_step("a")}, scripts,
           [&](const Event& event) {
             const auto* done = std::get_if<StatementDone>(&event);
             if (killed || done == nullptr || done->number != 2) return;
             killed = true;
             database_.run("KILL " + std::to_string(run.context.connection().id()));
           },
           {}, {}, {3, std::chrono::milliseconds(10), 2, std::chrono::seconds(2)});
  EXPECT_TRUE(killed);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(ResumeTest, ASwapOfTablesIsToldByWhatIsKnownOfEach) {
  database_.run(
      "CREATE TABLE a (x INT) ENGINE=MyISAM; INSERT INTO a VALUES (1);"
      " CREATE TABLE b (x INT) ENGINE=MyISAM; INSERT INTO b VALUES (2)");
  const std::string swap = "RENAME TABLE a TO c, b TO a, c TO b;";
  upgrade(swap);
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  EXPECT_EQ(upgrade(swap).size(), 1U);
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  database_.run("RENAME TABLE a TO c, b TO a, c TO b");
  EXPECT_EQ(upgrade(swap).size(), 0U);
  EXPECT_EQ(ask("SELECT x FROM a"), "2");
}

}  // namespace
}  // namespace dbmig

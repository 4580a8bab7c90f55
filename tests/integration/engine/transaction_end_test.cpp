// What a script's statements do to the transaction that holds their records: a CALL that rolls it
// back, a savepoint, a setting.

#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class TransactionEndTest : public ResumeFixture {
 protected:
  TransactionEndTest() {
    database_.run(
        "CREATE TABLE c (n INT, m INT); INSERT INTO c VALUES (0, 0); CREATE TABLE l (a INT);"
        " CREATE TABLE k (id INT PRIMARY KEY, n INT); INSERT INTO k VALUES (1, 0), (2, 0)");
  }

  std::string counters() { return ask("SELECT CONCAT(n, ' ', m) FROM c"); }
};

TEST_F(TransactionEndTest, ACallThatMayRollBackIsAnnouncedBeforeItIsSent) {
  database_.run("CREATE PROCEDURE p() BEGIN ROLLBACK; UPDATE c SET m = m + 1; END");
  EXPECT_THROW(upgrade("UPDATE c SET n = n + 1; CALL p(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done transactional, 2 done opaque, 3 failed");
  upgrade("UPDATE c SET n = n + 1; CALL p(); INSERT INTO l VALUES (1);");
  EXPECT_EQ(counters(), "1 1");
}

TEST_F(TransactionEndTest, ACallIsReadThroughAllThatItCalls) {
  database_.run(
      "CREATE PROCEDURE q() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 1;"
      " UPDATE c SET m = m + 1; END; CREATE PROCEDURE p() CALL q()");
  EXPECT_THROW(upgrade("CALL p(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done opaque, 2 failed");
}

TEST_F(TransactionEndTest, ACallThatMayRollBackIsNotSentInsideOfAScriptsTransaction) {
  database_.run("CREATE PROCEDURE p() BEGIN ROLLBACK; UPDATE c SET m = m + 1; END");
  EXPECT_EQ(message_of([&] { upgrade("START TRANSACTION; UPDATE c SET n = 1;\nCALL p();"); }),
            "a.sql:9:1: dbmig's record of it would commit the transaction that the script has "
            "begun: the statement may end that, or change tables without transactions\n"
            "  CALL p();\n  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: put a COMMIT before it, in a statement of its own");
  EXPECT_EQ(counters(), "0 0");
}

TEST_F(TransactionEndTest, ACallOfTextsThatAreNotKnownIsAnnounced) {
  database_.run(
      "CREATE PROCEDURE p() BEGIN EXECUTE IMMEDIATE CONCAT('ROLL', 'BACK'); UPDATE c SET m = m + "
      "1; END");
  EXPECT_THROW(upgrade("UPDATE c SET n = 1; CALL p(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done transactional, 2 done opaque, 3 failed");
  EXPECT_EQ(counters(), "1 1");
}

TEST_F(TransactionEndTest, AnExecuteIsReadByWhatWasPrepared) {
  database_.run("CREATE PROCEDURE p() BEGIN ROLLBACK; UPDATE c SET m = m + 1; END");
  const std::string start =
      "SET @s = CONCAT('CALL ', 'p()'); PREPARE S FROM @s; SET @s = 'DO 1'; UPDATE c SET n = 1;";
  EXPECT_THROW(upgrade(start + " EXECUTE s; INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(),
            "0 stopped , 1 done session, 2 done session, 3 done session, 4 done transactional, "
            "5 done opaque, 6 failed");
  EXPECT_EQ(counters(), "1 1");
}

TEST_F(TransactionEndTest, AnExecuteOfAVariableIsReadByItsValue) {
  database_.run("CREATE PROCEDURE p() ROLLBACK");
  EXPECT_THROW(upgrade("SET @s = CONCAT('CALL ', 'p()'); UPDATE c SET n = 1;"
                       " EXECUTE IMMEDIATE @s; INSERT INTO nope VALUES (1);"),
               Error);
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(TransactionEndTest, AnExecuteThatRollsNothingBackStandsOrFallsWithTheRest) {
  EXPECT_THROW(upgrade("PREPARE s FROM 'UPDATE c SET m = m + ?'; SET @a = 1; UPDATE c SET n = 1;"
                       " EXECUTE s USING @a; INSERT INTO nope VALUES (1);"),
               Error);
  EXPECT_EQ(counters(), "0 0");
}

TEST_F(TransactionEndTest, WhatAProcedureHasPreparedAnewIsNotKnown) {
  database_.run("CREATE PROCEDURE q() ROLLBACK; CREATE PROCEDURE p() PREPARE s FROM 'CALL q()'");
  EXPECT_THROW(upgrade("PREPARE s FROM 'DO 1'; CALL p(); UPDATE c SET n = 1; EXECUTE s;"
                       " INSERT INTO nope VALUES (1);"),
               Error);
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(TransactionEndTest, WhatAnExecuteDefinesIsLookedForAfterACrash) {
  const std::string script = "SET @s = 'CREATE TABLE z (a INT)'; PREPARE s FROM @s; EXECUTE s; ";
  upgrade(script + "DEALLOCATE PREPARE s;");
  EXPECT_EQ(journal(), "0 done , 1 done session, 2 done session, 3 done create, 4 done session");
  die_at(3, ask("SELECT evidence FROM dbmig_journal WHERE number = 3"));
  EXPECT_EQ(upgrade(script + "DEALLOCATE PREPARE s;").at(2), "sent at");
  database_.run("DROP TABLE z");
  die_at(3, ask("SELECT evidence FROM dbmig_journal WHERE number = 3"));
  upgrade(script + "DEALLOCATE PREPARE s;");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'z'"), "z");
}

TEST_F(TransactionEndTest, AFunctionThatAViewCallsStandsOrFallsWithItsRecord) {
  database_.run(
      "CREATE FUNCTION f() RETURNS INT BEGIN UPDATE c SET n = n + 1; RETURN 5; END;"
      " CREATE VIEW v AS SELECT f() AS x");
  EXPECT_THROW(upgrade("CREATE TEMPORARY TABLE t SELECT x FROM v; INSERT INTO nope VALUES (1);"),
               Error);
  EXPECT_EQ(counters(), "0 0");
}

TEST_F(TransactionEndTest, EachOfSeveralCallsIsLookedForAfterARollback) {
  database_.run(
      "CREATE PROCEDURE p() BEGIN UPDATE c SET n = n + 1; COMMIT; START TRANSACTION;"
      " UPDATE c SET m = m + 1; END; CREATE PROCEDURE bad() INSERT INTO missing VALUES (1)");
  EXPECT_THROW(upgrade("CALL p(); CALL bad();"), Error);
  EXPECT_EQ(ask("SELECT state FROM dbmig_journal WHERE number = 0"), "stopped");
  database_.run("CREATE TABLE missing (a INT)");
  EXPECT_EQ(code_of([&] { upgrade("CALL p(); CALL bad();"); }), ErrorCode::data);
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(TransactionEndTest, ARollbackToASavepointTakesNoRecordAlong) {
  database_.run("CREATE PROCEDURE p() UPDATE c SET m = m + 1");
  const std::string script =
      "START TRANSACTION; UPDATE c SET n = n + 1; SAVEPOINT s; CALL p(); ROLLBACK TO s; COMMIT;";
  EXPECT_THROW(upgrade(script + "INSERT INTO nope VALUES (1);"), Error);
  upgrade(script + "INSERT INTO l VALUES (1);");
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(TransactionEndTest, ACallThatRollsBackToASavepointOfTheScriptIsRefusedInItsTransaction) {
  database_.run("CREATE PROCEDURE p() ROLLBACK TO s");
  EXPECT_EQ(code_of([&] {
              upgrade(
                  "START TRANSACTION; UPDATE c SET n = 1; SAVEPOINT s; UPDATE c SET m = 1;"
                  " CALL p(); COMMIT;");
            }),
            ErrorCode::data);
  EXPECT_EQ(counters(), "0 0");
}

TEST_F(TransactionEndTest, ARollbackIsKnownBehindWhatStandsBeforeIt) {
  for (const char* const each :
       {"/*!50000 ROLLBACK */;", "SET STATEMENT max_statement_time = 5 FOR ROLLBACK;"}) {
    const std::string script = std::string("START TRANSACTION; UPDATE c SET n = n + 1; ") + each;
    EXPECT_THROW(upgrade(script + " INSERT INTO l VALUES (1); ALTER TABLE nope ADD a INT;"), Error);
    EXPECT_EQ(counters(), "0 0");
    upgrade(script + " INSERT INTO l VALUES (1); ALTER TABLE l COMMENT 'x';");
    EXPECT_EQ(counters() + " " + ask("SELECT COUNT(*) FROM l"), "0 0 1");
    database_.run("DELETE FROM dbmig_journal; DELETE FROM l; DELETE FROM alembic_version");
  }
}

TEST_F(TransactionEndTest, WhatWasAnnouncedInAScriptsTransactionIsCommittedByNoOtherAnnouncement) {
  database_.run(
      "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK;"
      " INSERT INTO l VALUES (1); END");
  for (const std::string begins : {"START TRANSACTION;", "SET autocommit = 0;"}) {
    const std::string message = message_of([&] { upgrade(begins + "CALL p(); CALL p();"); });
    EXPECT_NE(message.find("dbmig's record of it would commit the transaction that the script has "
                           "begun"),
              std::string::npos)
        << message;
    EXPECT_EQ(ask("SELECT COUNT(*) FROM l"), "0");
    database_.run("DELETE FROM dbmig_journal");
  }
}

TEST_F(TransactionEndTest, AQuestionThatOnlyShowsMayBeAboutAnything) {
  database_.run("CREATE TABLE m (a INT) ENGINE=MyISAM");
  upgrade(
      "DROP TABLE IF EXISTS nope; SHOW WARNINGS; ALTER TABLE l ADD b INT; SELECT ROW_COUNT();"
      " INSERT INTO m VALUES (1); SELECT ROW_COUNT() AS n; CREATE TABLE z (a INT);"
      " SELECT CONCAT('made ', ROW_COUNT());");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'z'"), "z");
}

TEST_F(TransactionEndTest, ACallIsFollowedByWhatAsksAboutIt) {
  database_.run("CREATE PROCEDURE p() UPDATE k SET n = n + 1");
  upgrade("CALL p(); SET @n = ROW_COUNT(); INSERT INTO l VALUES (@n);");
  EXPECT_EQ(ask("SELECT a FROM l"), "2");
}

TEST_F(TransactionEndTest, ACallThatIsAnnouncedIsFollowedByWhatAsksAboutIt) {
  database_.run("CREATE PROCEDURE p() EXECUTE IMMEDIATE CONCAT('UPDATE k SET n', ' = n + 1')");
  upgrade("CALL p(); SET @n = ROW_COUNT(); INSERT INTO l VALUES (@n);");
  EXPECT_EQ(ask("SELECT a FROM l"), "2");
}

TEST_F(TransactionEndTest, AnExecuteAsksNothingAboutTheStatementBeforeIt) {
  EXPECT_EQ(code_of([&] { upgrade("PREPARE s FROM 'SET @n = ROW_COUNT()'; EXECUTE s;"); }),
            ErrorCode::data);
}

TEST_F(TransactionEndTest, TheWarningsOfACallAreTold) {
  database_.run("CREATE PROCEDURE p() EXECUTE IMMEDIATE CONCAT('SELECT 1', '/0')");
  OneRun run(database_);
  MemoryScripts scripts;
  scripts.add("a", "CALL p(); DROP TABLE IF EXISTS nothing_there;");
  std::string told;
  run_live(run.context, {upgrade_step("a")}, scripts,
           [&](const Event& event) {
             const auto* done = std::get_if<StatementDone>(&event);
             if (done == nullptr) return;
             for (const Warning& each : done->warnings)
               told += std::to_string(each.number) + " ";
           },
           {}, run.live, {});
  EXPECT_EQ(told, "1365 1051 ");
}

TEST_F(TransactionEndTest, AnXaTransactionIsRefusedBeforeItBegins) {
  EXPECT_EQ(message_of([&] { upgrade("XA START 'q';"); }),
            "a.sql:8:1: an XA transaction leaves no room for dbmig's record of it\n"
            "  XA START 'q';\n  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: leave XA out: changes of rows are one transaction with their record as it is");
}

TEST_F(TransactionEndTest, ASettingThatWouldEndTheSessionIsRefused) {
  EXPECT_EQ(message_of([&] { upgrade("SET completion_type = 'RELEASE';"); }),
            "a.sql:8:1: with this completion_type a COMMIT would end the session of this run, and "
            "its lock\n"
            "  SET completion_type = 'RELEASE';\n  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: leave it as it is");
  EXPECT_NO_THROW(upgrade("SET completion_type = 0;"));
}

TEST_F(TransactionEndTest, ATransactionThatIsReadOnlyIsRefused) {
  EXPECT_EQ(message_of([&] { upgrade("START TRANSACTION READ ONLY;"); }),
            "a.sql:8:1: a transaction that is READ ONLY leaves no room for dbmig's record\n"
            "  START TRANSACTION READ ONLY;\n  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: leave READ ONLY out");
}

TEST_F(TransactionEndTest, WhatIsAnnouncedFirstInATransactionOfTheScriptStaysInIt) {
  database_.run(
      "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 1;"
      " UPDATE c SET m = m + 1; END; CREATE TABLE my (a INT) ENGINE=MyISAM");
  upgrade("START TRANSACTION; CALL p(); ROLLBACK; ALTER TABLE l ADD b INT;");
  EXPECT_EQ(counters(), "0 0");
  database_.run("DELETE FROM dbmig_journal; DELETE FROM alembic_version");
  EXPECT_EQ(code_of([&] {
              upgrade(
                  "START TRANSACTION; INSERT INTO my VALUES (1); UPDATE c SET n = 1;"
                  " INSERT INTO my VALUES (2); ROLLBACK;");
            }),
            ErrorCode::data);
  EXPECT_EQ(counters(), "0 0");
}

TEST_F(TransactionEndTest, ASettingThatMakesTransactionsReadOnlyIsRefused) {
  for (const std::string each : {"SET SESSION TRANSACTION READ ONLY;", "SET tx_read_only = ON;",
                                 "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY;"}) {
    EXPECT_EQ(message_of([&] { upgrade(each); }).substr(0, 77),
              "a.sql:8:1: a transaction that is READ ONLY leaves no room for dbmig's record\n");
  }
}

TEST_F(TransactionEndTest, ATransactionThatAnExecuteOrACallBeginsIsTheScripts) {
  database_.run("CREATE PROCEDURE bt() START TRANSACTION; CREATE TABLE my (a INT) ENGINE=MyISAM");
  for (const std::string begin : {"EXECUTE IMMEDIATE 'START TRANSACTION';", "CALL bt();"}) {
    EXPECT_EQ(code_of([&] {
                upgrade(begin + " UPDATE c SET n = 1; INSERT INTO my VALUES (1); ROLLBACK;");
              }),
              ErrorCode::data);
    database_.run("DELETE FROM dbmig_journal");
    upgrade(begin + " UPDATE c SET n = 1; ROLLBACK; UPDATE c SET m = m + 1;");
    database_.run("DELETE FROM dbmig_journal; DELETE FROM alembic_version");
  }
  EXPECT_EQ(counters(), "0 2");
}

TEST_F(TransactionEndTest, ASettingThatWantsNoTransactionIsTakenBehindAChangeOfRows) {
  EXPECT_EQ(message_of([&] {
              upgrade(
                  "UPDATE c SET n = 1; SET sql_log_bin = 0; UPDATE c SET m = 1;"
                  " SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET sql_log_bin = 1;");
            }),
            "no error");
  EXPECT_EQ(counters(), "1 1");
}

TEST_F(TransactionEndTest, ASettingThatWouldCutWhatDbmigReadsIsRefused) {
  EXPECT_EQ(message_of([&] { upgrade("SET sql_select_limit = 1;"); }),
            "a.sql:8:1: sql_select_limit would cut what dbmig itself reads\n"
            "  SET sql_select_limit = 1;\n  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: say LIMIT in the statements that are to have one");
  EXPECT_NO_THROW(
      upgrade("SET sql_select_limit = DEFAULT; SET @v = 2, completion_type = 0;"
              " SET sql_select_limit = 18446744073709551615;"));
}

TEST_F(TransactionEndTest, WhatWouldKeepDbmigFromItsOwnWorkIsRefused) {
  const auto refusal = [&](const std::string& statement) {
    const std::string message = message_of([&] { upgrade(statement); });
    return message.substr(0, message.find('\n'));
  };
  for (const char* setting : {"SET max_join_size = 1", "SET sql_big_selects = 0",
                              "SET sql_big_selects = 1, max_join_size = 1000"}) {
    EXPECT_EQ(refusal(setting),
              "a.sql:8:1: with this setting the server would refuse what dbmig itself asks");
  }
  EXPECT_NO_THROW(
      upgrade("SET @old = @@max_join_size; SET max_join_size = DEFAULT, sql_big_selects = 1;"
              " SET max_join_size = 1000, sql_big_selects = 1; SET max_join_size = @old;"
              " CREATE TABLE w (release_all_locks INT);"));
  database_.run("DELETE FROM dbmig_journal; DELETE FROM alembic_version");
  EXPECT_EQ(refusal("DO RELEASE_ALL_LOCKS()"),
            "a.sql:8:1: RELEASE_ALL_LOCKS() would give up the lock of this run");
}

TEST_F(TransactionEndTest, AnEmptyTextOfTheRecordIsOneWhereTheScriptTakesItForNull) {
  upgrade(
      "SET sql_mode = 'EMPTY_STRING_IS_NULL'; CREATE TABLE e (a TEXT);"
      " INSERT INTO e VALUES (''); ALTER TABLE e ADD b INT;");
  EXPECT_EQ(ask("SELECT a IS NULL FROM e"), "1");
}

TEST_F(TransactionEndTest, AnEmptyTextOfTheRecordIsOneWhereTheServerTakesItForNull) {
  const std::string before = ask("SELECT @@global.sql_mode");
  database_.run("SET GLOBAL sql_mode = CONCAT(@@global.sql_mode, ',EMPTY_STRING_IS_NULL')");
  EXPECT_EQ(message_of([&] { upgrade("CREATE TABLE e (a TEXT); INSERT INTO e VALUES ('');"); }),
            "no error");
  database_.run("SET GLOBAL sql_mode = '" + before + "'");
  EXPECT_EQ(ask("SELECT a IS NULL FROM e"), "1");
}

TEST_F(TransactionEndTest, ATransactionOfTheScriptIsNotRefusedForATableThatItsCallDoesNotName) {
  const TestDatabase other;
  database_.run("CREATE TABLE " + other.name() + ".log (a INT) ENGINE=MyISAM");
  database_.run("CREATE PROCEDURE p() UPDATE c SET m = m + 1");
  upgrade("START TRANSACTION; UPDATE c SET n = n + 1; CALL p(); COMMIT;");
  EXPECT_EQ(counters(), "1 1");
}

TEST_F(TransactionEndTest, RowsWithoutTransactionsAreNotRefusedWhereNoOthersWait) {
  upgrade(
      "SET autocommit = 0; START TRANSACTION; CREATE TABLE z (a INT) ENGINE=MyISAM;"
      " INSERT INTO z VALUES (1); INSERT INTO z VALUES (2); COMMIT;");
  EXPECT_EQ(ask("SELECT SUM(a) FROM z"), "3");
}

TEST_F(TransactionEndTest, AProcedureOfAnotherDatabaseIsReadWithTheNamesOfThat) {
  const TestDatabase other;
  Connection there(other.options());
  there.execute("CREATE PROCEDURE q() ROLLBACK");
  there.execute("CREATE PROCEDURE p() CALL q()");
  EXPECT_THROW(upgrade("CALL " + other.name() + ".p(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done opaque, 2 failed");
}

TEST_F(TransactionEndTest, ProceduresThatCallEachOtherAreReadToTheEnd) {
  database_.run(
      "CREATE PROCEDURE r() ROLLBACK; CREATE PROCEDURE q() BEGIN IF FALSE THEN CALL p(); END IF;"
      " END; CREATE PROCEDURE p() BEGIN CALL q(); CALL r(); END");
  EXPECT_THROW(upgrade("CALL q(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done opaque, 2 failed");
}

TEST_F(TransactionEndTest, CommitReleaseIsRefused) {
  EXPECT_EQ(message_of([&] { upgrade("COMMIT RELEASE;"); }),
            "a.sql:8:1: RELEASE would end the session of this run, and its lock\n"
            "  COMMIT RELEASE;\n  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: leave RELEASE out");
}

TEST_F(TransactionEndTest, WhatARollbackDoesNotChangeBackIsSetAgain) {
  const std::string script =
      "START TRANSACTION; SET @x = 5; UPDATE c SET m = 1; ROLLBACK; ALTER TABLE k ADD a INT; ";
  EXPECT_THROW(upgrade(script + "INSERT INTO nope VALUES (1); UPDATE c SET n = @x;"), Error);
  upgrade(script + "INSERT INTO l VALUES (1); UPDATE c SET n = @x;");
  EXPECT_EQ(counters(), "5 0");
}

TEST_F(TransactionEndTest, AFunctionThatHasWrittenIsNotCalledAgain) {
  database_.run("CREATE FUNCTION f() RETURNS INT BEGIN UPDATE c SET n = n + 1; RETURN 5; END");
  EXPECT_THROW(upgrade("SET @x = f(); ALTER TABLE nope ADD a INT;"), Error);
  upgrade("SET @x = f(); ALTER TABLE l ADD b INT;", Assume::done);
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(TransactionEndTest, AnIdOfAnotherSessionIsNotRead) {
  database_.run("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT)");
  EXPECT_THROW(upgrade("INSERT INTO p VALUES (NULL); ALTER TABLE nope ADD a INT;"), Error);
  const std::string message = message_of([&] {
    upgrade(
        "INSERT INTO p VALUES (NULL); ALTER TABLE l ADD b INT;\n"
        "INSERT INTO l (a) VALUES (LAST_INSERT_ID());");
  });
  EXPECT_EQ(
      message.substr(0, message.find('\n')),
      "a.sql:9:1: statement 3 cannot be gone on with: the last insert id of statement 1 ended "
      "with the session that made it");
}

TEST_F(TransactionEndTest, ATableOfADatabaseThatTheScriptHasMadeIsKnown) {
  const std::string made = database_.name() + "_made";
  const std::string script = "UPDATE c SET n = 1; CREATE DATABASE " + made + "; CREATE TABLE " +
                             made + ".my (a INT) ENGINE=MyISAM; INSERT INTO " + made +
                             ".my VALUES (1); ";
  EXPECT_THROW(upgrade(script + "INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(ask("SELECT kind FROM dbmig_journal WHERE number = 4"), "rows");
  database_.run("DROP DATABASE " + made);
}

TEST_F(TransactionEndTest, AFunctionThatWritesStandsOrFallsWithItsRecord) {
  database_.run("CREATE FUNCTION f() RETURNS INT BEGIN UPDATE c SET n = n + 1; RETURN 5; END");
  EXPECT_THROW(upgrade("SET @x = f(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(counters(), "0 0");
  upgrade("SET @x = f(); INSERT INTO l VALUES (@x);");
  EXPECT_EQ(counters() + ", " + ask("SELECT a FROM l"), "1 0, 5");
}

TEST_F(TransactionEndTest, ACallThatReachesATableWithoutTransactionsElsewhereIsAnnounced) {
  const TestDatabase other;
  database_.run("CREATE TABLE " + other.name() + ".log (a INT) ENGINE=MyISAM");
  database_.run("CREATE PROCEDURE p() INSERT INTO " + other.name() + ".log VALUES (1)");
  EXPECT_THROW(upgrade("CALL p(); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done opaque, 2 failed");
}

TEST_F(TransactionEndTest, ATriggerThatReachesATableWithoutTransactionsElsewhereIsAnnounced) {
  const TestDatabase other;
  database_.run("CREATE TABLE " + other.name() + ".log (a INT) ENGINE=MyISAM");
  database_.run("CREATE TRIGGER g AFTER INSERT ON l FOR EACH ROW INSERT INTO " + other.name() +
                ".log VALUES (1)");
  EXPECT_THROW(upgrade("INSERT INTO l VALUES (1); INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done rows, 2 failed");
}

TEST_F(TransactionEndTest, ATriggerIsFoundAtTheTableThatItWentWith) {
  const TestDatabase other;
  database_.run("CREATE TABLE " + other.name() + ".log (a INT) ENGINE=MyISAM");
  database_.run("CREATE TRIGGER g AFTER INSERT ON l FOR EACH ROW INSERT INTO " + other.name() +
                ".log VALUES (1)");
  EXPECT_THROW(upgrade("INSERT INTO k VALUES (3, 3); RENAME TABLE l TO z;"
                       " INSERT INTO z VALUES (1); INSERT INTO nope VALUES (1);"),
               Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done transactional, 2 done rename, 3 done rows, 4 failed");
}

TEST_F(TransactionEndTest, ADirectiveIsNotAskedAgainBehindTheRoundsThatItAllowed) {
  const std::string script =
      "-- migrate:skip-if SELECT COUNT(*) > 0 FROM l\n-- migrate:repeat-until-no-rows\n"
      "INSERT INTO l SELECT id FROM k WHERE id NOT IN (SELECT a FROM l) LIMIT 1;";
  OneRun run(database_);
  MemoryScripts scripts;
  scripts.add("a", script);
  ExecuteOptions options;
  options.interrupted = [&] { return ask("SELECT COUNT(*) FROM l") == "1"; };
  EXPECT_THROW(run_live(run.context, {upgrade_step("a")}, scripts, [](const Event&) {}, options,
                        run.live, {}),
               Error);
  run.context.lock().release();
  upgrade(script);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM l"), "2");
}

}  // namespace
}  // namespace dbmig

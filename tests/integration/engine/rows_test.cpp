// Changes of rows beside tables that no transaction can roll back, and what reaches those.
#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class RowsTest : public ResumeFixture {
 protected:
  RowsTest() {
    database_.run(
        "CREATE TABLE t (id INT PRIMARY KEY, n INT); INSERT INTO t VALUES (1, 10), (2, 20);"
        " CREATE TABLE l (a INT); CREATE TABLE my (id INT, n INT) ENGINE=MyISAM;"
        " INSERT INTO my VALUES (1, 5), (2, 6)");
  }

  /// What the journal keeps of `sql` when the revision fails right behind it.
  std::string kept(const std::string& sql) {
    EXPECT_THROW(upgrade(sql + " INSERT INTO nope VALUES (1);"), Error);
    const std::string kind =
        ask("SELECT CONCAT(state, ' ', kind) FROM dbmig_journal WHERE number = 1");
    database_.run("DELETE FROM dbmig_journal");
    return kind;
  }
};

TEST_F(RowsTest, WhatOnlyReadsTablesWithoutTransactionsIsRolledBackWithItsRecord) {
  EXPECT_EQ(kept("INSERT INTO l SELECT n FROM my;"), "");
  EXPECT_EQ(kept("UPDATE t SET n = (SELECT MAX(n) FROM my) WHERE id = 1;"), "");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM l") + " " + ask("SELECT SUM(n) FROM t"), "0 30");
}

TEST_F(RowsTest, AColumnIsNotTakenForATableOfThatName) {
  database_.run("CREATE TABLE a (x INT) ENGINE=MyISAM");
  EXPECT_EQ(kept("INSERT INTO l (a) VALUES (1);"), "");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM l"), "0");
}

TEST_F(RowsTest, ThatNoTransactionCanRollBackAreAnnounced) {
  EXPECT_EQ(kept("INSERT INTO my VALUES (3, 7);"), "done rows");
  EXPECT_EQ(kept("DELETE FROM my WHERE id = 3;"), "done rows");
}

TEST_F(RowsTest, OfBothKindsStandOrFallWithTheRecordAsFarAsTheyCan) {
  const std::string both = "UPDATE t JOIN my USING (id) SET t.n = t.n + my.n;";
  EXPECT_EQ(kept(both), "done rows");
  EXPECT_EQ(ask("SELECT SUM(n) FROM t"), "41");
  upgrade(both);
  // As a run leaves it that dies before the record is committed: the rest is rolled back with it.
  const std::string evidence = ask("SELECT evidence FROM dbmig_journal WHERE number = 1");
  die_at(1, evidence);
  database_.run("UPDATE t SET n = id * 10");
  upgrade(both);
  EXPECT_EQ(ask("SELECT SUM(n) FROM t"), "41");
  die_at(1, evidence);
  database_.run("UPDATE my SET n = 0");
  EXPECT_EQ(code_of([&] { upgrade(both); }), ErrorCode::data);
}

TEST_F(RowsTest, WithSystemVersioningAreSeen) {
  database_.run("CREATE TABLE v (a INT) ENGINE=MyISAM WITH SYSTEM VERSIONING");
  EXPECT_EQ(kept("INSERT INTO v VALUES (1);"), "done rows");
}

TEST_F(RowsTest, OfATableWhoseNameIsANumberAreSeen) {
  database_.run("CREATE TABLE `2024` (a INT) ENGINE=MyISAM");
  EXPECT_EQ(kept("INSERT INTO " + database_.name() + ".2024 VALUES (1);"), "done rows");
}

TEST_F(RowsTest, ATriggerThatReachesNoneOfThemIsNoReasonToAnnounce) {
  database_.run(
      "CREATE FUNCTION f(x INT) RETURNS INT RETURN x + 1;"
      " CREATE TRIGGER g BEFORE INSERT ON l FOR EACH ROW SET NEW.a = f(NEW.a);"
      " CREATE VIEW v AS SELECT a FROM l");
  EXPECT_EQ(kept("INSERT INTO l VALUES (1);"), "");
  EXPECT_EQ(kept("INSERT INTO v VALUES (1);"), "");
  upgrade("START TRANSACTION; INSERT INTO t VALUES (3, 3); INSERT INTO l VALUES (1); COMMIT;");
  EXPECT_EQ(ask("SELECT a FROM l"), "2");
}

TEST_F(RowsTest, AreFoundBehindATriggerAFunctionAndAProcedure) {
  database_.run(
      "CREATE PROCEDURE p() INSERT INTO my VALUES (9, 9);"
      " CREATE FUNCTION f() RETURNS INT BEGIN CALL p(); RETURN 1; END;"
      " CREATE TRIGGER g BEFORE INSERT ON l FOR EACH ROW SET NEW.a = f();"
      " CREATE VIEW v AS SELECT a FROM l");
  EXPECT_EQ(kept("INSERT INTO l VALUES (1);"), "done rows");
  EXPECT_EQ(kept("INSERT INTO v VALUES (1);"), "done rows");
}

TEST_F(RowsTest, AreFoundInCodeThatWasWrittenByOtherRules) {
  database_.run(
      "SET sql_mode = 'ANSI_QUOTES'; CREATE PROCEDURE p() INSERT INTO \"my\" VALUES (9, 9);"
      " SET sql_mode = DEFAULT");
  EXPECT_EQ(kept("CALL p();"), "done opaque");
}

TEST_F(RowsTest, AreFoundInALiteralThatIsExecuted) {
  EXPECT_EQ(kept("EXECUTE IMMEDIATE 'INSERT INTO my VALUES (1, 1)';"), "done opaque");
  EXPECT_EQ(kept("BEGIN NOT ATOMIC EXECUTE IMMEDIATE 'INSERT INTO my VALUES (1, 1)'; END;"),
            "done opaque");
}

TEST_F(RowsTest, ABlockInOraclesModeMayCallWhatItNames) {
  database_.run("CREATE PROCEDURE p() INSERT INTO my VALUES (9, 9)");
  EXPECT_THROW(upgrade("SET sql_mode = 'ORACLE';\nBEGIN p; END;\nINSERT INTO nope VALUES (1);"),
               Error);
  EXPECT_EQ(ask("SELECT CONCAT(state, ' ', kind) FROM dbmig_journal WHERE number = 2"),
            "done opaque");
}

TEST_F(RowsTest, OfBothKindsAreFollowedByWhatAsksAboutThem) {
  upgrade(
      "UPDATE t JOIN my USING (id) SET t.n = my.n; SET @n = ROW_COUNT();"
      " INSERT INTO l VALUES (@n);");
  EXPECT_EQ(ask("SELECT a FROM l"), "2");
}

TEST_F(RowsTest, OfBothKindsAreKeptWhenTheNextStatementIsRefused) {
  const std::string both = "UPDATE t JOIN my USING (id) SET t.n = my.n, my.n = 1;";
  EXPECT_THROW(upgrade(both + " SET @n = ROW_COUNT(), no_such_setting = 1;"), Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done rows, 2 failed");
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(n) FROM t"), "5,6");
}

TEST_F(RowsTest, OfATableWithCapitalsAreLookedAtByThatName) {
  database_.run("CREATE TABLE Logs (id INT, n INT) ENGINE=MyISAM; INSERT INTO Logs VALUES (1, 1)");
  const std::string both = "UPDATE t JOIN Logs USING (id) SET t.n = 0, Logs.n = Logs.n + 1;";
  upgrade(both);
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  EXPECT_EQ(code_of([&] { upgrade(both); }), ErrorCode::data);
  EXPECT_EQ(ask("SELECT n FROM Logs"), "2");
}

TEST_F(RowsTest, OfATableThatAPreparedStatementDefinesElsewhereAreSeen) {
  TestDatabase other;
  EXPECT_THROW(
      upgrade("INSERT INTO l VALUES (1); PREPARE s FROM 'ALTER TABLE l ENGINE=MyISAM'; USE " +
              other.name() + "; EXECUTE s; USE " + database_.name() +
              "; INSERT INTO l VALUES (2); INSERT INTO nope VALUES (1);"),
      Error);
  EXPECT_EQ(ask("SELECT kind FROM dbmig_journal WHERE number = 6"), "rows");
}

TEST_F(RowsTest, AreReadInATransactionOfTheScript) {
  database_.run(
      "CREATE FUNCTION f() RETURNS INT RETURN 1; CREATE VIEW v AS SELECT id, n, f() AS x FROM my;"
      " CREATE TABLE n (x INT) ENGINE=MyISAM");
  upgrade(
      "START TRANSACTION; INSERT INTO t VALUES (3, 30); SELECT COUNT(*) FROM my;"
      " SELECT COUNT(*) INTO @n FROM my; SELECT n FROM t; INSERT INTO l SELECT n FROM v;"
      " UPDATE t JOIN l ON t.id = l.a SET t.n = 1; (SELECT 1) UNION SELECT n FROM my; COMMIT;");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM l"), "2");
}

TEST_F(RowsTest, AreWrittenByAViewOfThem) {
  database_.run("CREATE VIEW v AS SELECT id, n FROM my");
  EXPECT_EQ(kept("INSERT INTO v VALUES (3, 7);"), "done rows");
  EXPECT_EQ(kept("UPDATE v SET n = 1 WHERE id = 3;"), "done rows");
}

TEST_F(RowsTest, AreKnownByWhatTheirTablesHaveBecome) {
  const std::string script =
      "INSERT INTO t VALUES (3, 3); ALTER TABLE t ENGINE=MyISAM; INSERT INTO t VALUES (4, 4);"
      " CREATE VIEW v AS SELECT * FROM t; INSERT INTO v VALUES (5, 5);"
      " ALTER TABLE my ENGINE=InnoDB; ALTER TABLE t ENGINE=InnoDB; INSERT INTO v VALUES (6, 6);"
      " RENAME TABLE t TO z; DROP VIEW v; INSERT INTO z VALUES (7, 7); ";
  EXPECT_THROW(upgrade(script + "INSERT INTO nope VALUES (1);"), Error);
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(number, ' ', kind ORDER BY number) FROM dbmig_journal WHERE"
                " number IN (1, 3, 5, 8)"),
            "1 transactional,3 rows,5 rows,8 transactional");
}

TEST_F(RowsTest, ATextThatTheJournalHasInPartIsNotTakenForAnInsertOfOneRow) {
  const std::string many =
      "INSERT INTO my VALUES (3, /* " + std::string(17'000, 'x') + " */ 7), (4, 8);";
  const std::string one = "INSERT INTO my VALUES (3, /* " + std::string(17'000, 'x') + " */ 7);";
  for (const std::string& sql : {many, one}) {
    upgrade(sql);
    die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
    EXPECT_EQ(code_of([&] { upgrade(sql); }).has_value(), sql == many);
    database_.run("DROP TABLE dbmig_journal; DELETE FROM alembic_version");
  }
}

TEST_F(RowsTest, ThatMoveFromOneColumnToAnotherHaveChanged) {
  database_.run(
      "CREATE TABLE m (`a``b` VARCHAR(20), é TEXT NULL, `c\"d` VARBINARY(9)) ENGINE=MyISAM;"
      " INSERT INTO m VALUES ('xy', '', NULL), ('z', NULL, '')");
  for (const std::string mode :
       {"", "SET sql_mode = 'ANSI,NO_BACKSLASH_ESCAPES,ONLY_FULL_GROUP_BY';"}) {
    const std::string sql = mode + " UPDATE m SET é = `a``b`, `a``b` = '';";
    upgrade(sql);
    const int number = mode.empty() ? 1 : 2;
    die_at(number,
           ask("SELECT evidence FROM dbmig_journal WHERE number = " + std::to_string(number)));
    EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::data) << sql;
    database_.run("DROP TABLE dbmig_journal; DELETE FROM alembic_version");
    database_.run("UPDATE m SET `a``b` = é, é = ''");
  }
}

TEST_F(RowsTest, OfATableThatIsNotThereTellNothing) {
  upgrade("INSERT INTO my VALUES (3, 7);");
  const std::string evidence = ask("SELECT evidence FROM dbmig_journal WHERE number = 1");
  die_at(1, evidence);
  database_.run("RENAME TABLE my TO gone");
  EXPECT_EQ(code_of([&] { upgrade("INSERT INTO my VALUES (3, 7);"); }), ErrorCode::data);
}

TEST_F(RowsTest, OfBothKindsAreToldToBeMadeByHandAsFarAsTheyWereRolledBack) {
  const std::string both = "UPDATE t JOIN my USING (id) SET t.n = 0, my.n = 0;";
  upgrade(both);
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  const std::string message = message_of([&] { upgrade(both); });
  EXPECT_NE(message.find("what it changed in tables with transactions was rolled back: make that "
                         "change by hand before you say --assume-done"),
            std::string::npos)
      << message;
}

TEST_F(RowsTest, OfAStatementThatFailedInItsMiddleAreShownAsTheyAreNow) {
  database_.run("ALTER TABLE my ADD PRIMARY KEY (id)");
  const std::string sql = "INSERT INTO my VALUES (3, 7), (1, 1);";
  EXPECT_THROW(upgrade(sql), Error);
  const std::string message = message_of([&] { upgrade(sql); });
  EXPECT_NE(message.find("and now\n  rows `" + database_.name() + "`.`my`: present checksum="),
            std::string::npos)
      << message;
}

TEST_F(RowsTest, ARowWhoseTriggerMayHaveFailedIsNoProofOfItsStatement) {
  database_.run(
      "CREATE TABLE once (a INT PRIMARY KEY); INSERT INTO once VALUES (1);"
      " CREATE TABLE left_over (a INT) ENGINE=MyISAM;"
      " CREATE TRIGGER w AFTER INSERT ON left_over FOR EACH ROW INSERT INTO once VALUES (NEW.a)");
  const std::string script = "INSERT INTO left_over VALUES (1);";
  EXPECT_THROW(upgrade(script), Error);  // The trigger fails, and the row stays.
  database_.run("UPDATE dbmig_journal SET state = 'running', kind = 'rows', error = ''");
  EXPECT_EQ(code_of([&] { upgrade(script); }), ErrorCode::data);
}

}  // namespace
}  // namespace dbmig

// What a revision leaves in its session is not there for the next one, as it would not be if that
// were run by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "one_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

using testing::HasSubstr;

/// Revision `a`, and `b` upon it, in one run.
class SessionRemainsTest : public testing::Test {
 protected:
  SessionRemainsTest() { database_.run("CREATE TABLE l (n INT)"); }

  void upgrade(const std::string& a, const std::string& b) {
    MemoryScripts scripts;
    scripts.add("a", a).add("b", b);
    OneRun run(database_);
    const auto note = [&](const Event& event) {
      if (const auto* back = std::get_if<SessionRestored>(&event)) restored_ = back->what;
    };
    run_live(run.context, {upgrade_step("a"), upgrade_step("b", "a")}, scripts, note, {}, run.live,
             {});
  }
  std::string ask(const std::string& query) {
    return replaced(std::string(trim(database_.run(query))), "\n", " ");
  }
  std::string logged() { return ask("SELECT n FROM l"); }

  TestDatabase database_;
  std::vector<std::string> restored_;
};

TEST_F(SessionRemainsTest, ARevisionBeginsWithoutTheVariablesOfTheOneBefore) {
  upgrade("SET @y = 103, @`a b` = 1;",
          "SET @y = COALESCE(@y, 50), @`a b` = COALESCE(@`a b`, 7);"
          " INSERT INTO l VALUES (@y), (@`a b`);");
  EXPECT_EQ(logged(), "50 7");
}

TEST_F(SessionRemainsTest, WhatIsSetAgainForTheRestOfARevisionEndsWithThatToo) {
  const std::string b = "SET @y = COALESCE(@y, 50); INSERT INTO l VALUES (@y);";
  message_of([&] { upgrade("SET @y = 103; CREATE TABLE t (a INT); CREATE TABLE t (a INT);", b); });
  upgrade("SET @y = 103; CREATE TABLE t (a INT); INSERT INTO l VALUES (@y);", b);
  EXPECT_EQ(logged(), "103 50");
}

TEST_F(SessionRemainsTest, WhatWasTakenAwayIsTold) {
  upgrade("SET @y = 103; CREATE TEMPORARY TABLE Tmp (n INT); PREPARE s FROM 'SELECT 1';", "DO 1;");
  EXPECT_THAT(restored_, testing::ElementsAre("the variable @y", "the temporary table tmp",
                                              "the prepared statement s"));
}

TEST_F(SessionRemainsTest, AVariableOfAnEarlierRevisionIsNotRead) {
  const std::string message = message_of([&] {
    upgrade("SET @y = 103; INSERT INTO l VALUES (1);", "DO 1; INSERT INTO l VALUES (@y);");
  });
  EXPECT_EQ(message,
            "b.sql:8:7: it reads the variable @y, which an earlier revision has set: that ends "
            "with its revision\n"
            "  DO 1; INSERT INTO l VALUES (@y);\n"
            "        ^\n"
            "state: nothing of upgrade b is in effect; the database stands at a\n"
            "hint: set it in this revision, too: a run may begin with it");
  EXPECT_EQ(logged(), "1");
}

TEST_F(SessionRemainsTest, AVariableOfAnEarlierRevisionIsNotReadByTheNextRunEither) {
  const std::string a = "SET @Y = 103; INSERT INTO l VALUES (1);";
  const std::string b = "DO 1; INSERT INTO l VALUES (@y);";
  const std::string first = message_of([&] { upgrade(a, b); });
  MemoryScripts scripts;
  scripts.add("a", a).add("b", b);
  OneRun run(database_);
  const std::string second = message_of([&] {
    run_live(run.context, {upgrade_step("b", "a")}, scripts, [](const Event&) {}, {}, run.live, {});
  });
  EXPECT_THAT(first, HasSubstr("it reads the variable @y, which an earlier revision has set"));
  EXPECT_EQ(second, first);
  EXPECT_EQ(logged(), "1");
}

TEST_F(SessionRemainsTest, AVariableThatThisRevisionHasSetIsReadWhoeverHasSetItBefore) {
  database_.run("CREATE PROCEDURE p() SET @y = 5");
  upgrade("SET @y = 103, @z = 1; INSERT INTO l VALUES (1);",
          "CALL p(); SET @z = NULL; INSERT INTO l VALUES (@y), (@z);");
  EXPECT_EQ(logged(), "1 5 NULL");
}

TEST_F(SessionRemainsTest, AVariableThatNobodyHasSetIsRead) {
  upgrade("INSERT INTO l VALUES (1); GRANT SELECT ON l TO u@y IDENTIFIED BY 'p';",
          "INSERT INTO l VALUES (@y);");
  database_.run("DROP USER u@y");
  EXPECT_EQ(logged(), "1 NULL");
}

TEST_F(SessionRemainsTest, AVariableOfAnEarlierRevisionIsNotReadByADefinitionThatCouldBeJoined) {
  const std::string message = message_of(
      [&] { upgrade("SET @y = 103; CREATE TABLE t (a INT);", "CREATE TABLE u SELECT @y AS n;"); });
  EXPECT_THAT(message, HasSubstr("b.sql:8:1: it reads the variable @y"));
  EXPECT_EQ(ask("SHOW TABLES LIKE 'u'"), "");
}

TEST_F(SessionRemainsTest, WhatARoutineHasSetIsTakenAway) {
  database_.run("CREATE PROCEDURE p() SET @hidden = 7");
  database_.run("CREATE FUNCTION f() RETURNS INT NO SQL RETURN COALESCE(@hidden, 50)");
  upgrade("CALL p();", "INSERT INTO l VALUES (f());");
  EXPECT_EQ(logged(), "50");
}

TEST_F(SessionRemainsTest, ATemporaryTableDoesNotHideATableFromTheNextRevision) {
  upgrade("CREATE TEMPORARY TABLE l (n INT); INSERT INTO l VALUES (1);",
          "INSERT INTO l VALUES (2);");
  EXPECT_EQ(logged(), "2");
}

TEST_F(SessionRemainsTest, ATemporaryTableOfAnotherDatabaseIsDroppedThere) {
  upgrade("USE mysql; CREATE TEMPORARY TABLE tmp (n INT);",
          "CREATE TEMPORARY TABLE mysql.tmp (n INT);");
}

TEST_F(SessionRemainsTest, APreparedStatementEndsWithItsRevision) {
  const std::string message =
      message_of([&] { upgrade("PREPARE s FROM 'INSERT INTO l VALUES (1)';", "EXECUTE s;"); });
  EXPECT_THAT(message, HasSubstr("Unknown prepared statement handler (s) given to EXECUTE"));
  EXPECT_EQ(logged(), "");
}

TEST_F(SessionRemainsTest, WhatTheScriptHasTakenAwayItselfIsNotMissed) {
  upgrade(
      "SET @y = 1; PREPARE s FROM 'SELECT 1'; DEALLOCATE PREPARE s;"
      " CREATE TEMPORARY TABLE tmp (n INT); DROP TABLE tmp;",
      "DO 1;");
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "b");
}

TEST_F(SessionRemainsTest, ARevisionBeginsWithoutAnIdOfTheOneBefore) {
  database_.run("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT)");
  upgrade("INSERT INTO p VALUES (5), (NULL);", "INSERT INTO l VALUES (LAST_INSERT_ID());");
  EXPECT_EQ(logged(), "0");
}

TEST_F(SessionRemainsTest, ARevisionBeginsWithoutAnIdOfATableThatWasFilledAsItWasMade) {
  upgrade("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT) SELECT 5 AS n;",
          "INSERT INTO l VALUES (LAST_INSERT_ID());");
  EXPECT_EQ(logged(), "0");
}

TEST_F(SessionRemainsTest, ARevisionBeginsAtItsOwnTime) {
  upgrade("SET timestamp = 1000;", "INSERT INTO l VALUES (NOW() < '2000-01-01');");
  EXPECT_EQ(logged(), "0");
  EXPECT_THAT(restored_, testing::ElementsAre("the setting timestamp"));
}

TEST_F(SessionRemainsTest, ARevisionBeginsWithoutAnIdThatWasSet) {
  database_.run("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT)");
  upgrade("SET insert_id = 55;", "INSERT INTO p VALUES (NULL); INSERT INTO l SELECT id FROM p;");
  EXPECT_EQ(logged(), "1");
}

TEST_F(SessionRemainsTest, ARevisionBeginsInTheRoleOfTheAccount) {
  database_.run("CREATE ROLE remains_role; ALTER TABLE l MODIFY n VARCHAR(99)");
  upgrade("SET ROLE remains_role;", "INSERT INTO l VALUES (CURRENT_ROLE());");
  database_.run("DROP ROLE remains_role");
  EXPECT_EQ(logged(), "NULL");
}

TEST_F(SessionRemainsTest, WhatARepeatedStatementHasSetIsTakenAway) {
  database_.run("INSERT INTO l VALUES (-1)");
  upgrade("\n-- migrate:repeat-until-no-rows\nUPDATE l SET n = (@k := 5) WHERE n < 0 LIMIT 9;",
          "SET @k = COALESCE(@k, 50); INSERT INTO l VALUES (@k);");
  EXPECT_EQ(logged(), "5 50");
}

TEST_F(SessionRemainsTest, TheQueryOfADirectiveSetsNothing) {
  const std::string message = message_of(
      [&] { upgrade("\n-- migrate:skip-if SELECT @k := 5\nINSERT INTO l VALUES (1);", "DO 1;"); });
  EXPECT_THAT(message, HasSubstr("the query of skip-if sets the variable @k"));
  EXPECT_EQ(logged(), "");
}

TEST_F(SessionRemainsTest, WhatAFunctionOrATriggerHasSetIsTakenAway) {
  database_.run("CREATE FUNCTION f() RETURNS INT NO SQL RETURN @f := 7");
  database_.run("CREATE TRIGGER t BEFORE INSERT ON l FOR EACH ROW SET @t = COALESCE(@t, 0) + 1");
  upgrade("DO f(); INSERT INTO l VALUES (1);",
          "SET @f = COALESCE(@f, 50); INSERT INTO l VALUES (@f); INSERT INTO l SELECT @t;");
  EXPECT_EQ(logged(), "1 50 1");
}

TEST_F(SessionRemainsTest, NoWayToMakeATemporaryTableHidesATableFromTheNextRevision) {
  database_.run("CREATE PROCEDURE mk() CREATE TEMPORARY TABLE l (n INT)");
  database_.run("CREATE DATABASE remains_other");
  for (const std::string a : {
           "EXECUTE IMMEDIATE 'CREATE TEMPORARY TABLE l (n INT)';",
           "delimiter //\nBEGIN NOT ATOMIC CREATE TEMPORARY TABLE l (n INT); END//\ndelimiter ;",
           "PREPARE s FROM 'CREATE TEMPORARY TABLE l (n INT)'; EXECUTE s; DEALLOCATE PREPARE s;",
           "CALL mk();",
           "CREATE TEMPORARY TABLE x (n INT); ALTER TABLE x RENAME TO l;",
           "CREATE TEMPORARY TABLE x (n INT); RENAME TABLE x TO l;",
           "CREATE TEMPORARY TABLE l (n INT); CREATE TEMPORARY TABLE remains_other.l (n INT);",
           "CREATE TEMPORARY TABLE l (n INT); CREATE TEMPORARY TABLE L (n INT);",
           "CREATE TEMPORARY TABLE l (n INT); CREATE TEMPORARY TABLE L (n INT); DROP TABLE L;",
       }) {
    SCOPED_TRACE(a);
    upgrade(a, "INSERT INTO l VALUES (5);");
    EXPECT_EQ(logged(), "5");
    database_.run("DELETE FROM l; DELETE FROM dbmig_journal; DELETE FROM alembic_version");
  }
  database_.run("DROP DATABASE remains_other");
}

TEST_F(SessionRemainsTest, ATemporaryTableDoesNotHideOneOfDbmigs) {
  for (const std::string name : {"alembic_version", "Alembic_Version", "dbmig_journal"}) {
    const std::string message =
        message_of([&] { upgrade("DO 1; CREATE TEMPORARY TABLE " + name + " (n INT);", "DO 1;"); });
    EXPECT_THAT(message,
                HasSubstr("a temporary table " + lower(name) + " would hide dbmig's own table\n"));
    database_.run("DELETE FROM dbmig_journal; DELETE FROM alembic_version");
  }
}

TEST_F(SessionRemainsTest, WhatABlockHasPreparedIsTakenAway) {
  upgrade("delimiter //\nBEGIN NOT ATOMIC PREPARE s FROM 'DO 1'; END//\ndelimiter ;\nDO 1;",
          "DO 1;");
  EXPECT_THAT(restored_, testing::ElementsAre("the prepared statement s"));
}

TEST_F(SessionRemainsTest, ThousandsOfVariablesAreTakenAway) {
  std::string a = "SET @v0 = 1";
  for (int i = 1; i < 2000; ++i)
    a += ", @v" + std::to_string(i) + " = 1";
  upgrade(a + ";", "SET @v1999 = COALESCE(@v1999, 50); INSERT INTO l VALUES (@v1999);");
  EXPECT_EQ(logged(), "50");
}

}  // namespace
}  // namespace dbmig

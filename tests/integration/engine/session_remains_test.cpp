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

}  // namespace
}  // namespace dbmig

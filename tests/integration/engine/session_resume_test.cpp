#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

using testing::HasSubstr;

/// A script that stops half way, and goes on in a session of its own.
class SessionResumeTest : public ResumeFixture {
 protected:
  /// `first` runs in one session, and `then` in another.
  void resume(const std::string& first, const std::string& then) {
    EXPECT_THROW(upgrade(first + " NONSENSE;"), Error);
    upgrade(first + then);
  }
};

constexpr const char* kIdiom =
    "SET @s = IF(1, 'CREATE TABLE u (a INT)', 'DO 0'); PREPARE s FROM @s; EXECUTE s; ";

TEST_F(SessionResumeTest, WhatWasSetForAllSessionsIsNotSetAgain) {
  const std::string before = ask("SELECT @@global.max_connections");
  resume("SET GLOBAL max_connections = @@global.max_connections + 10; CREATE TABLE t (a INT);",
         "DROP TABLE t;");
  EXPECT_EQ(ask("SELECT @@global.max_connections - " + before), "10");
  database_.run("SET GLOBAL max_connections = " + before);
}

TEST_F(SessionResumeTest, AComputedStatementThatIsDeallocatedIsNoObstacle) {
  const std::string again = replaced(kIdiom, "TABLE u", "TABLE v");
  resume(std::string(kIdiom) + "DEALLOCATE PREPARE s;", again + "DEALLOCATE PREPARE s;");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'v'"), "v");
}

TEST_F(SessionResumeTest, WhatIsLostIsNotDeallocated) {
  resume(kIdiom, "DEALLOCATE PREPARE s; SET @s = 1; CREATE TABLE v (a INT);");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'v'"), "v");
}

TEST_F(SessionResumeTest, AStatementThatCannotBePreparedAgainIsLost) {
  const std::string start =
      "CREATE TABLE t (a INT); PREPARE s FROM 'SELECT a FROM t'; DROP TABLE t; ";
  const std::string message = message_of([&] { resume(start, "EXECUTE s;"); });
  EXPECT_THAT(message, HasSubstr("the prepared statement s of statement 2 ended with the session "
                                 "that made it, and cannot be made again: "));
  upgrade(start + "DEALLOCATE PREPARE s; CREATE TABLE v (a INT);");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'v'"), "v");
}

TEST_F(SessionResumeTest, AVariableThatACallHasSetIsLost) {
  database_.run("CREATE PROCEDURE p(OUT id INT) SET id = 7");
  const std::string message = message_of([&] {
    resume("CREATE TABLE t (a INT); CALL p(@id); ALTER TABLE t ADD b INT;",
           "INSERT INTO t (a) VALUES (@id);");
  });
  EXPECT_THAT(message, HasSubstr("the variable @id of statement 2 ended with the session"));
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(SessionResumeTest, AnIdThatAnInsertHasUsedUpIsNotSetAgain) {
  const std::string start =
      "CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, n INT); SET INSERT_ID = 50;"
      " INSERT INTO t (n) VALUES (1); ALTER TABLE t ADD c INT; ";
  const std::string message = message_of([&] { resume(start, "INSERT INTO t (n) VALUES (2);"); });
  EXPECT_THAT(message, HasSubstr("statement 5 cannot be gone on with: the setting insert_id of "
                                 "statement 2 ended with the session that made it"));
  upgrade(start + "SET INSERT_ID = 60; INSERT INTO t (n) VALUES (2);");
  EXPECT_EQ(replaced(ask("SELECT id FROM t ORDER BY id"), "\n", " "), "50 60");
}

TEST_F(SessionResumeTest, AnIdThatNothingHasUsedUpIsSetAgain) {
  database_.run("CREATE TABLE t (id INT PRIMARY KEY AUTO_INCREMENT, n INT)");
  resume("SET INSERT_ID = 50;", "INSERT INTO t (n) VALUES (1);");
  EXPECT_EQ(ask("SELECT id FROM t"), "50");
}

TEST_F(SessionResumeTest, AnIdThatAStatementMayHaveMadeIsLost) {
  database_.run(
      "CREATE TABLE s (n INT); INSERT INTO s VALUES (1);"
      " CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT); CREATE TABLE l (a INT);"
      " CREATE PROCEDURE add_p() INSERT INTO p VALUES (NULL)");
  for (const std::string first :
       {"UPDATE s SET n = LAST_INSERT_ID(n + 1);", "CALL add_p();",
        "PREPARE i FROM 'INSERT INTO p VALUES (NULL)'; EXECUTE i; DEALLOCATE PREPARE i;",
        "INSERT INTO p VALUES (NULL); ALTER TABLE s ADD a INT; INSERT INTO l VALUES (1);"}) {
    const std::string message = message_of([&] {
      resume(first + " ALTER TABLE s ADD c INT;", "INSERT INTO l VALUES (LAST_INSERT_ID());");
    });
    EXPECT_THAT(message, HasSubstr("ended with the session that made it")) << first;
    database_.run("DELETE FROM dbmig_journal; ALTER TABLE s DROP c, DROP IF EXISTS a");
  }
}

TEST_F(SessionResumeTest, AnIdThatThisSessionHasMadeIsNotLost) {
  database_.run("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT); CREATE TABLE l (a INT)");
  resume("INSERT INTO p VALUES (NULL); ALTER TABLE l ADD c INT;",
         "INSERT INTO p VALUES (NULL); INSERT INTO l (a) VALUES (LAST_INSERT_ID());");
  EXPECT_EQ(ask("SELECT a FROM l"), "2");
}

TEST_F(SessionResumeTest, WhatAProcedureHasAssignedByItselfIsLost) {
  database_.run("CREATE PROCEDURE p() SET @tenant = 7; CREATE TABLE l (a INT)");
  const std::string start = "SET @a = 1; CALL p(); ALTER TABLE l ADD c INT; ";
  const std::string message =
      message_of([&] { resume(start, "INSERT INTO l (a) VALUES (@tenant);"); });
  EXPECT_THAT(message, HasSubstr("ended with the session that made it"));
  upgrade(start + "SET @tenant = 8; INSERT INTO l (a) VALUES (@tenant + @a);", Assume::done);
  EXPECT_EQ(ask("SELECT a FROM l"), "9");
}

TEST_F(SessionResumeTest, AVariableThatNothingOfTheRevisionHasSetIsNull) {
  database_.run("CREATE TABLE l (a INT)");
  resume("ALTER TABLE l ADD c INT;", "INSERT INTO l (a) VALUES (COALESCE(@before, 50));");
  EXPECT_EQ(ask("SELECT a FROM l"), "50");
}

TEST_F(SessionResumeTest, AVariableIsNotMadeAnewByWhatMayFindNothing) {
  const std::string message = message_of([&] {
    resume("CREATE TABLE l (a INT); SET @last = (SELECT 3); ALTER TABLE l ADD c INT;",
           "SELECT a INTO @last FROM l WHERE a = 99; INSERT INTO l (a) VALUES (@last);");
  });
  EXPECT_THAT(message, HasSubstr("the variable @last of statement 2 ended with the session"));
}

TEST_F(SessionResumeTest, ADefinitionNeedsNoVariable) {
  resume("SET @s = CONCAT('a', 'b'); CREATE TABLE l (a INT);",
         "ALTER TABLE l ADD c INT; COMMIT; CREATE TABLE v (a INT);");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'v'"), "v");
}

TEST_F(SessionResumeTest, TheHostOfAnAccountIsNoVariable) {
  const std::string account = database_.name().substr(0, 20) + "@localhost";
  resume("CREATE TABLE l (a INT); CREATE USER " + account + ";",
         "GRANT SELECT ON l TO " + account + "; CREATE DEFINER = " + account +
             " VIEW v AS SELECT a FROM l; DROP USER " + account + ";");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'v'"), "v");
}

TEST_F(SessionResumeTest, ADirectiveIsNotAskedAboutALostVariable) {
  const std::string message = message_of([&] {
    resume("SET @n = (SELECT 3); CREATE TABLE l (a INT);",
           "\n-- migrate:skip-if SELECT @n IS NULL\nINSERT INTO l VALUES (1);");
  });
  EXPECT_THAT(message, HasSubstr("the variable @n of statement 1 ended with the session"));
}

TEST_F(SessionResumeTest, AVariableThatNoCodeCanReadIsNotMissed) {
  database_.run("CREATE TABLE t (n INT); INSERT INTO t VALUES (0); CREATE TABLE log (s TEXT)");
  resume(std::string(kIdiom) + "DEALLOCATE PREPARE s;",
         "UPDATE t SET n = n + 1; INSERT INTO log SELECT n FROM t;");
  EXPECT_EQ(ask("SELECT n FROM t"), "1");
}

TEST_F(SessionResumeTest, AVariableThatATriggerMayReadIsMissed) {
  database_.run(
      "CREATE TABLE t (n INT); CREATE TABLE log (s TEXT);"
      " CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW INSERT INTO log VALUES (@s)");
  const std::string message = message_of(
      [&] { resume(std::string(kIdiom) + "DEALLOCATE PREPARE s;", "INSERT INTO t VALUES (1);"); });
  EXPECT_THAT(message, HasSubstr("the variable @s of statement 1 ended with the session"));
}

TEST_F(SessionResumeTest, ATransactionThatAnAnnouncementHasEndedIsBegunAgain) {
  database_.run("CREATE TABLE m (a INT) ENGINE=MyISAM; CREATE TABLE t (a INT)");
  resume("START TRANSACTION; INSERT INTO m VALUES (1);",
         "SAVEPOINT s; INSERT INTO t VALUES (1); ROLLBACK TO s; INSERT INTO t VALUES (2); COMMIT;");
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(a) FROM t"), "2");
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(a) FROM m"), "1");
}

TEST_F(SessionResumeTest, NothingAsksAboutAStatementOfAnotherSession) {
  const std::string message = message_of([&] {
    resume("CREATE TABLE l AS SELECT 1 AS a;", "SET @n = ROW_COUNT(); INSERT INTO l VALUES (@n);");
  });
  EXPECT_THAT(message, HasSubstr("it asks what the statement before it did, and that ran in the "
                                 "session of another run, which has ended"));
}

TEST_F(SessionResumeTest, AnotherTableOfThatNameIsDroppedWithoutTheLostOne) {
  const TestDatabase other;
  database_.run("CREATE TABLE " + other.name() +
                ".src (a INT); CREATE TABLE src (a INT); CREATE TABLE l (a INT)");
  const std::string message = message_of([&] {
    resume("CREATE TEMPORARY TABLE src SELECT 7 AS a; ALTER TABLE l ADD c INT; DROP TABLE " +
               other.name() + ".src;",
           "INSERT INTO l (a) SELECT a FROM src;");
  });
  EXPECT_THAT(message, HasSubstr("the temporary table src of statement 1 ended with the session"));
}

TEST_F(SessionResumeTest, ATableIsNotDroppedInPlaceOfATemporaryOne) {
  const std::string start = "CREATE TEMPORARY TABLE src SELECT 7 AS a; CREATE TABLE l (a INT); ";
  database_.run("CREATE TABLE src (a INT)");
  const std::string message = message_of([&] { resume(start, "DROP TABLE src;"); });
  EXPECT_EQ(
      message,
      "a.sql:8:67: statement 3 cannot be gone on with: the temporary table src of statement "
      "1 ended with the session that made it\n"
      "  " +
          start + "DROP TABLE src;\n" + std::string(68, ' ') +
          "^\n"
          "state: 1 statement of 3 of upgrade a is in effect; the database is recorded at base\n"
          "hint: a table of that name that is not temporary would be taken for it: if that is "
          "right, `dbmig resume --assume-done`; to drop the temporary one write DROP TEMPORARY "
          "TABLE; else undo what ran by hand and say so with `dbmig resume --forget`");
  upgrade(start + "DROP TEMPORARY TABLE src;");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'src'"), "src");
}

TEST_F(SessionResumeTest, WhatReadsALostValueMayBeWrittenWithoutIt) {
  const std::string start = "SET @n = (SELECT 7); CREATE TABLE l (a INT); ";
  const std::string message = message_of([&] { resume(start, "INSERT INTO l VALUES (@n);"); });
  EXPECT_EQ(
      message,
      "a.sql:8:46: statement 3 cannot be gone on with: the variable @n of statement 1 ended "
      "with the session that made it\n"
      "  " +
          start + "INSERT INTO l VALUES (@n);\n" + std::string(47, ' ') +
          "^\n"
          "state: 1 statement of 3 of upgrade a is in effect; the database is recorded at base\n"
          "hint: if it is not needed: `dbmig resume --assume-done`; or write this statement, and "
          "those behind it, so that they do without; else undo what ran by hand and say so with "
          "`dbmig resume --forget`");
  upgrade(start + "INSERT INTO l VALUES (7);");
  EXPECT_EQ(ask("SELECT a FROM l"), "7");
}

TEST_F(SessionResumeTest, WhatIsSetForAllSessionsByComputingIsAnnounced) {
  const std::string before = ask("SELECT @@global.max_connections");
  EXPECT_THROW(upgrade("SET GLOBAL max_connections = @@global.max_connections + 10; NONSENSE;"),
               Error);
  EXPECT_EQ(journal(), "0 stopped , 1 done opaque, 2 failed other");
  database_.run("SET GLOBAL max_connections = " + before);
}

TEST_F(SessionResumeTest, WhatWasKeptOfASettingIsNotKeptAgainBehindItsChange) {
  const std::string before = ask("SELECT @@global.max_connections");
  const std::string start =
      "SET @old = @@max_connections; SET GLOBAL max_connections = 77; CREATE TABLE l (a INT); ";
  const std::string message =
      message_of([&] { resume(start, "SET GLOBAL max_connections = @old;"); });
  EXPECT_THAT(message, HasSubstr("the variable @old of statement 1 ended with the session"));
  EXPECT_EQ(ask("SELECT @@global.max_connections"), "77");
  database_.run("SET GLOBAL max_connections = " + before);
}

}  // namespace
}  // namespace dbmig

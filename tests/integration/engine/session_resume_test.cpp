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
  const std::string message = message_of([&] { resume(start, "CREATE TABLE v (a INT);"); });
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

}  // namespace
}  // namespace dbmig

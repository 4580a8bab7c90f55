#include "sql/classify.h"

#include <string>

#include <gtest/gtest.h>

#include "base/text.h"

namespace dbmig {
namespace {

using Class = StatementClass;

void expect(Class expected, std::initializer_list<const char*> statements,
            const Dialect& dialect = {}) {
  for (const char* statement : statements) {
    EXPECT_EQ(classify(statement, dialect), expected) << statement;
  }
}

TEST(Classify, ChangesOfRowsAndReadsCanBeRolledBack) {
  expect(Class::transactional,
         {"INSERT INTO t VALUES (1)", "update t set a = 1", "DELETE FROM t", "REPLACE t VALUES (1)",
          "SELECT 1 FOR UPDATE", "DO SLEEP(1)", "WITH a AS (SELECT 1) SELECT * FROM a",
          "LOAD DATA INFILE 'x' INTO TABLE t", "TABLE t", "VALUES ROW(1)", "SHOW TABLES",
          "EXPLAIN DELETE FROM t", "ANALYZE UPDATE t SET a = 1"});
}

TEST(Classify, LooksThroughCommentsParenthesesAndStatementSettings) {
  expect(Class::transactional,
         {"/* DROP */ -- x\n SELECT 1", "((SELECT 1))", "/*!40101 INSERT INTO t */ VALUES (1)",
          "/*!990000 DROP TABLE */ SELECT 1",
          "SET STATEMENT a = (SELECT 1 FOR UPDATE), b = 2 FOR UPDATE t SET a = 1"});
  expect(Class::implicit_commit, {"SET STATEMENT max_statement_time = 1 FOR ALTER TABLE t FORCE",
                                  "/*!40101 DROP*/ TABLE t", "SET STATEMENT a = 1"});
}

TEST(Classify, DefinitionsAndAllThatIsUnknownCommit) {
  expect(Class::implicit_commit, {"CREATE TABLE t (a INT)",
                                  "ALTER TABLE t FORCE",
                                  "DROP TABLE t",
                                  "RENAME TABLE a TO b",
                                  "TRUNCATE t",
                                  "CREATE OR REPLACE TABLE t (a INT)",
                                  "GRANT ALL ON *.* TO a",
                                  "SET PASSWORD = 'x'",
                                  "SET DEFAULT ROLE a FOR b",
                                  "ANALYZE TABLE t",
                                  "LOCK TABLES t READ",
                                  "UNLOCK TABLES",
                                  "FLUSH TABLES",
                                  "START SLAVE",
                                  "LOAD INDEX INTO CACHE t",
                                  "WOMBAT",
                                  "",
                                  ";",
                                  "'a'",
                                  "DROP DATABASE d",
                                  "ALTER EVENT e DISABLE",
                                  "`x`"});
}

TEST(Classify, SomeStatementsChangeTheSessionOnly) {
  expect(Class::session,
         {"SET NAMES utf8mb4", "SET sql_mode = ''", "USE db", "SET ROLE r",
          "CREATE TEMPORARY TABLE t (a INT)", "CREATE OR REPLACE TEMPORARY TABLE t (a INT)",
          "DROP TEMPORARY TABLE t", "PREPARE s FROM 'DROP TABLE t'", "DEALLOCATE PREPARE s",
          "DROP PREPARE s", "HANDLER t OPEN", "SET @a = 'autocommit'",
          "SET SESSION TRANSACTION READ ONLY", "SET @x = @@autocommit"});
}

TEST(Classify, SomeStatementsSteerTransactions) {
  expect(Class::transaction,
         {"BEGIN", "begin work", "START TRANSACTION", "COMMIT", "ROLLBACK TO a", "SAVEPOINT a",
          "RELEASE SAVEPOINT a", "XA START 'x'", "SET autocommit = 0", "SET @@autocommit=1",
          "SET @a = 1, @@session.autocommit := 0", "SET SESSION `autocommit` = 0",
          "SET TRANSACTION READ ONLY"});
  expect(Class::transaction, {"BEGIN", "BEGIN WORK"}, {.oracle = true});
}

TEST(Classify, AnythingMayBeInACallOrABlock) {
  expect(Class::opaque,
         {"CALL p()", "EXECUTE s", "EXECUTE IMMEDIATE 'x'", "BEGIN NOT ATOMIC SELECT 1; END",
          "IF 1 THEN SELECT 1; END IF", "x: LOOP LEAVE x; END LOOP"});
  expect(Class::opaque, {"BEGIN SELECT 1; END", "DECLARE x INT; BEGIN NULL; END", "<<a>> LOOP"},
         {.oracle = true});
}

TEST(Summary, IsOneLineWithoutComments) {
  EXPECT_EQ(summary("CREATE\n\tTABLE t ( -- why\n  a INT /* x */\n)"), "CREATE TABLE t ( a INT )");
  EXPECT_EQ(summary("SELECT 'a\n  b'\x01\xFF"), "SELECT 'a b'??");
  EXPECT_EQ(summary("/* a */"), "");
}

TEST(Summary, IsCutAtEightyCodePoints) {
  const std::string exact = "SELECT '" + std::string(71, 'x') + "'";
  EXPECT_EQ(summary(exact), exact);
  const std::string cut = summary("SELECT 'é" + std::string(1000000, 'x') + "'");
  EXPECT_EQ(code_points(cut), 80U);
  EXPECT_TRUE(cut.starts_with("SELECT 'éxxx"));
  EXPECT_TRUE(cut.ends_with("x…"));
}

TEST(Summary, NeverShowsASecret) {
  EXPECT_EQ(summary("CREATE USER 'a'@'%' IDENTIFIED BY 'se;cret' REQUIRE SSL"),
            "CREATE USER 'a'@'%' IDENTIFIED BY '***' REQUIRE SSL");
  EXPECT_EQ(summary("CREATE USER a IDENTIFIED WITH x AS 0x41"),
            "CREATE USER a IDENTIFIED WITH x AS '***'");
  EXPECT_EQ(summary("SET PASSWORD FOR 'a'@'b' = PASSWORD(\"x\")"),
            "SET PASSWORD FOR 'a'@'b' = PASSWORD('***')");
  EXPECT_EQ(summary("SET PASSWORD='x'"), "SET PASSWORD='***'");
  EXPECT_EQ(summary("CHANGE MASTER TO MASTER_PASSWORD='x'"),
            "CHANGE MASTER TO MASTER_PASSWORD='***'");
  EXPECT_EQ(summary("GRANT ALL ON *.* TO a IDENTIFIED VIA x USING PASSWORD('y')"),
            "GRANT ALL ON *.* TO a IDENTIFIED VIA x USING PASSWORD('***')");
  EXPECT_EQ(summary("PREPARE s FROM 'SET PASSWORD = \"x\"'"), "PREPARE s FROM '***'");
  EXPECT_EQ(summary("SET PASSWORD = 'never closed"), "SET PASSWORD = '***'");
  EXPECT_EQ(summary("ALTER USER a IDENTIFIED BY 'x\\' REPLACE 'y'", {.no_backslash_escapes = true}),
            "ALTER USER a IDENTIFIED BY '***' REPLACE '***'");
}

}  // namespace
}  // namespace dbmig

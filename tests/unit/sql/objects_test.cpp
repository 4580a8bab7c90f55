#include "sql/objects.h"

#include <string>

#include <gtest/gtest.h>

namespace dbmig {
namespace {

/// `kind schema.name, …` of a statement's objects.
std::string named(std::string_view statement, const Dialect& dialect = {}) {
  std::string out;
  for (const ObjectName& object : objects(statement, dialect)) {
    if (!out.empty()) out += ", ";
    out += std::string(name(object.kind)) + " ";
    if (!object.schema.empty()) out += object.schema + ".";
    out += object.name;
  }
  return out;
}

TEST(Objects, OfTables) {
  EXPECT_EQ(named("CREATE TABLE IF NOT EXISTS `a``b` (x INT REFERENCES y(z))"), "table a`b");
  EXPECT_EQ(named("CREATE OR REPLACE TABLE d.t LIKE e.u"), "table d.t");
  EXPECT_EQ(named("DROP TABLE IF EXISTS a, `d`.`b`, c CASCADE"), "table a, table d.b, table c");
  EXPECT_EQ(named("TRUNCATE t"), "table t");
  EXPECT_EQ(named("TRUNCATE TABLE \"t\"", {.ansi_quotes = true}), "table t");
  EXPECT_EQ(named("/*!40101 ALTER */ /* x */ TABLE t FORCE"), "table t");
}

TEST(Objects, OfBothSidesOfARename) {
  EXPECT_EQ(named("RENAME TABLE a TO b, c WAIT 5 TO d.e"), "table a, table b, table c, table d.e");
  EXPECT_EQ(named("ALTER TABLE t ADD x INT DEFAULT (1), RENAME TO d.u"), "table t, table d.u");
  EXPECT_EQ(named("ALTER ONLINE TABLE t WAIT 5 RENAME AS u"), "table t, table u");
  EXPECT_EQ(named("ALTER TABLE t RENAME COLUMN a TO b, RENAME INDEX c TO d, RENAME e"),
            "table t, table e");
}

TEST(Objects, OfPartitionsThatChangeTheirTable) {
  EXPECT_EQ(named("ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u"), "table t, table u");
  EXPECT_EQ(named("ALTER TABLE t CONVERT PARTITION p TO TABLE u"), "table t, table u");
  EXPECT_EQ(named("ALTER TABLE t CONVERT TABLE u TO PARTITION p VALUES LESS THAN (1)"),
            "table t, table u");
  EXPECT_EQ(named("ALTER TABLE t CONVERT TO CHARACTER SET utf8mb4"), "table t");
}

TEST(Objects, OfIndexesWithTheirTable) {
  EXPECT_EQ(named("CREATE UNIQUE INDEX i USING BTREE ON d.t (a)"), "index i, table d.t");
  EXPECT_EQ(named("DROP INDEX IF EXISTS i ON t"), "index i, table t");
}

TEST(Objects, OfProgramsAndViews) {
  EXPECT_EQ(named("CREATE DEFINER=`a`@`b` TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET @a=1"),
            "trigger x, table t");
  EXPECT_EQ(named("CREATE ALGORITHM=MERGE DEFINER=CURRENT_USER() SQL SECURITY INVOKER VIEW v AS "
                  "SELECT * FROM t"),
            "view v");
  EXPECT_EQ(named("CREATE DEFINER=a@localhost AGGREGATE FUNCTION f() RETURNS INT RETURN 1"),
            "function f");
  EXPECT_EQ(named("DROP PROCEDURE d.p"), "procedure d.p");
  EXPECT_EQ(named("ALTER EVENT e RENAME TO f DO RENAME TABLE a TO b"), "event e, event f");
  EXPECT_EQ(named("CREATE PACKAGE BODY k AS END"), "package k");
}

TEST(Objects, OfSequencesDatabasesAndServers) {
  EXPECT_EQ(named("CREATE SEQUENCE s"), "sequence s");
  EXPECT_EQ(named("DROP SCHEMA IF EXISTS d"), "database d");
  EXPECT_EQ(named("ALTER DATABASE d COLLATE x"), "database d");
  EXPECT_EQ(named("ALTER DATABASE CHARACTER SET x"), "");
  EXPECT_EQ(named("DROP SERVER s"), "server s");
}

TEST(Objects, AreNamedOnceAndInOrder) {
  EXPECT_EQ(named("RENAME TABLE a TO b, b TO a, A TO c"), "table a, table b, table A, table c");
}

TEST(Objects, OfOtherStatementsAreNone) {
  for (const char* statement : {"", "SELECT 1", "CREATE TEMPORARY TABLE t (a INT)",
                                "DROP TEMPORARY TABLE t", "CREATE", "ALTER TABLE", "DROP TABLE 'x'",
                                "CREATE USER a", "DROP", "RENAME USER a TO b", "CREATE ("}) {
    EXPECT_EQ(named(statement), "") << statement;
  }
  EXPECT_EQ(named("SET STATEMENT a = f(1) FOR DROP TABLE t"), "table t");
}

}  // namespace
}  // namespace dbmig

#include "sql/schema_change.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace dbmig {
namespace {

/// `+table d.t`, `-column d.t.c`, `table d.a>b`; `?` for what is not understood.
std::string changes(std::string_view statement) {
  const auto found = schema_changes(statement, {}, "d");
  if (!found) return "?";
  std::string text;
  for (const SchemaChange& each : *found) {
    if (!text.empty()) text += ", ";
    if (each.action == SchemaChange::Action::create) text += "+";
    if (each.action == SchemaChange::Action::drop) text += "-";
    text += each.kind + " " + each.scope + (each.scope.empty() ? "" : ".") + each.name;
    if (!each.to.empty()) text += ">" + each.to;
    if (each.condition == SchemaChange::Condition::if_exists) text += "?";
    if (each.condition == SchemaChange::Condition::if_not_exists) text += "!";
  }
  return text;
}

/// Whether the second statement undoes the first, all of it and nothing else.
bool undoes(std::string_view first, std::string_view second) {
  const auto one = schema_changes(first, {}, "d");
  const auto other = schema_changes(second, {}, "d");
  return one && other && one->size() == other->size() &&
         std::all_of(one->begin(), one->end(), [&](const SchemaChange& each) {
           return std::any_of(other->begin(), other->end(), [&](const SchemaChange& opposite) {
             return are_opposite(each, opposite);
           });
         });
}

TEST(SchemaChange, OfCreateAndDrop) {
  EXPECT_EQ(changes("CREATE TABLE t (a INT)"), "+table d.t");
  EXPECT_EQ(changes("CREATE TABLE IF NOT EXISTS `s`.`t` (a INT)"), "+table s.t!");
  EXPECT_EQ(changes("DROP TABLE IF EXISTS a, s.b"), "-table d.a?, -table s.b?");
  EXPECT_EQ(changes("CREATE DEFINER = x@y VIEW v AS SELECT 1"), "+view d.v");
  EXPECT_EQ(changes("CREATE UNIQUE INDEX I ON t (a)"), "+index d.t.i");
  EXPECT_EQ(changes("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW SET @x = 1"), "+trigger d.g");
  EXPECT_EQ(changes("CREATE SCHEMA IF NOT EXISTS s"), "+database s!");
  EXPECT_EQ(changes("DROP USER 'u'@'%'"), "-account 'u'@'%'");
}

TEST(SchemaChange, OfEachClauseOfAnAlterTable) {
  EXPECT_EQ(changes("ALTER TABLE t ADD COLUMN a ENUM('x','y') DEFAULT 'x', ADD (b INT, c INT)"),
            "+column d.t.a, +column d.t.b, +column d.t.c");
  EXPECT_EQ(changes("ALTER TABLE t ADD UNIQUE KEY u (a), ADD CONSTRAINT c UNIQUE (b), ADD INDEX i "
                    "(a), ALGORITHM=INPLACE, LOCK=NONE"),
            "+index d.t.u, +index d.t.c, +index d.t.i");
  EXPECT_EQ(changes("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (a) ON DELETE "
                    "CASCADE, ADD PRIMARY KEY (a)"),
            "+foreign key d.t.f, +primary key d.t.primary");
  EXPECT_EQ(changes("ALTER TABLE t DROP a, DROP INDEX i, DROP CONSTRAINT c, DROP PRIMARY KEY"),
            "-column d.t.a, -index d.t.i, -constraint d.t.c, -primary key d.t.primary");
  EXPECT_EQ(changes("ALTER TABLE t RENAME COLUMN a TO b, RENAME TO u"),
            "column d.t.a>b, table d.t>u");
}

TEST(SchemaChange, NothingOfWhatDoesMoreThanItSays) {
  for (const char* statement :
       {"CREATE OR REPLACE VIEW v AS SELECT 1", "ALTER TABLE t MODIFY a BIGINT",
        "ALTER TABLE t ADD COLUMN a INT, ENGINE = Aria", "ALTER TABLE t CHANGE a b INT",
        "ALTER TABLE t ADD INDEX (a)", "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (a)",
        "ALTER TABLE t DROP PARTITION p", "TRUNCATE t", "GRANT SELECT ON *.* TO u",
        "RENAME TABLE a TO s.b", "INSERT INTO t VALUES (1)", "ALTER TABLE t", ""}) {
    EXPECT_EQ(changes(statement), "?") << statement;
  }
}

TEST(SchemaChange, OppositesAreFoundAcrossSpellings) {
  EXPECT_TRUE(undoes("CREATE TABLE t (a INT)", "DROP TABLE IF EXISTS d.t"));
  EXPECT_TRUE(undoes("CREATE INDEX i ON t (a)", "ALTER TABLE t DROP KEY I"));
  EXPECT_TRUE(undoes("ALTER TABLE t ADD a INT, ADD b INT", "ALTER TABLE t DROP b, DROP a"));
  EXPECT_TRUE(undoes("ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES u (a)",
                     "ALTER TABLE t DROP CONSTRAINT f"));
  EXPECT_TRUE(undoes("RENAME TABLE a TO b", "ALTER TABLE b RENAME a"));
  EXPECT_TRUE(
      undoes("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW SET @x = 1", "DROP TRIGGER g"));
  EXPECT_FALSE(undoes("CREATE TABLE t (a INT)", "DROP TABLE T"));
  EXPECT_FALSE(undoes("CREATE TABLE t (a INT)", "DROP VIEW t"));
  EXPECT_FALSE(undoes("ALTER TABLE t ADD a INT", "ALTER TABLE u DROP a"));
  EXPECT_FALSE(undoes("ALTER TABLE t ADD a INT", "ALTER TABLE t ADD a INT"));
  EXPECT_FALSE(undoes("RENAME TABLE a TO b", "RENAME TABLE a TO b"));
}

TEST(SchemaChange, TheTableOfAStatementThatOnlyTouchesItsRows) {
  EXPECT_EQ(table_of_rows("INSERT INTO t VALUES (1)", {}, "d"), "d.t");
  EXPECT_EQ(table_of_rows("REPLACE LOW_PRIORITY s.`t` SET a = 1", {}, "d"), "s.t");
  EXPECT_EQ(table_of_rows("DELETE FROM t WHERE a = 1", {}, "d"), "d.t");
  EXPECT_EQ(table_of_rows("TRUNCATE TABLE t", {}, "d"), "d.t");
  EXPECT_EQ(table_of_rows("DELETE t FROM t JOIN u", {}, "d"), std::nullopt);
  EXPECT_EQ(table_of_rows("DELETE FROM t, u USING t JOIN u", {}, "d"), std::nullopt);
  EXPECT_EQ(table_of_rows("UPDATE t SET a = 1", {}, "d"), std::nullopt);
}

}  // namespace
}  // namespace dbmig

#include "sql/session_effect.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

std::string effect(std::string_view statement) {
  const SessionEffect effect = session_effect(statement, {});
  switch (effect.kind) {
    case SessionEffect::Kind::none:
      return "none";
    case SessionEffect::Kind::repeatable:
      return "repeatable";
    case SessionEffect::Kind::lost:
      return "lost: " + effect.what;
    case SessionEffect::Kind::ends:
      return "ends: " + effect.what;
  }
  return "";
}

TEST(SessionEffect, SettingsOfConstantsCanBeMadeAgain) {
  EXPECT_EQ(effect("SET sql_mode = 'ANSI_QUOTES'"), "repeatable");
  EXPECT_EQ(effect("SET @old = @@sql_mode, foreign_key_checks = 0"), "repeatable");
  EXPECT_EQ(effect("USE d"), "repeatable");
  EXPECT_EQ(effect("SET autocommit = 0"), "repeatable");
}

TEST(SessionEffect, WhatWasComputedIsLost) {
  EXPECT_EQ(effect("SET @x = (SELECT MAX(id) FROM t)"), "lost: the variable @x");
  EXPECT_EQ(effect("SELECT MAX(id) INTO @x FROM t"), "lost: the variable @x");
  EXPECT_EQ(effect("UPDATE t SET a = (@n := @n + 1)"), "lost: the variable @n");
}

TEST(SessionEffect, ATemporaryTableIsLostUntilItIsDropped) {
  EXPECT_EQ(effect("CREATE TEMPORARY TABLE IF NOT EXISTS d.T (a INT)"),
            "lost: the temporary table t");
  EXPECT_EQ(effect("DROP TEMPORARY TABLE t"), "ends: the temporary table t");
  EXPECT_EQ(effect("DROP TABLE IF EXISTS t"), "ends: the temporary table t");
}

TEST(SessionEffect, OtherStatementsLeaveNothing) {
  EXPECT_EQ(effect("INSERT INTO t VALUES (1)"), "none");
  EXPECT_EQ(effect("CREATE TABLE t (a INT)"), "none");
  EXPECT_EQ(effect("SELECT 1"), "none");
  EXPECT_EQ(effect("BEGIN"), "none");
}

TEST(AsksAboutLast, WhatIsAskedOfTheStatementBeforeIsFound) {
  for (const char* statement :
       {"INSERT INTO t SELECT ROW_COUNT()", "SELECT found_rows ( ) INTO @n",
        "SET @w = @@warning_count", "SET @w = @@SESSION.Error_Count", "SHOW WARNINGS",
        "SHOW COUNT(*) ERRORS LIMIT 3", "GET DIAGNOSTICS @n = NUMBER",
        "get current diagnostics @n = ROW_COUNT", "IF ROW_COUNT() = 3 THEN DO 1; END IF",
        "BEGIN NOT ATOMIC DECLARE n INT; SET n = ROW_COUNT(); END",
        "BEGIN NOT ATOMIC GET DIAGNOSTICS @k = ROW_COUNT; END",
        "SET STATEMENT max_statement_time = 1 FOR SHOW ERRORS", "SELECT 1 /*! + ROW_COUNT() */"}) {
    EXPECT_TRUE(asks_about_last(statement, {})) << statement;
  }
}

TEST(AsksAboutLast, NamesAndTextsThatReadLikeItAreNot) {
  for (const char* statement :
       {"UPDATE jobs SET error_count = 0, row_count = 1",
        "INSERT INTO warnings VALUES ('ROW_COUNT()')",
        "SELECT row_count, `found_rows` FROM t -- ROW_COUNT()", "SET @error_count = 1",
        "CREATE DEFINER = CURRENT_USER() TRIGGER x BEFORE INSERT ON t FOR EACH ROW SET @n = "
        "ROW_COUNT()",
        "ALTER EVENT e DO SET @n = ROW_COUNT()",
        "BEGIN NOT ATOMIC DELETE FROM t; SET @n = ROW_COUNT(); END",
        "ALTER TABLE t ADD INDEX row_count (row_count)", "CREATE TABLE found_rows (a INT)",
        "CREATE OR REPLACE VIEW v AS SELECT ROW_COUNT()",
        "BEGIN NOT ATOMIC DECLARE EXIT HANDLER FOR SQLEXCEPTION SET @n = ROW_COUNT(); DO 1; END",
        "SHOW TABLES LIKE 'warnings'", "INSERT INTO errors (a) VALUES (2)"}) {
    EXPECT_FALSE(asks_about_last(statement, {})) << statement;
  }
}

}  // namespace
}  // namespace dbmig

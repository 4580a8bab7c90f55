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

}  // namespace
}  // namespace dbmig

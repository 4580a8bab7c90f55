#include "sql/session_effect.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "sql/asks_about_last.h"

namespace dbmig {
namespace {

std::string listed(const std::vector<SessionPart>& parts) {
  std::vector<std::string> texts;
  for (const SessionPart& part : parts)
    texts.push_back(text(part));
  return join(texts, ", ");
}

/// `repeatable` or `lost`, and what it makes besides ids; else what it ends.
std::string effect(std::string_view statement) {
  SessionEffect effect = session_effect(statement, {});
  std::erase_if(effect.makes, [](const SessionPart& part) {
    return part.kind == SessionPart::Kind::last_insert_id ||
           part.kind == SessionPart::Kind::sequence_value;
  });
  const std::string ends = effect.ends.empty() ? "" : "ends: " + listed(effect.ends);
  if (effect.makes.empty()) return ends.empty() ? "none" : ends;
  return (effect.repeatable ? "repeatable: " : "lost: ") + listed(effect.makes);
}

std::string reads(std::string_view statement) {
  return listed(session_effect(statement, {}).reads);
}

TEST(SessionEffect, SettingsOfConstantsCanBeMadeAgain) {
  EXPECT_EQ(effect("SET sql_mode = 'ANSI_QUOTES'"), "repeatable: the setting sql_mode");
  EXPECT_EQ(effect("SET SESSION a = 1, @@local.B := -2, `c` = ON"),
            "repeatable: the setting a, the setting b, the setting c");
  EXPECT_EQ(effect("SET NAMES utf8mb4 COLLATE utf8mb4_bin"), "repeatable: the setting names");
  EXPECT_EQ(effect("USE d"), "repeatable: the current database");
  EXPECT_EQ(effect("SET @a = 1, @`b c` = 'x', @d := @e := NULL"),
            "repeatable: the variable @a, the variable @b c, the variable @e, the variable @d");
}

TEST(SessionEffect, WhatANewSessionHasTooCanBeKeptAgain) {
  constexpr std::string_view kDump = "SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='ANSI'";
  EXPECT_EQ(effect(kDump), "repeatable: the variable @old_sql_mode, the setting sql_mode");
  EXPECT_EQ(reads(kDump), "the setting sql_mode");
  EXPECT_EQ(effect("/*!40014 SET FOREIGN_KEY_CHECKS=@OLD */"),
            "repeatable: the setting foreign_key_checks");
  EXPECT_EQ(reads("SET @a = @B, @c = @@session.x"), "the variable @b, the setting x");
}

TEST(SessionEffect, LoadDataSetsTheVariablesOfItsList) {
  EXPECT_EQ(effect("LOAD DATA INFILE 'f' INTO TABLE t PARTITION (p) (@a, b, @`C`) SET b = @a + @d"),
            "lost: the variable @a, the variable @c");
  EXPECT_EQ(reads("LOAD DATA INFILE 'f' INTO TABLE t (b) SET c = IFNULL(@d, 1)"),
            "the variable @d");
}

TEST(SessionEffect, ATableThatIsFilledAsItIsMadeMakesIds) {
  const auto makes = [](std::string_view text) { return listed(session_effect(text, {}).makes); };
  constexpr std::string_view kIds = "the last insert id, the last value of a sequence";
  EXPECT_EQ(makes("CREATE TABLE t (a INT) SELECT 1"), kIds);
  EXPECT_EQ(makes("CREATE OR REPLACE TABLE t AS (SELECT 1)"), kIds);
  EXPECT_EQ(makes("CREATE TABLE t AS VALUES (1)"), kIds);
  EXPECT_EQ(makes("CREATE TABLE t TABLE u"), kIds);
  EXPECT_EQ(makes("CREATE TABLE t (`select` INT)"), "");
  EXPECT_EQ(makes("CREATE VIEW v AS SELECT 1"), "");
}

TEST(SessionEffect, WhatOutlivesTheSessionIsNoneOfIt) {
  for (const char* statement :
       {"SET GLOBAL max_connections = @@global.max_connections + 10", "SET PERSIST a = 1",
        "SET PERSIST_ONLY a = 1, b = 2", "SET @@global.a = 1, @@persist.b = 2",
        "SET @@persist_only.a = 1", "SET @@GLOBAL.`a` = 1", "SET GLOBAL a = 1, b = 2",
        "SET GLOBAL TRANSACTION READ ONLY", "SET PASSWORD = 'x'", "SET DEFAULT ROLE r FOR u"}) {
    EXPECT_EQ(effect(statement), "none") << statement;
    EXPECT_FALSE(session_effect(statement, {}).repeatable) << statement;
  }
}

TEST(SessionEffect, BesideWhatOutlivesTheSessionASettingIsLost) {
  EXPECT_EQ(effect("SET GLOBAL a = 1, SESSION b = 2"), "lost: the setting b");
  EXPECT_EQ(effect("SET @x = 1, GLOBAL a = 1"), "lost: the variable @x");
  EXPECT_EQ(effect("SET @@global.a = 1, b = 2"), "lost: the setting b");
}

TEST(SessionEffect, WhatWasComputedIsLost) {
  EXPECT_EQ(effect("SET @x = (SELECT MAX(id) FROM t)"), "lost: the variable @x");
  EXPECT_EQ(effect("SELECT MAX(id) INTO @x FROM t"), "lost: the variable @x");
  EXPECT_EQ(effect("SELECT a, b FROM t INTO @x, @'y'"), "lost: the variable @x, the variable @y");
  EXPECT_EQ(effect("UPDATE t SET a = (@n := @n + 1)"), "lost: the variable @n");
  EXPECT_EQ(effect("SET sql_mode = CONCAT(@@sql_mode, ',ANSI')"), "lost: the setting sql_mode");
  EXPECT_EQ(effect("SET STATEMENT max_statement_time = 1 FOR SELECT 1 INTO @x"),
            "lost: the variable @x");
}

TEST(SessionEffect, WhatIsComputedWithoutParenthesesIsLost) {
  for (const char* value :
       {"@@last_insert_id", "@@IDENTITY", "@@session.insert_id", "@@timestamp", "@@rand_seed1",
        "@@warning_count", "@@local.error_count", "@@in_transaction", "@@last_gtid",
        "@@gtid_current_pos", "@@global.max_connections", "NEXT VALUE FOR s",
        "PREVIOUS VALUE FOR d.s", "CURRENT_TIMESTAMP", "LOCALTIME", "current_date + 1",
        "s.nextval"}) {
    EXPECT_EQ(effect("SET @x = " + std::string(value)), "lost: the variable @x") << value;
  }
}

TEST(SessionEffect, WhatACallOrADiagnosticHasSetIsLost) {
  EXPECT_EQ(effect("CALL d.p(1, @id, @B)"),
            "lost: the variable @id, the variable @b, what was set inside");
  EXPECT_EQ(effect("GET DIAGNOSTICS @n = ROW_COUNT"), "lost: the variable @n");
  EXPECT_EQ(effect("GET CURRENT DIAGNOSTICS CONDITION @i @m = MESSAGE_TEXT, @e = MYSQL_ERRNO"),
            "lost: the variable @m, the variable @e");
  EXPECT_EQ(effect("EXECUTE s USING @a"), "lost: what was set inside");
  EXPECT_EQ(reads("EXECUTE S USING @a"), "the prepared statement s, the variable @a");
}

TEST(SessionEffect, WhatABlockHasMadeIsLost) {
  EXPECT_EQ(effect("BEGIN NOT ATOMIC DECLARE a, b INT; SET a = 1, @x = 2; SET b = 3; END"),
            "lost: the variable @x");
  EXPECT_EQ(effect("BEGIN NOT ATOMIC SELECT 1 INTO @x; SET sql_notes = 0; END"),
            "lost: the variable @x, the setting sql_notes");
  EXPECT_EQ(effect("IF @n > 0 THEN SET @a = 1; ELSE CALL p(@b); END IF"),
            "lost: the variable @a, the variable @b, what was set inside");
  EXPECT_EQ(effect("BEGIN NOT ATOMIC DECLARE EXIT HANDLER FOR 1051, NOT FOUND SET @e = 1; "
                   "CREATE TEMPORARY TABLE t (a INT); END"),
            "lost: the variable @e, the temporary table t");
  EXPECT_EQ(effect("l: LOOP GET DIAGNOSTICS @n = ROW_COUNT; LEAVE l; END LOOP"),
            "lost: the variable @n");
}

TEST(SessionEffect, WhatABlockEndsItselfIsNotLost) {
  EXPECT_EQ(effect("BEGIN NOT ATOMIC PREPARE s FROM 'DO 1'; EXECUTE s; DEALLOCATE PREPARE s; END"),
            "lost: what was set inside");
  EXPECT_EQ(effect("IF @a = 1 THEN DROP TEMPORARY TABLE t; END IF"), "none");
  EXPECT_EQ(effect("IF @a = 1 THEN UPDATE t SET a = 1 WHERE @b = a; END IF"), "none");
}

TEST(SessionEffect, ATemporaryTableIsLostUntilItIsDropped) {
  EXPECT_EQ(effect("CREATE TEMPORARY TABLE IF NOT EXISTS d.T (a INT)"),
            "lost: the temporary table t");
  EXPECT_EQ(effect("CREATE OR REPLACE TEMPORARY SEQUENCE s"), "lost: the temporary table s");
  EXPECT_EQ(effect("DROP TEMPORARY TABLE t"), "ends: the temporary table t");
  EXPECT_EQ(effect("DROP TABLE IF EXISTS d.t, `U`"), "ends: the temporary table u");
}

TEST(SessionEffect, AStatementIsPreparedUntilItIsDeallocated) {
  EXPECT_EQ(effect("PREPARE S FROM 'SELECT (1)'"), "repeatable: the prepared statement s");
  EXPECT_EQ(effect("PREPARE s FROM @q"), "repeatable: the prepared statement s");
  EXPECT_EQ(reads("PREPARE s FROM @q"), "the current database, the variable @q");
  EXPECT_EQ(effect("PREPARE s FROM CONCAT('DROP TABLE ', @t)"), "lost: the prepared statement s");
  EXPECT_EQ(effect("DEALLOCATE PREPARE s"), "ends: the prepared statement s");
  EXPECT_EQ(effect("DROP PREPARE s"), "ends: the prepared statement s");
  EXPECT_TRUE(session_effect("DROP PREPARE s", {}).repeatable);
}

TEST(SessionEffect, ALiteralThatIsExecutedHasTheEffectOfItsText) {
  EXPECT_EQ(effect("EXECUTE IMMEDIATE 'CREATE TEMPORARY TABLE t (a INT)'"),
            "lost: the temporary table t");
  EXPECT_EQ(effect("EXECUTE IMMEDIATE 'SET foreign_key_checks' '=0'"),
            "repeatable: the setting foreign_key_checks");
  EXPECT_EQ(effect("EXECUTE IMMEDIATE 'SET @x = ?' USING @y"), "repeatable: the variable @x");
  EXPECT_EQ(reads("EXECUTE IMMEDIATE 'SET @x = ?' USING @y"), "the variable @y");
  EXPECT_EQ(effect("EXECUTE IMMEDIATE 'SET @x = ?' USING CONNECTION_ID()"),
            "lost: the variable @x");
  EXPECT_EQ(effect("EXECUTE IMMEDIATE CONCAT('SET @x', ' = 1')"), "lost: what was set inside");
  EXPECT_EQ(effect("BEGIN NOT ATOMIC SET @a = 1; EXECUTE IMMEDIATE 'SET @x = 1'; END"),
            "lost: the variable @a, the variable @x");
}

TEST(SessionEffect, WhatALaterStatementUsesUpIsSetForThatAlone) {
  for (const char* statement : {"SET INSERT_ID = 5", "SET @@session.insert_id = 5, @a = 1",
                                "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY"}) {
    EXPECT_TRUE(session_effect(statement, {}).once) << statement;
    EXPECT_TRUE(session_effect(statement, {}).repeatable) << statement;
  }
  EXPECT_EQ(effect("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY"), "none");
  EXPECT_FALSE(session_effect("SET SESSION TRANSACTION READ ONLY", {}).once);
  EXPECT_EQ(effect("SET SESSION TRANSACTION READ ONLY"), "repeatable: the setting transaction");
}

TEST(SessionEffect, OnlyWhatIsAssignedOutlivesTheSession) {
  EXPECT_EQ(listed(session_effect("SET @a = 1, GLOBAL b = 2", {}).outlives), "the setting b");
  EXPECT_EQ(listed(session_effect("SET @@persist.b = 2", {}).outlives), "the setting b");
  EXPECT_TRUE(session_effect("SET @a = @@global.b", {}).outlives.empty());
}

TEST(SessionEffect, WhatOutlivesTheSessionCanBeSetAgainIfItIsAConstant) {
  EXPECT_TRUE(session_effect("SET GLOBAL a = 1, @@global.b = 'x'", {}).is_constant);
  EXPECT_FALSE(session_effect("SET GLOBAL a = @@global.a + 1", {}).is_constant);
  EXPECT_FALSE(session_effect("SET GLOBAL a = @@a", {}).is_constant);
  EXPECT_FALSE(session_effect("SET GLOBAL a = @old", {}).is_constant);
  EXPECT_FALSE(session_effect("SET @y = @x, GLOBAL a = @x", {}).is_constant);
  EXPECT_TRUE(session_effect("SET @a = @@global.a + 1", {}).is_constant);
}

bool makes_id(std::string_view statement) {
  return listed(session_effect(statement, {}).makes).find("the last insert id") !=
         std::string::npos;
}

TEST(SessionEffect, TheLastIdIsOfTheSessionThatInserted) {
  for (const char* statement :
       {"INSERT INTO t VALUES (1)", "REPLACE t VALUES (1)", "LOAD DATA INFILE 'f' INTO TABLE t",
        "UPDATE t SET a = LAST_INSERT_ID(a + 1)", "SELECT last_insert_id(5)", "CALL p()",
        "EXECUTE s", "BEGIN NOT ATOMIC INSERT INTO t VALUES (1); END"}) {
    EXPECT_TRUE(makes_id(statement)) << statement;
  }
  EXPECT_FALSE(makes_id("UPDATE t SET a = LAST_INSERT_ID()"));
  EXPECT_EQ(reads("INSERT INTO t VALUES (LAST_INSERT_ID())"), "the last insert id");
  EXPECT_EQ(reads("INSERT INTO t VALUES (`LAST_INSERT_ID`())"), "the last insert id");
  EXPECT_EQ(reads("SET @id = LAST_INSERT_ID()"), "the last insert id");
  EXPECT_EQ(reads("UPDATE t SET a = @@identity"), "the last insert id");
}

TEST(SessionEffect, TheLastValueOfASequenceIsOfTheSessionThatMadeIt) {
  EXPECT_EQ(listed(session_effect("SELECT NEXT VALUE FOR s", {}).makes),
            "the last value of a sequence");
  EXPECT_EQ(listed(session_effect("SELECT NEXTVAL(s)", {}).makes), "the last value of a sequence");
  for (const char* value : {"LASTVAL(s)", "PREVIOUS VALUE FOR s", "s.currval"})
    EXPECT_EQ(reads("INSERT INTO t VALUES (" + std::string(value) + ")"),
              "the last value of a sequence");
}

TEST(SessionEffect, WhatMayAssignMayLeaveAVariableAsItWas) {
  EXPECT_EQ(reads("SELECT a INTO @x FROM t"), "the variable @x");
  EXPECT_EQ(reads("SELECT @x := a FROM t"), "the variable @x");
  EXPECT_EQ(reads("IF 1 THEN SET @x = 1; END IF"), "the variable @x");
  EXPECT_EQ(reads("SET @x = 1"), "");
}

TEST(SessionEffect, OtherStatementsLeaveNothing) {
  for (const char* statement :
       {"UPDATE t SET a = 1", "CREATE TABLE t (a INT)", "SELECT 1", "BEGIN",
        "CREATE PROCEDURE p() SET @x = (SELECT 1)", "ALTER EVENT e DO SELECT 1 INTO @x",
        "SELECT 'a' INTO OUTFILE 'f'", "@"}) {
    EXPECT_EQ(effect(statement), "none") << statement;
  }
}

TEST(SessionEffect, TheHostOfAnAccountIsNoVariable) {
  for (const char* statement :
       {"SHOW GRANTS FOR mig@localhost", "GRANT ALL ON *.* TO `u`@localhost, 'v'@`%`",
        "EXECUTE IMMEDIATE 'GRANT SELECT ON d.* TO mig@localhost'", "SHOW CREATE USER u@`h`",
        "BEGIN NOT ATOMIC GRANT SELECT ON d.* TO mig@localhost; END"}) {
    EXPECT_EQ(reads(statement), "") << statement;
  }
  EXPECT_EQ(reads("SELECT@a"), "the variable @a");
  EXPECT_EQ(reads("UPDATE t SET a=@a, b = IF(1,@b,@`c`) WHERE c IN(@d)AND@e"),
            "the variable @a, the variable @b, the variable @c, the variable @d, the variable @e");
}

TEST(SessionEffect, OnlySomeStatementsChangeNothingButTheSession) {
  for (const char* statement :
       {"SET @x = 1", "SELECT a INTO @x FROM t", "USE d", "EXECUTE IMMEDIATE 'SET a = 1'"}) {
    EXPECT_TRUE(session_effect(statement, {}).session_only) << statement;
  }
  for (const char* statement :
       {"SET GLOBAL a = 1", "SET PASSWORD = 'x'", "SELECT 1", "CALL p(@x)", "PREPARE s FROM 'DO 1'",
        "INSERT INTO t VALUES (@x := 1)", "BEGIN NOT ATOMIC SET @x = 1; END", "DROP TABLE t"}) {
    EXPECT_FALSE(session_effect(statement, {}).session_only) << statement;
  }
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

TEST(OnlyShows, NothingComesOfAnAnswerThatNobodyKeeps) {
  for (const char* statement :
       {"SHOW WARNINGS", "SHOW COUNT(*) ERRORS", "SELECT ROW_COUNT()", "SELECT row_count ( ) AS n",
        "SELECT CONCAT('made ', ROW_COUNT()), @@warning_count FROM DUAL"}) {
    EXPECT_TRUE(only_shows(statement, {})) << statement;
  }
  for (const char* statement :
       {"SELECT ROW_COUNT() INTO @n", "SELECT @n := ROW_COUNT()", "SELECT keep(ROW_COUNT())",
        "SELECT d.keep(ROW_COUNT())", "SELECT `keep`(@@error_count)", "SET @n = ROW_COUNT()",
        "GET DIAGNOSTICS @n = ROW_COUNT", "INSERT INTO t SELECT ROW_COUNT()"}) {
    EXPECT_FALSE(only_shows(statement, {})) << statement;
  }
}

TEST(AsksAboutLast, BehindTheHandlersOfABlockItsFirstStatementIsRead) {
  for (const char* handler :
       {"DECLARE CONTINUE HANDLER FOR NOT FOUND SET x = 1;",
        "DECLARE x INT; DECLARE EXIT HANDLER FOR 1051, SQLSTATE VALUE '02000' SET @n = "
        "ROW_COUNT();",
        "DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN SET x = 1; IF x THEN DO 2; END IF; END;",
        "DECLARE EXIT HANDLER FOR 1 BEGIN END; DECLARE EXIT HANDLER FOR 2 IF x THEN DO 1; END "
        "IF;"}) {
    const std::string start = "BEGIN NOT ATOMIC " + std::string(handler);
    EXPECT_TRUE(asks_about_last(start + " INSERT INTO l VALUES (ROW_COUNT()); END", {})) << handler;
    EXPECT_FALSE(asks_about_last(start + " DO 1; DO ROW_COUNT(); END", {})) << handler;
  }
}

}  // namespace
}  // namespace dbmig

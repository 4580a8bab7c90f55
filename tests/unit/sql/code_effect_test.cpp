#include "sql/code_effect.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "sql/one_row.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

bool rolls_back(std::string_view code) { return code_effect(code, {}).rolls_back; }

TEST(CodeEffect, ARollbackIsOne) {
  EXPECT_TRUE(rolls_back("BEGIN UPDATE t SET a = 1; ROLLBACK; END"));
  EXPECT_TRUE(rolls_back("BEGIN ROLLBACK WORK AND CHAIN; END"));
}

TEST(CodeEffect, ARollbackToASavepointOfItsOwnIsNone) {
  EXPECT_FALSE(rolls_back("BEGIN SAVEPOINT s; ROLLBACK TO s; ROLLBACK WORK TO SAVEPOINT S; END"));
  EXPECT_TRUE(rolls_back("BEGIN SAVEPOINT s; ROLLBACK TO r; END"));
  EXPECT_TRUE(rolls_back("ROLLBACK WORK TO SAVEPOINT s"));
}

TEST(CodeEffect, AHandlerIsOneIfTheServerMayHaveRolledBackBeforeIt) {
  EXPECT_TRUE(rolls_back("BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 1; DO 1; END"));
  EXPECT_TRUE(rolls_back("BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND, 1213 SELECT 1; END"));
  EXPECT_TRUE(rolls_back("BEGIN DECLARE EXIT HANDLER FOR SQLSTATE '40001' SELECT 1; END"));
  EXPECT_TRUE(rolls_back("BEGIN DO 1; EXCEPTION WHEN OTHERS THEN NULL; END"));
}

TEST(CodeEffect, AHandlerOfErrorsThatRollBackNothingIsNone) {
  EXPECT_FALSE(
      rolls_back("BEGIN DECLARE EXIT HANDLER FOR SQLSTATE '23000', 1062, SQLWARNING DO 1; END"));
  EXPECT_FALSE(rolls_back("BEGIN DECLARE CONTINUE HANDLER FOR NOT FOUND SET d = 1; END"));
  EXPECT_FALSE(rolls_back("BEGIN DECLARE EXIT HANDLER FOR SQLSTATE VALUE '02000', 1329 DO 1; END"));
}

TEST(CodeEffect, WhatItMakesForItsSessionIsNamed) {
  const CodeEffect effect = code_effect(
      "BEGIN CREATE TEMPORARY TABLE IF NOT EXISTS a (n INT); EXECUTE IMMEDIATE 'CREATE OR REPLACE"
      " TEMPORARY TABLE d.`B` SELECT 1'; PREPARE s FROM 'DO 1'; CREATE TABLE c (n INT); END",
      {});
  ASSERT_EQ(effect.temporary.size(), 2U);
  EXPECT_EQ(effect.temporary[0].name, "a");
  EXPECT_EQ(effect.temporary[1].schema, "d");
  EXPECT_EQ(effect.temporary[1].name, "B");
  EXPECT_EQ(effect.prepared, std::vector<std::string>{"s"});
}

TEST(CodeEffect, TextsNamesAndCommentsAreNoCode) {
  EXPECT_FALSE(rolls_back("BEGIN SELECT 'ROLLBACK', `rollback`; /* ROLLBACK */ END -- ROLLBACK"));
}

TEST(CodeEffect, NamesTheProceduresThatItCalls) {
  const std::vector<ObjectName> calls =
      code_effect("BEGIN CALL p(1); CALL `s`.`q`; CALL pack.r(); END", {}).calls;
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].name, "p");
  EXPECT_EQ(calls[1].schema + "." + calls[1].name, "s.q");
  EXPECT_EQ(calls[2].schema + "." + calls[2].name, "pack.r");
}

TEST(CodeEffect, TellsOfATransactionThatItBegins) {
  EXPECT_TRUE(code_effect("START TRANSACTION", {}).begins);
  EXPECT_TRUE(code_effect("BEGIN", {}).begins);
  EXPECT_TRUE(code_effect("BEGIN UPDATE t SET a = 1; START TRANSACTION; END", {}).begins);
  EXPECT_FALSE(code_effect("BEGIN NOT ATOMIC SELECT 1; END", {}).begins);
  EXPECT_FALSE(code_effect("BEGIN INSERT INTO t VALUES (1); END", {}).begins);
}

TEST(CodeEffect, ALiteralThatIsExecutedAtOnceIsRead) {
  EXPECT_TRUE(rolls_back("EXECUTE IMMEDIATE 'ROLL' 'BACK'"));
  EXPECT_EQ(code_effect("EXECUTE IMMEDIATE 'CALL p()' USING @a", {}).calls.size(), 1U);
  EXPECT_FALSE(code_effect("EXECUTE IMMEDIATE 'CALL p()'", {}).is_dynamic);
}

TEST(CodeEffect, TellsWhatRunsTextsThatAreNotKnownAndWhatDefinesObjects) {
  EXPECT_TRUE(code_effect("EXECUTE s USING @a", {}).is_dynamic);
  EXPECT_TRUE(code_effect("EXECUTE IMMEDIATE CONCAT('a', @b)", {}).is_dynamic);
  EXPECT_TRUE(code_effect("BEGIN PREPARE s FROM 'DO 1'; END", {}).is_dynamic);
  EXPECT_TRUE(code_effect("BEGIN DO 1; CREATE TABLE t (a INT); END", {}).defines);
  EXPECT_FALSE(code_effect("CALL p()", {}).defines);
}

TEST(OneRow, IsSureOfAnInsertOfOneRowOnly) {
  EXPECT_TRUE(inserts_one_row("INSERT INTO t VALUES (1, (2))", {}));
  EXPECT_TRUE(inserts_one_row("insert ignore s.t (a, b) value (1, 'x, (y)')", {}));
  EXPECT_TRUE(inserts_one_row("INSERT INTO t SET a = 1, b = 2", {}));
}

std::string written(std::string_view statement) {
  const std::optional<ObjectName> table = written_table(statement, {});
  return table ? table->schema + "." + table->name : "several";
}

TEST(WrittenTable, IsToldOfChangesOfOneTable) {
  for (const char* const each :
       {"INSERT INTO d.`t` SELECT * FROM m", "insert low_priority ignore d.t (a) VALUES (1)",
        "REPLACE DELAYED d.t SET a = 1", "UPDATE IGNORE d.t SET a = (SELECT b FROM m)",
        "UPDATE d.t AS x SET a = 1", "UPDATE d.t x SET a = 1", "DELETE FROM d.t",
        "DELETE QUICK FROM d.t x WHERE a IN (SELECT b FROM m)", "DELETE FROM d.t LIMIT 1",
        "LOAD DATA LOCAL INFILE 'f' REPLACE INTO TABLE d.t FIELDS TERMINATED BY ','",
        "SET STATEMENT max_statement_time = 5 FOR DELETE FROM d.t"}) {
    EXPECT_EQ(written(each), "d.t") << each;
  }
  EXPECT_EQ(written("INSERT t VALUES (1)"), ".t");
  EXPECT_EQ(written("INSERT INTO d.2024 VALUES (1)"), "d.2024");
}

TEST(WrittenTable, IsNotToldOfWhatMayChangeSeveral) {
  for (const char* const each :
       {"UPDATE t, m SET t.a = m.a", "UPDATE t JOIN m USING (a) SET t.a = 1", "DELETE t FROM t",
        "DELETE FROM t, m USING t JOIN m", "DELETE FROM t USING t JOIN m", "SELECT 1",
        "WITH x AS (SELECT 1) UPDATE t SET a = 1", "UPDATE", "INSERT INTO", ""}) {
    EXPECT_EQ(written(each), "several") << each;
  }
}

TEST(WrittenNames, AreThoseByWhichATableMayBeWritten) {
  const auto written = [](std::string_view text) { return join(written_names(text, {}), " "); };
  EXPECT_EQ(written("INSERT INTO T (a) SELECT b FROM m"), "t");
  EXPECT_EQ(written("UPDATE t JOIN u ON (t.id = u.id) SET t.status = (SELECT MAX(a) FROM m)"),
            "id join on t u update");
  EXPECT_EQ(written("DELETE t FROM t JOIN m USING (id) WHERE t.status = 1"),
            "delete from id join m t using");
  EXPECT_EQ(written("(SELECT a FROM m) UNION SELECT b FROM t"), "");
  EXPECT_EQ(written("WITH x AS (SELECT 1) SELECT * FROM m"), "");
  EXPECT_EQ(written("WITH x AS (SELECT 1) DELETE FROM m"), "as delete from m select with x");
}

TEST(OneRow, IsNotSureOfAnythingElse) {
  for (const char* const each :
       {"INSERT INTO t VALUES (1), (2)", "INSERT INTO t SELECT 1", "INSERT INTO t (SELECT 1)",
        "INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = 2", "INSERT INTO t VALUES",
        "REPLACE INTO t VALUES (1)", "UPDATE t SET a = 1", "INSERT", ""}) {
    EXPECT_FALSE(inserts_one_row(each, {})) << each;
  }
}

}  // namespace
}  // namespace dbmig

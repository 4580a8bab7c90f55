#include "sql/code_effect.h"

#include <gtest/gtest.h>

#include "sql/one_row.h"

namespace dbmig {
namespace {

bool rolls_back(std::string_view code) { return code_effect(code, {}).rolls_back; }

TEST(CodeEffect, ARollbackIsOne) {
  EXPECT_TRUE(rolls_back("BEGIN UPDATE t SET a = 1; ROLLBACK; END"));
  EXPECT_TRUE(rolls_back("BEGIN ROLLBACK WORK AND CHAIN; END"));
}

TEST(CodeEffect, ARollbackToASavepointIsNone) {
  EXPECT_FALSE(rolls_back("BEGIN SAVEPOINT s; ROLLBACK TO s; ROLLBACK WORK TO SAVEPOINT s; END"));
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

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_of.h"
#include "unit/dump/schema_text.h"

namespace dbmig {
namespace {

using ::testing::HasSubstr;
using Kind = SchemaObject::Kind;

TEST(ProgramForMysql, CollationsAreMappedWhereverTheyStand) {
  EXPECT_EQ(program_in_mysql(Kind::procedure,
                             "CREATE PROCEDURE `p`() BEGIN SELECT a COLLATE uca1400_as_cs; SET "
                             "collation_connection = utf8mb3_uca1400_ai_ci; SET NAMES utf8mb4 "
                             "COLLATE 'utf8mb4_general_nopad_ci'; END")
                .text,
            "CREATE PROCEDURE `p`() BEGIN SELECT a COLLATE utf8mb4_general_ci; SET "
            "collation_connection = utf8mb3_general_ci; SET NAMES utf8mb4 COLLATE "
            "utf8mb4_general_ci; END");
}

TEST(ProgramForMysql, StringsCommentsAndNamesStayAsTheyAre) {
  const std::string text =
      "CREATE PROCEDURE `p`() BEGIN -- COLLATE utf8mb4_uca1400_ai_ci\n SELECT 'COLLATE "
      "utf8mb4_uca1400_ai_ci', `nextval`, utf8mb4_uca1400_ai_ci /* nextval(s) */; END";
  EXPECT_EQ(program_in_mysql(Kind::procedure, text).text, text);
}

TEST(ProgramForMysql, SqlInAStringIsWarnedOf) {
  EXPECT_THAT(program_in_mysql(Kind::procedure,
                               "CREATE PROCEDURE `p`() PREPARE s FROM 'select a collate "
                               "utf8mb4_uca1400_ai_ci'")
                  .notes,
              HasSubstr("warning: a string in its body names a collation that MySQL 8 has not "
                        "got; if it is run as SQL, it will fail\n"));
}

TEST(ProgramForMysql, WordsThatMysqlReservesAreQuoted) {
  EXPECT_EQ(program_in_mysql(Kind::procedure,
                             "CREATE PROCEDURE `p`() BEGIN DECLARE rank INT; SELECT rank, "
                             "rank() OVER (ORDER BY 1), t.system FROM t WINDOW w AS (ORDER BY 1); "
                             "END")
                .text,
            "CREATE PROCEDURE `p`() BEGIN DECLARE `rank` INT; SELECT `rank`, rank() OVER (ORDER BY "
            "1), t.system FROM t WINDOW w AS (ORDER BY 1); END");
}

TEST(ProgramForMysql, DeclarationsGetTheCharacterSetOfTheirCollation) {
  EXPECT_EQ(program_in_mysql(Kind::function,
                             "CREATE FUNCTION `f`(a VARCHAR(9) COLLATE utf8mb4_bin) RETURNS "
                             "varchar(9) CHARSET utf8mb4 COLLATE utf8mb4_bin NO SQL BEGIN DECLARE "
                             "b TEXT COLLATE latin1_bin; RETURN b COLLATE utf8mb4_bin; END")
                .text,
            "CREATE FUNCTION `f`(a VARCHAR(9) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin) RETURNS "
            "varchar(9) CHARSET utf8mb4 COLLATE utf8mb4_bin NO SQL BEGIN DECLARE b TEXT CHARACTER "
            "SET latin1 COLLATE latin1_bin; RETURN b COLLATE utf8mb4_bin; END");
}

TEST(ProgramForMysql, AFunctionThatDoesNotSayWhatItDoesIsRefused) {
  EXPECT_EQ(program_in_mysql(Kind::function, "CREATE FUNCTION `p`() RETURNS int RETURN 1").notes,
            "refusal: it is neither DETERMINISTIC nor NO SQL nor READS SQL DATA, which MySQL "
            "refuses (1418); say which holds: ALTER FUNCTION `p` READS SQL DATA, or create it "
            "DETERMINISTIC\n");
  EXPECT_EQ(
      program_in_mysql(Kind::function, "CREATE FUNCTION `p`() RETURNS int NO SQL RETURN 1").notes,
      "");
}

TEST(ProgramForMysql, LanguageOfMariadbIsRefused) {
  for (const char* body :
       {"FOR i IN 1..3 DO SELECT i; END FOR", "EXECUTE IMMEDIATE 'x'", "SELECT median(a) OVER ()",
        "SET @a = NEXT VALUE FOR s", "INSERT INTO t VALUES (1) RETURNING a",
        "SELECT group_concat(a LIMIT 1)", "SET STATEMENT max_statement_time=1 FOR SELECT 1",
        "ALTER TABLE t ADD COLUMN IF NOT EXISTS a INT", "CREATE OR REPLACE TABLE t (a INT)"}) {
    EXPECT_THAT(program_in_mysql(Kind::procedure,
                                 std::string("CREATE PROCEDURE `p`() BEGIN ") + body + "; END")
                    .notes,
                HasSubstr("refusal: "))
        << body;
  }
}

TEST(ProgramForMysql, WordsThatOnlyLookLikeMariadbsPass) {
  const std::string text =
      "CREATE PROCEDURE `p`() BEGIN DECLARE c CURSOR FOR SELECT `median`, t.`returning`, "
      "last_value(a) OVER () FROM t; INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = "
      "VALUES(a); SELECT 1 FOR UPDATE; END";
  EXPECT_EQ(program_in_mysql(Kind::procedure, text).notes, "");
}

TEST(ProgramForMysql, OracleModeAndPackagesAreRefusedOrLeftOut) {
  const Translated refused = program_in_mysql(
      Kind::procedure, "CREATE PROCEDURE \"p\"(a VARCHAR2(10)) IS BEGIN NULL; END", "ORACLE");
  EXPECT_EQ(refused.notes,
            "refusal: it is written in Oracle's language (sql_mode ORACLE); write it in the "
            "language of the standard, or leave it out with --lossy\n");
  EXPECT_EQ(
      program_in_mysql(Kind::package, "CREATE PACKAGE `p` AS END", "", Missing::leave_out).text,
      "");
}

TEST(ProgramForMysql, OnlyModesThatMysqlKnowsAreKept) {
  const Translated done = program_in_mysql(
      Kind::procedure, "CREATE PROCEDURE `p`() SELECT 1",
      "STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,EMPTY_STRING_IS_NULL,NO_ENGINE_SUBSTITUTION");
  EXPECT_EQ(done.context.sql_mode, "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION");
}

TEST(ProgramForMysql, AViewWithWhatMysqlLacksIsRefused) {
  EXPECT_THAT(program_in_mysql(Kind::view,
                               "CREATE VIEW `v` AS select json_detailed(`t`.`a`) AS `x` from `t`")
                  .notes,
              HasSubstr("the function JSON_DETAILED() does not exist in MySQL 8"));
}

TEST(ProgramForMysql, AClientThatWasNotUtf8IsRefusedForWhatIsNotAscii) {
  SchemaObject object{Kind::procedure, "p", "CREATE PROCEDURE `p`() SELECT 'é'",
                      StoredContext{"", "latin1", "latin1_swedish_ci", "utf8mb4_bin", ""}};
  EXPECT_EQ(translated(object, mariadb(), {}).notes,
            "refusal: it was created by a client of latin1, and holds characters beyond ASCII; "
            "create it again with SET NAMES utf8mb4, or use --lossy\n");
  object.create = "CREATE PROCEDURE `p`() SELECT 'e'";
  EXPECT_EQ(translated(object, mariadb(), {}).notes, "");
}

struct Definers : ::testing::Test {
  static std::string with(DefinerRule rule, const std::string& create) {
    TranslateOptions options;
    options.definer = std::move(rule);
    return translated({Kind::view, "v", create, StoredContext{}}, mariadb(), options).text;
  }
  const std::string view =
      "CREATE ALGORITHM=UNDEFINED DEFINER=`a b`@`%` SQL SECURITY DEFINER VIEW `v` AS select 1";
};

TEST_F(Definers, AreKept) { EXPECT_EQ(with({}, view), view); }

TEST_F(Definers, AreDropped) {
  EXPECT_EQ(with({DefinerRule::Kind::drop, ""}, view),
            "CREATE ALGORITHM=UNDEFINED SQL SECURITY DEFINER VIEW `v` AS select 1");
}

TEST_F(Definers, AreMapped) {
  EXPECT_EQ(with({DefinerRule::Kind::map, "`app`@`%`"}, view),
            "CREATE ALGORITHM=UNDEFINED DEFINER=`app`@`%` SQL SECURITY DEFINER VIEW `v` AS select "
            "1");
}

TEST_F(Definers, ARoleHasNoHost) {
  EXPECT_EQ(with({DefinerRule::Kind::drop, ""}, "CREATE DEFINER=`r` VIEW `v` AS select 1"),
            "CREATE VIEW `v` AS select 1");
}

TEST(Triggers, AreNotBoundToTheNameOfTheirDatabase) {
  const SchemaObject trigger{
      Kind::trigger, "g",
      "CREATE DEFINER=`a`@`b` TRIGGER shop.g BEFORE INSERT ON `shop`.t FOR EACH ROW SET @a = "
      "(SELECT 1 FROM shop.t)",
      StoredContext{}};
  EXPECT_EQ(translated(trigger, mariadb(), {}).text,
            "CREATE DEFINER=`a`@`b` TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = (SELECT 1 "
            "FROM shop.t)");
}

TEST(Views, AreNotBoundToTheNameOfTheirDatabaseByAFunction) {
  const SchemaObject view{Kind::view, "v",
                          "CREATE VIEW `v` AS select `shop`.`f`(`shop`.`a`),`other`.`f`(1) from "
                          "`shop`",
                          StoredContext{}};
  EXPECT_EQ(translated(view, mariadb(), {}).text,
            "CREATE VIEW `v` AS select `f`(`shop`.`a`),`other`.`f`(1) from `shop`");
}

TEST(Translate, AViewOfWhatIsLeftOutIsLeftOutToo) {
  Catalog catalog;
  catalog.database = "shop";
  catalog.objects = {{Kind::sequence, "s", "CREATE SEQUENCE `s`", std::nullopt},
                     {Kind::view, "v", "CREATE VIEW `v` AS select `s`.`x` from `s`",
                      StoredContext{"", "utf8mb4", "utf8mb4_bin", "", ""}}};
  TranslateOptions options = options_for(DumpTarget::mysql8);
  options.missing = Missing::leave_out;
  EXPECT_TRUE(translate(catalog, mariadb(), options).catalog.objects.empty());
}

TEST(Translate, AllRefusalsAreReportedTogether) {
  const std::vector<Note> notes = {{Note::Kind::refusal, "table `a`", "one; do this"},
                                   {Note::Kind::warning, "table `b`", "no matter"},
                                   {Note::Kind::refusal, "table `c`", "two; do that"}};
  EXPECT_EQ(message_of([&] { throw_refusals(notes, "shop", DumpTarget::mysql8); }),
            "`shop` cannot be dumped for MySQL 8: 2 problems\n"
            "  table `a`: one; do this\n"
            "  table `c`: two; do that\n"
            "state: nothing was written\n"
            "hint: --lossy leaves out what can be left out, and lists it");
}

}  // namespace
}  // namespace dbmig

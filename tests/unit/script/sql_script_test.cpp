#include "script/sql_script.h"

#include <string>

#include <gtest/gtest.h>

#include "unit/script/script_text.h"

namespace dbmig {
namespace {

std::string problem(const std::string& body, const std::string& header = kHeader) {
  try {
    script(body, header);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::data);
    return e.report();
  }
  return "no problem";
}

TEST(SqlScript, GivesTheStatementsOfBothSectionsWithTheirPlaces) {
  const auto file = script(
      "\n-- migrate:upgrade\nCREATE TABLE t (a INT);\n  SELECT 1;\n\n"
      "-- migrate:downgrade\nDROP TABLE t;\n");
  EXPECT_EQ(text(file->upgrade()), "8:1 CREATE TABLE t (a INT); 9:3 SELECT 1");
  EXPECT_EQ(text(*file->downgrade()), "12:1 DROP TABLE t");
  EXPECT_EQ(file->upgrade().size(), 2U);
  EXPECT_FALSE(file->no_downgrade());
}

TEST(SqlScript, SendsEveryByteOfAStatement) {
  const std::string sql = "INSERT INTO t VALUES (':a %s \\n', /* :b */ 'x;y' -- it: works\n\t)";
  const auto file = script("-- migrate:upgrade\n" + sql + ";\n");
  EXPECT_EQ(text(file->upgrade()), "7:1 " + sql);
}

TEST(SqlScript, ReadsWindowsLineEnds) {
  const auto file = script(
      "-- migrate:upgrade\r\n-- migrate:only-on mysql\r\nSELECT 1,\r\n2;\r\n"
      "-- migrate:downgrade\r\nSELECT 3;\r\n",
      "-- ---\r\n-- revision: a1\r\n-- down_revision: null\r\n-- message: m\r\n-- ---\r\n");
  EXPECT_EQ(text(file->upgrade()), "8:1 SELECT 1,\r\n2");
  EXPECT_EQ(text(*file->downgrade()), "11:1 SELECT 3");
}

TEST(SqlScript, SectionsMayBeEmpty) {
  const auto file = script("-- migrate:upgrade\n-- migrate:downgrade\n-- nothing to do\n");
  EXPECT_EQ(file->upgrade().size(), 0U);
  EXPECT_EQ(file->downgrade()->size(), 0U);
}

TEST(SqlScript, ASectionEndsAStatementWithoutASemicolon) {
  const auto file = script("-- migrate:upgrade\nSELECT 1\n-- migrate:downgrade\nSELECT 2");
  EXPECT_EQ(text(file->upgrade()), "7:1 SELECT 1");
  EXPECT_EQ(text(*file->downgrade()), "9:1 SELECT 2");
}

TEST(SqlScript, AStatementKnowsItsLineForMessages) {
  const auto file = script("-- migrate:upgrade\n  SELECT\n  1;");
  Collector collector;
  file->upgrade().run(collector);
  EXPECT_EQ(collector.statements.at(0).location().str(), "a.sql:7:3");
  EXPECT_EQ(collector.statements.at(0).location().source_line, "  SELECT");
}

TEST(SqlScript, WordsInTheHeaderAreNoMarkers) {
  const auto file = script("-- migrate:upgrade\nSELECT 1;\n",
                           "-- ---\n-- revision: a1\n-- down_revision: null\n-- message: m\n"
                           "-- doc: |\n--   migrate:upgrade\n--   migrate:nonsense\n-- ---\n");
  EXPECT_EQ(file->upgrade().size(), 1U);
}

TEST(NoDowngradeSection, IsAFactUntilSomeoneWantsToRevert) {
  const auto file = script("-- migrate:upgrade\nSELECT 1;\n");
  EXPECT_EQ(file->downgrade(), nullptr);
  const Error refusal = downgrade_refusal("a1", file->no_downgrade().value());
  EXPECT_EQ(refusal.code(), ErrorCode::data);
  EXPECT_EQ(
      refusal.report(),
      "a.sql:6:4: revision a1 has no downgrade section\n"
      "  -- migrate:upgrade\n"
      "     ^\n"
      "state: nothing was run\n"
      "hint: add `-- migrate:downgrade` with what takes it back, or `-- migrate:irreversible: "
      "why` below that line when nothing can");
}

TEST(Irreversible, IsQuotedInTheRefusal) {
  const auto file = script(
      "-- migrate:upgrade\nSELECT 1;\n-- migrate:downgrade\n"
      "-- migrate:irreversible: the old numbers are gone\n");
  EXPECT_EQ(file->downgrade(), nullptr);
  const Error refusal = downgrade_refusal("a1", file->no_downgrade().value());
  EXPECT_EQ(refusal.code(), ErrorCode::policy);
  EXPECT_EQ(refusal.report(),
            "a.sql:9:4: revision a1 is irreversible: the old numbers are gone\n"
            "  -- migrate:irreversible: the old numbers are gone\n"
            "     ^\n"
            "state: nothing was run\n"
            "hint: stop above it, or restore a backup from before it");
}

TEST(Irreversible, StandsInADowngradeSectionWithoutStatements) {
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:irreversible: x\n"),
            "a.sql:7:4: `irreversible` belongs in the downgrade section\n"
            "  -- migrate:irreversible: x\n     ^\n"
            "hint: put `-- migrate:downgrade` on the line above it");
  const std::string both = "a downgrade section is irreversible or has statements, not both\n";
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:downgrade\n-- migrate:irreversible: x\nDO 1;"),
            "a.sql:9:1: " + both + "  DO 1;\n  ^");
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:downgrade\nDO 1;\n-- migrate:irreversible: x"),
            "a.sql:9:4: " + both + "  -- migrate:irreversible: x\n     ^");
}

TEST(Irreversible, HasAReasonOnce) {
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:downgrade\n-- migrate:irreversible:\n"),
            "a.sql:8:4: `irreversible` has nothing after it: a reason is missing\n"
            "  -- migrate:irreversible:\n     ^\n"
            "hint: for example: -- migrate:irreversible: the old values are gone");
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:downgrade\n-- migrate:irreversible: x\n"
                    "-- migrate:irreversible y\n"),
            "a.sql:9:4: `irreversible` is given twice\n  -- migrate:irreversible y\n     ^");
}

TEST(SqlScriptProblem, ThereIsExactlyOneUpgradeSection) {
  EXPECT_EQ(problem("\n-- nothing\n"),
            "a.sql:6:1: the file has no `-- migrate:upgrade` section\n  \n  ^\n"
            "hint: put `-- migrate:upgrade` on a line of its own above the statements");
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:upgrade\n"),
            "a.sql:7:4: a second `-- migrate:upgrade` section: the first is on line 6\n"
            "  -- migrate:upgrade\n     ^");
}

TEST(SqlScriptProblem, TheDowngradeSectionComesOnceAndLast) {
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:downgrade\n-- migrate:downgrade\n"),
            "a.sql:8:4: a second `-- migrate:downgrade` section: the first is on line 7\n"
            "  -- migrate:downgrade\n     ^");
  EXPECT_EQ(problem("-- migrate:downgrade\n-- migrate:upgrade\n"),
            "a.sql:6:4: a downgrade section without an upgrade section above it\n"
            "  -- migrate:downgrade\n     ^");
}

TEST(SqlScriptProblem, NothingStandsBeforeTheFirstSection) {
  EXPECT_EQ(problem("SELECT 1;\n-- migrate:upgrade\n"),
            "a.sql:6:1: a statement before `-- migrate:upgrade`\n  SELECT 1;\n  ^\n"
            "hint: put `-- migrate:upgrade` on a line of its own above it");
  EXPECT_EQ(problem("-- migrate:only-on mysql\n-- migrate:upgrade\n"),
            "a.sql:6:4: `only-on` stands before `-- migrate:upgrade`\n"
            "  -- migrate:only-on mysql\n     ^");
}

TEST(SqlScriptProblem, AMarkerStandsAloneOnItsLine) {
  EXPECT_EQ(problem("-- migrate:upgrade now\n"),
            "a.sql:6:20: text after `migrate:upgrade`\n  -- migrate:upgrade now\n"
            "                     ^\nhint: the marker stands alone on its line");
}

TEST(SqlScriptProblem, WhatOnlyLooksLikeAMarkerIsPointedAt) {
  for (const std::string line :
       {"-- MIGRATE:DOWNGRADE", "# migrate:downgrade", "-- migrate downgrade",
        "-- migrate : downgrade", "DO 2; -- migrate:downgrade"}) {
    const std::string report = problem("-- migrate:upgrade\nDO 1;\n" + line + "\nDO 3;\n");
    EXPECT_NE(report.find(": this is not read as a marker\n  " + line + "\n"), std::string::npos)
        << report;
  }
  EXPECT_EQ(problem("-- migrate:upgrade\nDO 1; -- migrate the rest later\n-- migrate\n"),
            "no problem");
}

TEST(SqlScriptProblem, AnUnknownDirectiveIsPointedAtWithTheNearestOne) {
  EXPECT_EQ(problem("-- migrate:upgrade\n-- migrate:only-one mysql\nDO 1;\n"),
            "a.sql:7:4: unknown directive \"migrate:only-one\", did you mean \"only-on\"?\n"
            "  -- migrate:only-one mysql\n     ^\n"
            "hint: after `migrate:` stands one of upgrade, downgrade, only-on, skip-if, "
            "repeat-until-no-rows, irreversible");
  EXPECT_EQ(problem("-- migrate:\n").substr(0, 40), "a.sql:6:4: unknown directive \"migrate:\"\n");
}

TEST(SqlScriptProblem, AnUnclosedQuoteIsShownByItsOpener) {
  const std::string report = problem("-- migrate:upgrade\nSELECT 'abc;\n-- migrate:downgrade\n");
  EXPECT_EQ(report.substr(0, 11), "a.sql:7:8: ") << report;
}

TEST(SqlScriptProblem, AWrongEncodingIsPointedAtByItsByte) {
  EXPECT_EQ(problem("-- migrate:upgrade\nSELECT 'caf\xE9';\n"),
            "a.sql:7:12: byte 0xE9 is not valid UTF-8\n  SELECT 'caf?';\n             ^\n"
            "hint: save the file as UTF-8");
}

TEST(SqlScriptProblem, AHeaderThatChangedSinceTheHistoryWasReadIsAnError) {
  EXPECT_EQ(problem("-- migrate:upgrade\n",
                    "-- ---\n-- revision: b2\n-- down_revision: null\n-- message: m\n-- ---\n"),
            "a.sql:2:14: the header changed while dbmig was running: it was read as revision a1\n"
            "  -- revision: b2\n               ^\n"
            "hint: run the command again");
}

TEST(SqlScriptProblem, AFileCutBeforeItsFirstSectionIsAnErrorAndLaterNeverACrash) {
  const std::string section = "-- migrate:upgrade\n";
  const std::string whole = kHeader + section +
                            "-- migrate:skip-if SELECT 'a'\nSELECT 'b', \"c\" /* d */ FROM `e`;\n"
                            "-- migrate:downgrade\nDO 1;\n";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string report = problem("", whole.substr(0, size));
    if (size < kHeader.size() + section.size() - 1) {
      EXPECT_NE(report, "no problem") << size;
    }
  }
}

TEST(SqlScript, TenThousandStatementsAndALongLineAreReadInLinearTime) {
  std::string body = "-- migrate:upgrade\n";
  for (int i = 0; i < 20'000; ++i)
    body += "DO 1; ";
  const auto file = script(body);
  EXPECT_EQ(file->upgrade().size(), 20'000U);
}

}  // namespace
}  // namespace dbmig

#include "script/import.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "python/python_format.h"
#include "script/conversion.h"
#include "support/message_of.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using There = ImportedRevision::There;

constexpr std::string_view kHead =
    "\"\"\"users create table\n\nRevision ID: a1\nRevises: \nCreate Date: 2026-11-21 10:00:00\n\n"
    "Why it is\nneeded.\n\"\"\"\nfrom alembic import op\nimport sqlalchemy as sa\n"
    "revision = 'a1'\ndown_revision = None\n";

std::string indented(std::string_view body) {
  return "    " + replaced(body, "\n", "\n    ") + "\n";
}

std::string file(std::string_view upgrade, std::string_view downgrade = "pass") {
  return std::string(kHead) + "def upgrade():\n" + indented(upgrade) + "def downgrade():\n" +
         indented(downgrade);
}

std::string converted(const std::string& text) {
  const auto format = python_format();
  const RevisionMetadata metadata = format->metadata(text, "a1.py", Extent::whole).value();
  return native_text(*format, text, "a1.py", metadata);
}

/// What stands below the header.
std::string body(const std::string& text) {
  const std::string whole = converted(text);
  const std::string_view fence = "-- ---\n\n";
  return whole.substr(whole.rfind(fence) + fence.size());
}

std::string problem(const std::string& text) {
  return message_of([&] { converted(text); });
}

TEST(NativeText, KeepsMessageDocDateAndStatements) {
  EXPECT_EQ(converted(file("op.execute('CREATE TABLE t (i INT)')", "op.drop_table('t')")),
            "-- ---\n"
            "-- revision: a1\n"
            "-- down_revision: null\n"
            "-- create_date: 2026-11-21 10:00:00\n"
            "-- message: users create table\n"
            "-- doc: |-\n"
            "--   Why it is\n"
            "--   needed.\n"
            "-- ---\n"
            "\n"
            "-- migrate:upgrade\n"
            "CREATE TABLE t (i INT);\n"
            "\n"
            "-- migrate:downgrade\n"
            "DROP TABLE t;\n");
}

TEST(NativeText, KeepsParentsLabelsAndDependencies) {
  const std::string text = converted(
      "revision = 'a1'\ndown_revision = ('b1', 'c1')\nbranch_labels = ('x',)\ndepends_on = 'd1'\n"
      "def upgrade(): pass\ndef downgrade(): pass\n");
  EXPECT_EQ(text,
            "-- ---\n-- revision: a1\n-- down_revision: [b1, c1]\n-- branch_labels: x\n"
            "-- depends_on: d1\n-- message: \"\"\n-- ---\n\n-- migrate:upgrade\n\n"
            "-- migrate:downgrade\n");
}

TEST(NativeText, OddMessagesAndDocsComeBackAsTheyWere) {
  for (const std::string doc : {"'it''s': # [x]", "two\\n  lines", "a — b\\n\\nc: d\\n\\n  - e\\te",
                                "x\\n\\n\\x01 and \\u2028\\nmore", "null", "\\n\\n"}) {
    SCOPED_TRACE(doc);
    // native_text() itself reads the header back and compares.
    EXPECT_THAT(converted("\"" + doc +
                          "\"\nrevision = 'a1'\ndown_revision = None\n"
                          "def upgrade(): pass\n"),
                testing::StartsWith("-- ---\n-- revision: a1\n"));
  }
}

TEST(NativeText, WhereTheServersDifferEachGetsItsOwn) {
  EXPECT_EQ(body(file("op.drop_constraint('c', 't', type_='check')\nop.drop_table('u')")),
            "-- migrate:upgrade\n"
            "-- migrate:only-on mariadb\n"
            "ALTER TABLE t DROP CONSTRAINT c;\n"
            "\n"
            "-- migrate:only-on mysql\n"
            "ALTER TABLE t DROP CHECK c;\n"
            "\n"
            "DROP TABLE u;\n"
            "\n"
            "-- migrate:downgrade\n");
}

TEST(NativeText, ANameThatOneServerReservesIsQuotedForBoth) {
  EXPECT_EQ(body(file("op.drop_column('rank', 'offset')\nop.execute('SELECT rank')")),
            "-- migrate:upgrade\n"
            "ALTER TABLE `rank` DROP COLUMN `offset`;\n"
            "\n"
            "SELECT rank;\n"
            "\n"
            "-- migrate:downgrade\n");
}

TEST(NativeText, AStoredProgramStandsBetweenDelimiters) {
  EXPECT_EQ(body(file("op.execute('CREATE PROCEDURE p() BEGIN DO 1; DO 2; END')")),
            "-- migrate:upgrade\n"
            "DELIMITER //\n"
            "CREATE PROCEDURE p() BEGIN DO 1; DO 2; END\n"
            "//\n"
            "DELIMITER ;\n"
            "\n"
            "-- migrate:downgrade\n");
}

TEST(NativeText, BlanksAndSemicolonsAroundAStatementGoCommentsBeforeItStay) {
  EXPECT_EQ(body(file("op.execute('''\n  -- why\n  DO 'a;%s:x' ; -- end\n''')")),
            "-- migrate:upgrade\n"
            "-- why\n"
            "      DO 'a;%s:x';\n"
            "\n"
            "-- migrate:downgrade\n");
}

TEST(NativeText, AStatementThatAFileCannotHoldIsRefused) {
  EXPECT_EQ(
      problem(file("op.execute('-- migrate:downgrade\\nDO 1')")),
      "a1.py: as a .sql file: a second `-- migrate:downgrade` section: the first is on line 12");
  EXPECT_THAT(problem(file("op.execute('-- nothing')")),
              testing::StartsWith("a1.py:15:5: a .sql file cannot hold this statement as it is"));
  EXPECT_THAT(problem(file("op.execute('source x')")), testing::StartsWith("a1.py: as a .sql"));
}

TEST(NativeText, WhatIsUnsupportedIsRefusedWithItsPlace) {
  EXPECT_THAT(problem(file("op.nothing()")), testing::StartsWith("a1.py:15:5: "));
  EXPECT_THAT(problem(file("pass", "op.nothing()")), testing::StartsWith("a1.py:17:5: "));
}

TEST(NativeText, WithoutADowngradeThereIsNoSection) {
  EXPECT_EQ(body(std::string(kHead) + "def upgrade(): pass\n"), "-- migrate:upgrade\n");
}

TEST(NativeText, ADowngradeThatOnlyRaisesIsIrreversible) {
  EXPECT_THAT(body(file("pass", "'no'\nraise NotImplementedError('the rows\\nare gone')")),
              testing::EndsWith("-- migrate:downgrade\n"
                                "-- migrate:irreversible: the rows are gone\n"));
  EXPECT_THAT(body(file("pass", "raise errors.Never()")),
              testing::EndsWith("-- migrate:irreversible: downgrade() raises Never\n"));
}

/// A folder of Python revisions beside a tree.
class Import {
 public:
  Import() {
    fs::create_directories(dir_ / "from");
    fs::create_directories(dir_ / "tree/versions");
  }

  Import& python(const std::string& folder, const std::string& id, const std::string& down,
                 const std::string& upgrade = "pass") {
    return file(folder + "/" + id + "_x.py",
                "from alembic import op\nrevision = '" + id + "'\ndown_revision = " + down +
                    "\ndef upgrade(): " + upgrade + "\ndef downgrade(): pass\n");
  }
  Import& file(const std::string& path, const std::string& text) {
    std::ofstream(dir_ / path) << text;
    return *this;
  }
  std::vector<ImportedRevision> run(const fs::path& from = "from") const {
    RevisionFormats python;
    python.push_back(python_format());
    const LoadedRevisions sources =
        load_revisions({dir_ / from}, ScriptLocations::Depth::flat, python);
    RevisionFormats formats = native_formats();
    formats.push_back(python_format());
    const ScriptDirectory tree({dir_ / "tree", {}, ScriptLocations::Depth::flat},
                               std::move(formats));
    return imported(tree, sources, dir_ / from, tree.version_locations().front());
  }
  /// Each revision with what stands at the place of its file: `a1 a1_x.sql absent`.
  std::vector<std::string> list(const fs::path& from = "from") const {
    std::vector<std::string> lines;
    for (const ImportedRevision& one : run(from)) {
      const std::string there = one.there == There::absent ? "absent"
                                : one.there == There::same ? "same"
                                                           : "different";
      lines.push_back(one.id + " " + one.path.filename().string() + " " + there);
    }
    return lines;
  }
  Import& write() {
    for (const ImportedRevision& one : run())
      write_file(one.path, one.text, Existing::replace);
    return *this;
  }
  std::string problem() const {
    return replaced(message_of([&] { run(); }), dir_.path().string() + "/", "");
  }

 private:
  TempDir dir_;
};

using testing::ElementsAre;

TEST(Import, ParentsComeBeforeTheirChildren) {
  Import import;
  import.python("from", "a1", "'b1'").python("from", "b1", "'c1'").python("from", "c1", "None");
  EXPECT_THAT(import.list(),
              ElementsAre("c1 c1_x.sql absent", "b1 b1_x.sql absent", "a1 a1_x.sql absent"));
}

TEST(Import, ASecondTimeNothingIsNew) {
  Import import;
  import.python("from", "a1", "None").write();
  EXPECT_THAT(import.list(), ElementsAre("a1 a1_x.sql same"));
}

TEST(Import, AfterAnUpdateOnlyWhatIsNewIsAbsent) {
  Import import;
  import.python("from", "a1", "None").write().python("from", "b1", "'a1'");
  EXPECT_THAT(import.list(), ElementsAre("a1 a1_x.sql same", "b1 b1_x.sql absent"));
}

TEST(Import, AFileThatWasEditedIsDifferent) {
  Import import;
  import.python("from", "a1", "None").write();
  import.python("from", "a1", "None", "op.execute('DO 1')");
  EXPECT_THAT(import.list(), ElementsAre("a1 a1_x.sql different"));
}

TEST(Import, BesideItsOriginalAFileIsFoundByItsId) {
  Import import;
  import.python("tree/versions", "a1", "None")
      .file("tree/versions/other.sql",
            "-- ---\n-- revision: a1\n-- down_revision: null\n-- message: x\n-- ---\n"
            "-- migrate:upgrade\n");
  EXPECT_THAT(import.list("tree/versions"), ElementsAre("a1 other.sql different"));
}

TEST(Import, WhatHasNoSqlStaysPython) {
  Import import;
  import.python("from", "a1", "None", "op.nothing()").python("from", "b1", "'a1'");
  EXPECT_THAT(import.list(), ElementsAre("a1 a1_x.py absent", "b1 b1_x.sql absent"));
  import.write();
  EXPECT_THAT(import.list(), ElementsAre("a1 a1_x.py same", "b1 b1_x.sql same"));
  EXPECT_TRUE(import.run().front().why);
}

TEST(Import, WhatWasWrittenByHandForARevisionWithoutSqlIsLeftAlone) {
  Import import;
  import.python("from", "a1", "None", "op.nothing()")
      .file("tree/versions/a1.sql",
            "-- ---\n-- revision: a1\n-- down_revision: null\n-- message: x\n-- ---\n"
            "-- migrate:upgrade\nDO 1;\n");
  EXPECT_THAT(import.list(), ElementsAre("a1 a1.sql same"));
  EXPECT_FALSE(import.run().front().why);
}

TEST(Import, OtherParentsThanInTheTreeAreAnErrorWithBothFiles) {
  Import import;
  import.python("from", "a1", "None").python("from", "b1", "'a1'").write();
  import.python("from", "b1", "None");
  EXPECT_EQ(import.problem(),
            "from/b1_x.py:3:1: revision b1 revises none here, but a1 in "
            "tree/versions/b1_x.sql\n"
            "  down_revision = None\n  ^\n"
            "hint: correct `down_revision` in one of them, or remove one of the two files");
}

TEST(Import, AParentThatIsNowhereIsAnError) {
  Import import;
  import.python("from", "b1", "'a1'");
  EXPECT_THAT(import.problem(), testing::StartsWith("from/b1_x.py:3:17: "));
}

TEST(Import, ANameThatAnotherRevisionHasIsAnError) {
  Import import;
  import.python("from", "a1", "None")
      .file("tree/versions/a1_x.sql",
            "-- ---\n-- revision: z1\n-- down_revision: null\n-- message: x\n-- ---\n"
            "-- migrate:upgrade\n");
  EXPECT_EQ(import.problem(),
            "from/a1_x.py: the name tree/versions/a1_x.sql is taken, by a file of another "
            "revision\nhint: rename that file: its name means nothing to dbmig");
}

}  // namespace
}  // namespace dbmig

#include "python/metadata.h"

#include <filesystem>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.h"
#include "python/parser.h"
#include "support/message_of.h"
#include "unit/script/random_text.h"

namespace dbmig::python {
namespace {

using testing::ElementsAre;

RevisionMetadata read(const std::string& text, std::string_view file = "a.py") {
  const Source source{text, file};
  return metadata(source, top_level(source));
}

std::string problem(const std::string& text) {
  return message_of([&] { read(text); });
}

/// What one way of reading finds, on one line.
std::string shown(const Source& source, const TopLevel& top) {
  std::string text = top.doc == nullptr ? "-" : top.doc->text;
  for (const auto& [name, statement] : top.statements)
    text += " | " + std::string(name) + "@" + std::to_string(statement->offset);
  return text + " | " + message_of([&] { text += metadata(source, top).revision.id; });
}

TEST(PythonMetadata, ALiteralIsTheRevision) {
  const Revision revision = read(
                                "revision: str = 'a1'\ndown_revision: Any = ('b' '1', \"c1\",)\n"
                                "branch_labels = None\ndepends_on = ['d1']\n")
                                .revision;
  EXPECT_EQ(revision.id, "a1");
  EXPECT_THAT(revision.down_revisions, ElementsAre("b1", "c1"));
  EXPECT_TRUE(revision.branch_labels.empty());
  EXPECT_THAT(revision.depends_on, ElementsAre("d1"));
}

TEST(PythonMetadata, TheDocStringIsMessageDocAndDate) {
  const RevisionMetadata found = read(
      "# -*- coding: utf-8 -*-\n\n\"\"\"Add\nnotes\n\nWhy: asked for.\n\nRevision ID: a1\nRevises: "
      "\nCreate Date: 2026-11-21 10:00:00.5\n\n\"\"\"\nrevision = 'a1'\ndown_revision = None\n");
  EXPECT_EQ(found.revision.message, "Add\nnotes");
  EXPECT_EQ(found.doc, "Why: asked for.");
  EXPECT_EQ(found.create_date, "2026-11-21 10:00:00.5");
}

TEST(PythonMetadata, TheLastStatementCountsAlsoBelowAFunction) {
  const std::string text =
      "revision = 'a1'; down_revision = None\ndef upgrade():\n  revision = 'no'\nif x: a; "
      "revision = 'no'\nx = '''\nrevision = 'no'\n'''\nf(\nrevision = 'no')\nrevision = 'a2'\n";
  EXPECT_EQ(read(text).revision.id, "a2");
}

TEST(PythonMetadata, AFileNamedByItsIdNeedsNotSayIt) {
  EXPECT_EQ(read("down_revision = None", "versions/1a2b.py").revision.id, "1a2b");
}

TEST(PythonMetadata, WhatIsComputedIsRefusedWhereItIs) {
  EXPECT_EQ(problem("revision = 'a1'\ndown_revision = PREVIOUS"),
            "a.py:2:17: `down_revision` must be a string, a tuple of strings, or None\n"
            "  down_revision = PREVIOUS\n                  ^\n"
            "hint: the history of a tree is read without running its files");
  EXPECT_EQ(problem("revision = 'a1'\ndown_revision = None\ndepends_on += ('b1',)"),
            "a.py:3:1: `depends_on` is not simply given a value here\n"
            "  depends_on += ('b1',)\n  ^\n"
            "hint: write `depends_on = ...` with a string, a tuple of strings, or None");
}

TEST(PythonMetadata, WhatIsMissingIsNamed) {
  EXPECT_EQ(message_of([] { read("x = 1", "m.py"); }),
            "m.py:1:1: this file says no `revision`\n  x = 1\n  ^\n"
            "hint: a file in a folder of revisions must be one; move others elsewhere");
  EXPECT_EQ(problem("revision = 'a1'"),
            "a.py:1:1: this file says no `down_revision`\n  revision = 'a1'\n  ^\n"
            "hint: write `down_revision = None` for the first revision of a history");
}

TEST(PythonMetadata, AnIdMustBeFitToBeOne) {
  EXPECT_EQ(problem("revision = 'a@1'\ndown_revision = None"),
            "a.py:1:12: Character(s) '@' not allowed in revision identifier 'a@1'\n"
            "  revision = 'a@1'\n             ^");
}

TEST(PythonMetadata, AValueIsFoundForProblemsOfTheHistory) {
  const std::string text = "revision = 'a1'\ndown_revision = ('b1', 'c1')\n";
  EXPECT_EQ(metadata_location({text, "a.py"}, HeaderKey::down_revision, "c1").str(), "a.py:2:24");
  EXPECT_EQ(metadata_location({text, "a.py"}, HeaderKey::down_revision, "x").str(), "a.py:2:1");
  EXPECT_EQ(metadata_location({text, "a.py"}, HeaderKey::message, "x").str(), "a.py:1:1");
}

TEST(PythonMetadata, AFormFeedIsNoIndentation) {
  const RevisionMetadata found =
      read("\f'A page of its own'\n\frevision = 'a1'\ndown_revision = None\n");
  EXPECT_EQ(found.revision.message, "A page of its own");
  EXPECT_EQ(found.revision.id, "a1");
}

TEST(PythonMetadata, SteppingOverFunctionsFindsWhatParsingThemFinds) {
  Random random;
  SCOPED_TRACE(testing::Message() << "seed " << random.seed());
  const std::vector<std::string> pieces = {"revision = 'a1'\n",
                                           "down_revision = None\n",
                                           "'''doc'''\n",
                                           "# revision = 'x'\n",
                                           "\n",
                                           "def f():\n  revision = 'b1'\n",
                                           "if x: a; revision = 'c1'\n",
                                           "a; revision = 'd1'\n",
                                           "x = (\nrevision, \n'''\nrevision = 1''')\n",
                                           "x = \\\nrevision\n",
                                           "@d(\n)\nclass A: pass\n",
                                           "depends_on = ('e1',)  # why\n",
                                           "x = rb'\\''; branch_labels = ['f1']\n",
                                           "   # c\n",
                                           "f'{x['a']}'; revision = 'g1';\n",
                                           "revision_ = 1\r\n",
                                           "\f",
                                           "  \f\n",
                                           "\\\n",
                                           "\\\n\n",
                                           "for a in b:\n\n  a\n\n  b\nelse: c\n"};
  for (int i = 0; i < 500; ++i) {
    const std::string text = random.text(pieces, 8) + "x\n";
    const Source source{text, "a.py"};
    EXPECT_EQ(shown(source, top_level(source)), shown(source, top_level(source, parse(source))))
        << text;
  }
}

}  // namespace
}  // namespace dbmig::python

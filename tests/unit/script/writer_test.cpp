#include "script/writer.h"

#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "script/header.h"
#include "support/temp_dir.h"
#include "unit/script/random_text.h"

namespace dbmig {
namespace {

/// Saturday, 21 November 2026, 10:00:00 UTC.
WallTime ten() {
  return wall_time(std::chrono::system_clock::time_point(std::chrono::seconds(1795255200)), "UTC");
}

NewRevision revision(const std::string& id, const std::string& message) {
  NewRevision r;
  r.id = id;
  r.message = message;
  return r;
}

Header written(const NewRevision& r) {
  return parse_header(revision_text(r, ten()), "a.sql", Extent::whole).value();
}

std::string problem(const NewRevision& r) {
  try {
    revision_text(r, ten());
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::usage);
    return e.what();
  }
  return "no problem";
}

TEST(RevisionText, IsAHeaderAndBothSections) {
  NewRevision r = revision("9142c979f5df", "customers create table");
  r.down_revisions = {"2b56bd21e419"};
  EXPECT_EQ(revision_text(r, ten()),
            "-- ---\n"
            "-- revision: 9142c979f5df\n"
            "-- down_revision: 2b56bd21e419\n"
            "-- create_date: 2026-11-21 10:00:00+00:00\n"
            "-- message: customers create table\n"
            "-- ---\n"
            "\n"
            "-- migrate:upgrade\n"
            "-- SQL that takes the schema to this revision, each statement ended by `;`.\n"
            "\n"
            "-- migrate:downgrade\n"
            "-- SQL that takes it back; if nothing can, write: -- migrate:irreversible: why\n");
}

TEST(RevisionText, GivesBackWhatWasPutIn) {
  NewRevision r = revision("012345678901", "merge: a and b");
  r.down_revisions = {"a1", "123e10"};
  r.branch_labels = {"my-branch"};
  r.depends_on = {"b1", "null", "[x]"};
  r.replaces = {"c1"};
  const Header h = written(r);
  EXPECT_EQ(h.revision.id, r.id);
  EXPECT_EQ(h.revision.down_revisions, r.down_revisions);
  EXPECT_EQ(h.revision.branch_labels, r.branch_labels);
  EXPECT_EQ(h.revision.depends_on, r.depends_on);
  EXPECT_EQ(h.revision.replaces, r.replaces);
  EXPECT_EQ(h.message, r.message);
  EXPECT_EQ(h.create_date, "2026-11-21 10:00:00+00:00");
}

TEST(RevisionText, EveryMessageComesBackAsItWas) {
  Random random;
  for (int i = 0; i < 1'000; ++i) {
    const std::string message = random.text({"a",
                                             "é",
                                             "\n",
                                             "\n\n",
                                             "---",
                                             "-- ---",
                                             "\"",
                                             "'",
                                             "\"\"\"",
                                             ": ",
                                             " #",
                                             " ",
                                             "\t",
                                             "\\",
                                             "\\n",
                                             "null",
                                             "~",
                                             "%",
                                             "-- migrate:upgrade",
                                             "\r\n",
                                             "[",
                                             "]",
                                             "{",
                                             "&a",
                                             "*",
                                             "!",
                                             "|",
                                             ">",
                                             "\x01",
                                             "\x7F",
                                             "\xC2\x85",
                                             "\xE2\x80\xA8",
                                             "\xEF\xBB\xBF",
                                             "😀",
                                             "1"},
                                            8);
    SCOPED_TRACE(testing::Message() << "seed " << random.seed() << "\n" << message);
    ASSERT_EQ(written(revision("a1", message)).message, message);
  }
}

TEST(RevisionText, RefusesAnIdThatCannotBeOne) {
  EXPECT_EQ(problem(revision("bad-id", "m")),
            "Character(s) '-' not allowed in revision identifier 'bad-id'");
  EXPECT_EQ(problem(revision("a@b-c", "m")),
            "Character(s) '-, @' not allowed in revision identifier 'a@b-c'");
  EXPECT_EQ(problem(revision("", "m")), "a revision identifier cannot be empty");
  EXPECT_EQ(problem(revision("../x", "m")),
            "'../x' cannot be a revision identifier: it holds a blank, a comma, a slash or a "
            "control character");
  EXPECT_EQ(problem(revision(std::string(33, 'a'), "m")),
            "revision identifier 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' is longer than the 32 "
            "characters that the version table can hold");
}

TEST(RevisionText, RefusesAMessageThatIsNotUtf8) {
  EXPECT_EQ(problem(revision("a1", "caf\xE9")),
            "the message and the names of a revision are UTF-8");
}

TEST(NewRevisionId, IsTwelveHexDigitsThatAreNotTaken) {
  EXPECT_THAT(new_revision_id([](const RevisionId&) { return false; }),
              testing::MatchesRegex("[0-9a-f]{12}"));
  std::set<RevisionId> refused;
  const RevisionId id = new_revision_id([&](const RevisionId& candidate) {
    return refused.insert(candidate).second && refused.size() < 5;
  });
  EXPECT_EQ(refused.size(), 5U);
  EXPECT_TRUE(refused.contains(id));
}

TEST(WriteRevision, MakesTheFoldersAndGivesThePath) {
  const TempDir dir;
  const auto path = write_revision(dir / "versions", revision("a1", "Add a table"),
                                   {.file_template = "%(year)d/%(rev)s_%(slug)s"}, ten());
  EXPECT_EQ(path, dir / "versions/2026/a1_add_a_table.sql");
  EXPECT_TRUE(read_file(path, ErrorCode::data).starts_with("-- ---\n-- revision: a1\n"));
}

TEST(WriteRevision, NeverOverwrites) {
  const TempDir dir;
  write_file(dir / "a1_m.sql", "mine", Existing::refuse);
  try {
    write_revision(dir.path(), revision("a1", "m"), {}, ten());
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::cannot_create);
    EXPECT_EQ(e.report(), "cannot write " + (dir / "a1_m.sql").string() + ": File exists");
  }
  EXPECT_EQ(read_file(dir / "a1_m.sql", ErrorCode::data), "mine");
}

TEST(WriteRevision, SaysWhichFolderCannotBeMade) {
  const TempDir dir;
  write_file(dir / "versions", "a file", Existing::refuse);
  try {
    write_revision(dir / "versions/x", revision("a1", "m"), {}, ten());
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::cannot_create);
    EXPECT_EQ(e.report(), "cannot create " + (dir / "versions/x").string() + ": Not a directory");
  }
}

}  // namespace
}  // namespace dbmig

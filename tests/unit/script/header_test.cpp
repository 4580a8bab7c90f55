#include "script/header.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dbmig {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A file whose header has these lines.
std::string file(const std::string& lines) {
  std::string text = "-- ---\n";
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    text += "-- " + lines.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return text + "-- ---\n\n-- migrate:upgrade\n";
}

Header header(const std::string& lines) {
  return parse_header(file(lines), "a.sql", Extent::whole).value();
}

std::string problem_in(const std::string& text) {
  try {
    parse_header(text, "a.sql", Extent::whole);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::data);
    return e.report();
  }
  return "no problem";
}

std::string problem(const std::string& lines) { return problem_in(file(lines)); }

/// The three keys that every header has.
const std::string kLeast = "revision: a1\ndown_revision: null\nmessage: m\n";

TEST(Header, GivesWhatTheContractsExampleSays) {
  const Header h = header(
      "revision: 9142c979f5df\ndown_revision: 2b56bd21e419\n"
      "create_date: 2026-11-21 10:00:00\nmessage: customers create table\n");
  EXPECT_EQ(h.revision.id, "9142c979f5df");
  EXPECT_THAT(h.revision.down_revisions, ElementsAre("2b56bd21e419"));
  EXPECT_EQ(h.revision.message, "customers create table");
  EXPECT_EQ(h.create_date, "2026-11-21 10:00:00");
}

TEST(Header, DownRevisionIsNullForABaseAndAListForAMerge) {
  EXPECT_THAT(header(kLeast).revision.down_revisions, IsEmpty());
  for (const char* const none : {"", " ~", " []", " Null"}) {
    EXPECT_THAT(header("revision: a\nmessage: m\ndown_revision:" + std::string(none))
                    .revision.down_revisions,
                IsEmpty());
  }
  EXPECT_THAT(header("revision: a\ndown_revision: [b, c]\nmessage: m").revision.down_revisions,
              ElementsAre("b", "c"));
  EXPECT_THAT(header("revision: a\ndown_revision:\n- b\n- c\nmessage: m").revision.down_revisions,
              ElementsAre("b", "c"));
}

TEST(Header, TakesLabelsDependenciesAndReplacedRevisions) {
  const Revision r =
      header(kLeast + "branch_labels: net\ndepends_on: [b1, my-branch]\nreplaces: [c1]").revision;
  EXPECT_THAT(r.branch_labels, ElementsAre("net"));
  EXPECT_THAT(r.depends_on, ElementsAre("b1", "my-branch"));
  EXPECT_THAT(r.replaces, ElementsAre("c1"));
}

TEST(Header, IdsStayAsTyped) {
  for (const char* const id : {"123e10", "012345678901", "0x1F", "yes", "1_000", "12", "1.50"}) {
    EXPECT_EQ(
        header("revision: " + std::string(id) + "\ndown_revision: null\nmessage: m").revision.id,
        id);
    EXPECT_EQ(
        header("revision: '" + std::string(id) + "'\ndown_revision: null\nmessage: m").revision.id,
        id);
  }
}

TEST(Header, TheFirstParagraphOfTheMessageIsTheTitle) {
  const Header h = header(
      "revision: a\ndown_revision: null\nmessage: |\n  one\n  two\n\n  three\n\n  four\n"
      "doc: five");
  EXPECT_EQ(h.revision.message, "one\ntwo");
  EXPECT_EQ(h.doc, "three\n\nfour\n\nfive");
  EXPECT_EQ(h.message, "one\ntwo\n\nthree\n\nfour\n");
}

TEST(Header, AnEmptyMessageIsAnEmptyTitle) {
  EXPECT_EQ(header("revision: a\ndown_revision: null\nmessage:").revision.message, "");
}

TEST(Header, EndsWhereItsSecondFenceEnds) {
  const std::string text = file(kLeast);
  EXPECT_EQ(text.substr(header(kLeast).end), "\n-- migrate:upgrade\n");
}

TEST(Header, ReadsWindowsLineEndsAndAByteOrderMark) {
  const std::string text =
      "\xEF\xBB\xBF\r\n-- ---\r\n-- revision: a\r\n-- down_revision: 'b'\r\n-- message: m\r\n"
      "-- --- \r\n";
  const Header h = parse_header(text, "a.sql", Extent::whole).value();
  EXPECT_EQ(h.revision.message, "m");
  EXPECT_THAT(h.revision.down_revisions, ElementsAre("b"));
  EXPECT_EQ(h.end, text.size());
}

TEST(Header, AHeadThatIsCutAnywhereAsksForMoreOfTheFile) {
  const std::string text =
      "-- ---\n-- revision: a\n-- down_revision: null\n-- message: é\n-- ---\n";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_FALSE(parse_header(text.substr(0, size), "a.sql", Extent::head)) << size;
  EXPECT_TRUE(parse_header(text, "a.sql", Extent::head));
}

TEST(Header, AFileThatIsCutAnywhereInItsHeaderIsAnError) {
  const std::string text = "-- ---\n-- revision: a\n-- down_revision: null\n-- message: m\n-- ---";
  for (std::size_t size = 0; size < text.size(); ++size)
    EXPECT_NE(problem_in(text.substr(0, size)), "no problem") << size;
  EXPECT_EQ(problem_in(text), "no problem");
}

TEST(HeaderProblem, AFileWithoutAHeaderIsToldWhatIsExpected) {
  EXPECT_EQ(problem_in("\n\nCREATE TABLE t (a INT);\n"),
            "a.sql:3:1: expected `-- ---`: a revision file begins with a header\n"
            "  CREATE TABLE t (a INT);\n"
            "  ^\n"
            "hint: `dbmig revision -m \"...\"` writes a file with a header to start from");
  EXPECT_EQ(problem_in(" \n"),
            "a.sql:2:1: the file is empty: a revision file begins with a header\n  \n  ^\n"
            "hint: `dbmig revision -m \"...\"` writes a file with a header to start from");
}

TEST(HeaderProblem, AHeaderWithoutAnEndIsShownByItsOpener) {
  const std::string expected =
      "a.sql:1:1: the header that begins here does not end\n"
      "  -- ---\n"
      "  ^\n"
      "hint: a second `-- ---` ends the header";
  EXPECT_EQ(problem_in("-- ---\n-- revision: a\n"), expected);
  std::string endless = "-- ---\n";
  for (int i = 0; i < 100'000; ++i)
    endless += "-- # and so on\n";
  EXPECT_EQ(problem_in(endless), expected);
  EXPECT_EQ(problem_in("-- ---\n-- " + std::string(200'000, 'x')), expected);
}

TEST(HeaderProblem, ALineThatIsNoCommentIsWhereTheHeaderShouldHaveEnded) {
  EXPECT_EQ(problem_in("-- ---\n-- revision: a\n\n-- migrate:upgrade\n"),
            "a.sql:3:1: expected `-- ---` to end the header before this line\n"
            "  \n"
            "  ^\n"
            "hint: every line of the header begins with `-- `");
}

TEST(HeaderProblem, AnUnknownKeyIsPointedAtWithTheNearestOne) {
  EXPECT_EQ(problem(kLeast + "depend_on: b"),
            "a.sql:5:4: unknown key \"depend_on\", did you mean \"depends_on\"?\n"
            "  -- depend_on: b\n"
            "     ^\n"
            "hint: the keys of a header are revision, down_revision, branch_labels, depends_on, "
            "replaces, create_date, message, doc");
}

TEST(HeaderProblem, AMissingKeyIsNamed) {
  EXPECT_EQ(problem("revision: a\nmessage: m"),
            "a.sql:1:1: the header has no `down_revision`\n  -- ---\n  ^\n"
            "hint: the first revision of a history says `down_revision: null`");
  EXPECT_EQ(problem("revision: a\ndown_revision: b"),
            "a.sql:1:1: the header has no `message`\n  -- ---\n  ^\n"
            "hint: add a line `-- message: ...`");
  EXPECT_EQ(problem("").substr(0, 44), "a.sql:1:1: the header has no `revision`\n  --");
}

TEST(HeaderProblem, AKeyGivenTwiceIsShownTheSecondTime) {
  EXPECT_EQ(problem(kLeast + "revision: b"),
            "a.sql:5:4: `revision` is given twice\n  -- revision: b\n     ^");
}

TEST(HeaderProblem, ARevisionWithoutAValueIsAnError) {
  EXPECT_EQ(problem("revision: null\ndown_revision: b\nmessage: m"),
            "a.sql:2:4: `revision` has no value\n  -- revision: null\n     ^\n"
            "hint: it takes the id of this revision, as in `revision: 9142c979f5df`");
  EXPECT_EQ(problem("revision: ''\ndown_revision: b\nmessage: m"),
            "a.sql:2:14: a revision identifier cannot be empty\n"
            "  -- revision: ''\n               ^");
}

TEST(HeaderProblem, AnIdThatCouldNotBeNamedOnTheCommandLineIsAnError) {
  EXPECT_EQ(problem("revision: aa-a1\ndown_revision: b\nmessage: m"),
            "a.sql:2:14: Character(s) '-' not allowed in revision identifier 'aa-a1'\n"
            "  -- revision: aa-a1\n               ^");
  EXPECT_EQ(problem("revision: a\ndown_revision: [b, 'x@y+z']\nmessage: m"),
            "a.sql:3:23: Character(s) '+, @' not allowed in revision identifier 'x@y+z'\n"
            "  -- down_revision: [b, 'x@y+z']\n                        ^");
  EXPECT_EQ(problem("revision: a b\ndown_revision: b\nmessage: m"),
            "a.sql:2:14: 'a b' cannot be a revision identifier: it holds a blank, a comma, a "
            "slash or a control character\n  -- revision: a b\n               ^");
}

TEST(HeaderProblem, ANameGivenTwiceInAListIsAnError) {
  EXPECT_EQ(problem("revision: a\ndown_revision: [b, c, b]\nmessage: m"),
            "a.sql:3:26: `down_revision` names b twice\n"
            "  -- down_revision: [b, c, b]\n                           ^");
}

TEST(HeaderProblem, AListWhereOneValueIsDueIsAnError) {
  EXPECT_EQ(problem("revision: a\ndown_revision: b\nmessage: [m]"),
            "a.sql:4:4: `message` takes one value, not a list\n  -- message: [m]\n     ^");
  EXPECT_EQ(problem("revision: a\ndown_revision: {b: c}\nmessage: m"),
            "a.sql:3:19: `down_revision` cannot take a mapping\n"
            "  -- down_revision: {b: c}\n                    ^");
  EXPECT_EQ(problem("revision: a\ndown_revision: [b, null]\nmessage: m"),
            "a.sql:3:4: every element of `down_revision` is one plain value\n"
            "  -- down_revision: [b, null]\n     ^");
}

TEST(HeaderProblem, WhatIsNotYamlIsPointedAtWithAHint) {
  EXPECT_EQ(problem("revision: a\ndown_revision: b\nmessage: add: column"),
            "a.sql:4:16: not valid YAML: illegal map value\n"
            "  -- message: add: column\n"
            "                 ^\n"
            "hint: a value that holds `: ` or ` #`, or begins with a special character, is "
            "written in quotes");
}

TEST(HeaderProblem, AQuoteWithoutAnEndIsShownByItsOpener) {
  EXPECT_EQ(problem("revision: a\ndown_revision: b\nmessage: \"add \\\" column"),
            "a.sql:4:13: the quote that opens here is not closed\n"
            "  -- message: \"add \\\" column\n"
            "              ^");
  EXPECT_EQ(problem("revision: a\ndown_revision: b\nmessage: 'it''s\n"),
            "a.sql:4:13: the quote that opens here is not closed\n"
            "  -- message: 'it''s\n"
            "              ^");
}

TEST(HeaderProblem, TagsAnchorsAndAliasesAreRefused) {
  for (const char* const message : {"!!str x", "&x y", "!t 'x'"}) {
    EXPECT_EQ(problem("revision: a\ndown_revision: b\nmessage: " + std::string(message)),
              "a.sql:4:13: a header takes no tags, anchors or aliases\n"
              "  -- message: " +
                  std::string(message) +
                  "\n              ^\n"
                  "hint: put a value that begins with `!`, `&` or `*` in quotes");
  }
  EXPECT_THAT(problem("revision: &i a\ndown_revision: *i\nmessage: m"),
              testing::HasSubstr("no tags, anchors or aliases"));
  EXPECT_THAT(problem("revision: a\ndown_revision: &i [b]\nmessage: m"),
              testing::HasSubstr("no tags, anchors or aliases"));
}

TEST(HeaderProblem, AHeaderIsOneMapping) {
  EXPECT_EQ(problem("hello"),
            "a.sql:2:4: a header is a list of `key: value` lines\n  -- hello\n     ^");
  EXPECT_EQ(problem("revision: a\n--- b"),
            "a.sql:3:4: a header is one YAML document\n  -- --- b\n     ^");
}

TEST(HeaderProblem, AStrayCommaIsAnErrorAndNotAnEndlessLoop) {
  EXPECT_EQ(problem(",revision: a"),
            "a.sql:2:4: a header is one YAML document\n  -- ,revision: a\n     ^");
}

TEST(HeaderProblem, WhatYamlLeavesOverIsAnError) {
  EXPECT_NE(problem(kLeast + "]"), "no problem");
  EXPECT_NE(problem("{revision: a, down_revision: b, message: m} x"), "no problem");
  EXPECT_EQ(problem("{revision: a, down_revision: b, message: m}"), "no problem");
}

TEST(HeaderProblem, AWrongEncodingIsPointedAtByItsByte) {
  EXPECT_EQ(problem("revision: a\ndown_revision: b\nmessage: caf\xE9 o"),
            "a.sql:4:16: byte 0xE9 is not valid UTF-8\n  -- message: caf? o\n                 ^\n"
            "hint: save the file as UTF-8");
}

TEST(HeaderProblem, AControlCharacterIsPointedAt) {
  EXPECT_EQ(problem(std::string("revision: a\ndown_revision: b\nmessage: x") + '\0' + "y"),
            "a.sql:4:14: control character 0x00 in the header\n  -- message: x?y\n"
            "               ^\nhint: in double quotes, write it as \"\\x00\"");
}

TEST(HeaderProblem, DeepNestingIsAnErrorNotACrash) {
  EXPECT_NE(problem("revision: " + std::string(60'000, '[')), "no problem");
}

TEST(HeaderLocation, PointsAtTheValueElseTheKeyElseTheHeader) {
  const std::string text = file("revision: a\ndown_revision: [b, 'c']\nmessage: m");
  EXPECT_EQ(header_location(text, "f", HeaderKey::down_revision, "c").str(), "f:3:23");
  EXPECT_EQ(header_location(text, "f", HeaderKey::down_revision, "zz").str(), "f:3:4");
  EXPECT_EQ(header_location(text, "f", HeaderKey::doc, "zz").str(), "f:1:1");
}

}  // namespace
}  // namespace dbmig

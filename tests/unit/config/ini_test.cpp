#include "config/ini.h"

#include <gtest/gtest.h>

#include "unit/config/config_text.h"

namespace dbmig {
namespace {

/// The value of `key` in [s], interpolated.
std::string value(std::string_view text, std::string_view key,
                  const Environment& environment = {}) {
  const Ini ini("f.ini", text, "/here");
  const IniSection& section = *ini.find("s");
  return ini.value(section, *ini.find(section, key), environment).str();
}

std::string ini_complaint(std::string_view text) {
  return complaint([&] { const Ini ini("f.ini", text); });
}

std::string value_complaint(std::string_view text, const Environment& environment = {}) {
  return complaint([&] { value(text, "k", environment); });
}

TEST(Ini, ReadsKeysWithEqualsSignOrColon) {
  EXPECT_EQ(value("[s]\nk = v\n", "k"), "v");
  EXPECT_EQ(value("[s]\nk: v\n", "k"), "v");
  EXPECT_EQ(value("[s]\nk=a:b=c\n", "k"), "a:b=c");
}

TEST(Ini, LowersKeysButNotSectionsOrValues) {
  EXPECT_EQ(value("[s]\nKEY = Value\n", "key"), "Value");
  const Ini ini("f.ini", "[S]\n");
  EXPECT_NE(ini.find("S"), nullptr);
  EXPECT_EQ(ini.find("s"), nullptr);
}

TEST(Ini, KeepsTheSpellingOfAKey) {
  const Ini ini("f.ini", "[s]\na.StringID = x\n");
  EXPECT_EQ(ini.find("s")->entries[0].spelling, "a.StringID");
}

TEST(Ini, TakesWholeLinesForCommentsOnly) {
  EXPECT_EQ(value("# c\n[s]\n; c\n  # c\nk = v  # text\n", "k"), "v  # text");
}

TEST(Ini, GoesOnWithAValueInIndentedLines) {
  EXPECT_EQ(value("[s]\nk = a\n  b\n\n  # no\n\tc\n\nother = x\n", "k"), "a\nb\n\nc");
}

TEST(Ini, IndentationCountsFromTheKeysOwn) {
  EXPECT_EQ(value("[s]\n  a = 1\n  k = 2\n   more\n", "k"), "2\nmore");
}

TEST(Ini, ASectionEndsAValue) {
  const Ini ini("f.ini", "[s]\nk = 1\n[t]\n  j = 2\n");
  EXPECT_EQ(ini.find("t")->entries.size(), 1U);
}

TEST(Ini, TakesASectionsNameUpToTheLastBracket) {
  EXPECT_NE(Ini("f.ini", "[a] b] # c\n").find("a] b"), nullptr);
}

TEST(Ini, SeesDefaultsInEverySection) {
  EXPECT_EQ(value("[DEFAULT]\nk = d\n[s]\nj = 1\n", "k"), "d");
  EXPECT_EQ(value("[DEFAULT]\nk = d\n[s]\nk = own\n", "k"), "own");
}

TEST(Ini, AllowsAnEmptyValue) { EXPECT_EQ(value("[s]\nk =\n", "k"), ""); }

TEST(Ini, ReadsEveryKindOfLineEndAndAByteOrderMark) {
  EXPECT_EQ(value("\xEF\xBB\xBF[s]\r\nk = v\r\n", "k"), "v");
  EXPECT_EQ(value("[s]\rk = v\rj = w\r", "j"), "w");
}

TEST(Ini, RefusesAKeyThatIsThereTwice) {
  EXPECT_EQ(ini_complaint("[s]\nk = 1\nK = 2\n"),
            "f.ini:3:1: this key is there twice in [s], first in line 2\n  K = 2\n  ^");
}

TEST(Ini, RefusesASectionThatIsThereTwice) {
  EXPECT_EQ(ini_complaint("[s]\n[t]\n[s]\n"),
            "f.ini:3:1: section [s] is there twice, first in line 1\n  [s]\n  ^");
}

TEST(Ini, RefusesAKeyAboveTheFirstSection) {
  EXPECT_EQ(ini_complaint("k = 1\n"),
            "f.ini:1:1: no section begins above this line\n  k =***\n  ^\n"
            "hint: begin the file with [dbmig]");
}

TEST(Ini, RefusesALineThatIsNoKeyAndValue) {
  EXPECT_EQ(ini_complaint("[s]\n  word\n"),
            "f.ini:2:3: neither a [section] nor `key = value`\n    word\n    ^\n"
            "hint: a value that goes on in the next line is indented there");
  EXPECT_EQ(ini_complaint("[s]\n= v\n"),
            "f.ini:2:1: a key is missing before this sign\n  =***\n  ^");
}

TEST(Ini, RefusesBytesThatAreNotText) {
  EXPECT_EQ(ini_complaint("[s]\nk = \xFF\n"),
            "f.ini:2:5: not valid UTF-8\n  k = ***\n      ^\nhint: save the file in UTF-8");
  EXPECT_EQ(ini_complaint(std::string_view("[s]\n\0", 5)),
            "f.ini:2:1: a NUL byte in the file\n  ***\n  ^");
}

TEST(Interpolation, InsertsKeysOfTheSectionDefaultsAndHere) {
  EXPECT_EQ(value("[DEFAULT]\nd = D\n[s]\na = A\nk = %(a)s-%(D)s-%(here)s\n", "k"), "A-D-/here");
}

TEST(Interpolation, GoesThroughValuesThatAreInserted) {
  EXPECT_EQ(value("[s]\na = %(b)s%%\nb = x\nk = %(a)s\n", "k"), "x%");
}

TEST(Interpolation, LeavesThePercentSignsOfTheFoldersNameAlone) {
  const Ini ini("f.ini", "[s]\nk = %(here)s\n", "/a%b");
  EXPECT_EQ(ini.value(*ini.find("s"), ini.find("s")->entries[0], {}).str(), "/a%b");
}

TEST(Interpolation, PointsAtABarePercentSign) {
  EXPECT_EQ(value_complaint("[s]\nk = a\n  50%\n"),
            "f.ini:3:5: a % that is neither %% nor %(name)s\n    50%\n      ^\n"
            "hint: write %% for a percent sign");
  EXPECT_NE(value_complaint("[s]\nk = %(a\n"), "no error");
  EXPECT_NE(value_complaint("[s]\nk = %()s\n"), "no error");
  EXPECT_NE(value_complaint("[s]\nk = %(a)d\n"), "no error");
}

TEST(Interpolation, NamesTheNearestKeyForOneThatIsMissing) {
  EXPECT_EQ(value_complaint("[s]\nk = x %(hero)s\n"),
            "f.ini:2:7: no value for %(hero)s in [s] or [DEFAULT], did you mean \"here\"?\n"
            "  k = x %(hero)s\n        ^");
}

TEST(Interpolation, RefusesCircles) {
  EXPECT_EQ(value_complaint("[s]\nk = %(k)s\n"),
            "f.ini:2:5: %(name)s refers to itself, or more than 10 levels deep\n"
            "  k = %(k)s\n      ^");
}

TEST(Interpolation, AllowsTenLevelsAsConfigparserDoes) {
  std::string text = "[s]\nk = %(a1)s\n";
  for (int i = 1; i < 10; ++i)
    text += "a" + std::to_string(i) + " = %(a" + std::to_string(i + 1) + ")s\n";
  EXPECT_EQ(value(text + "a10 = end\n", "k"), "end");
  EXPECT_NE(value_complaint(text + "a10 = %(a11)s\na11 = end\n"), "no error");
}

TEST(Interpolation, RefusesAValueThatExplodes) {
  for (const char* leaf : {"a9 = xxxxxxxxxxxxxxxx\n", "a9 =\n"}) {
    std::string text = "[s]\nk = %(a1)s\n";
    for (int i = 1; i < 9; ++i) {
      text += "a" + std::to_string(i) + " =";
      for (int j = 0; j < 20; ++j)
        text += " %(a" + std::to_string(i + 1) + ")s";
      text += "\n";
    }
    EXPECT_NE(value_complaint(text + leaf), "no error");
  }
}

TEST(Interpolation, InsertsEnvironmentVariables) {
  EXPECT_EQ(value("[s]\nk = a${X}b${Y:-d}c${Z:-}\n", "k", {{"X", "1"}}), "a1bdc");
  EXPECT_EQ(value("[s]\nk = ${X:-d}\n", "k", {{"X", ""}}), "d");
  EXPECT_EQ(value("[s]\nk = ${X}\n", "k", {{"X", "%(a)s ${Y}"}}), "%(a)s ${Y}");
  EXPECT_EQ(value("[s]\nk = $${X} $X $\n", "k"), "${X} $X $");
}

TEST(Interpolation, NamesAnEnvironmentVariableThatIsNotSet) {
  EXPECT_EQ(value_complaint("[s]\nk = a${DB_HOST}\n"),
            "f.ini:2:6: the environment variable DB_HOST is not set\n  k = a${DB_HOST}\n"
            "       ^\nhint: set it, or write ${DB_HOST:-default}");
}

TEST(Interpolation, RefusesWhatIsNoVariable) {
  EXPECT_EQ(value_complaint("[s]\nk = ${a b}\n"),
            "f.ini:2:7: not the name of an environment variable\n  k = ${a b}\n        ^\n"
            "hint: write ${NAME} or ${NAME:-default}, or $${ for a dollar sign and a brace");
  EXPECT_EQ(value_complaint("[s]\nk = ${a\n"),
            "f.ini:2:5: this ${ is never closed by a }\n  k = ${a\n      ^\n"
            "hint: write $${ for a dollar sign and a brace");
}

TEST(Interpolation, ShowsNoValueThatAnotherOneRefersTo) {
  EXPECT_EQ(value_complaint("[s]\nk = %(a)s\na = hunter2%\n"),
            "f.ini:3:1: a % that is neither %% nor %(name)s\n  a = ***\n  ^\n"
            "hint: write %% for a percent sign");
}

TEST(SourcedText, KnowsWhereEachByteStands) {
  const Ini ini("f.ini", "[s]\nk = a%%b\n  ${X}c\n");
  const SourcedText text = ini.value(*ini.find("s"), ini.find("s")->entries[0], {{"X", "12"}});
  EXPECT_EQ(text.str(), "a%b\n12c");
  EXPECT_EQ(ini.location(text.source(2)).str(), "f.ini:2:8");
  EXPECT_EQ(ini.location(text.source(5)).str(), "f.ini:3:3");
  EXPECT_EQ(ini.location(text.source(6)).str(), "f.ini:3:7");
  EXPECT_EQ(ini.location(text.source(99)).str(), "f.ini:3:8");
}

}  // namespace
}  // namespace dbmig

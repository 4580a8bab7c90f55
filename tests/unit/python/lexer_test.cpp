#include "python/lexer.h"

#include <string>

#include <gtest/gtest.h>

#include "support/message_of.h"

namespace dbmig::python {
namespace {

/// Tokens on one line: words as they are, `NL`, `IN` and `OUT` for lines and blocks.
std::string shown(std::string_view text) {
  const Source source{text, "a.py"};
  std::string result;
  for (const Token& token : tokens(source)) {
    if (token.kind == Token::Kind::end) break;
    if (!result.empty()) result += ' ';
    if (token.kind == Token::Kind::newline) result += "NL";
    if (token.kind == Token::Kind::indent) result += "IN";
    if (token.kind == Token::Kind::dedent) result += "OUT";
    result += source.of(token);
  }
  return result;
}

std::string problem(const std::string& text) {
  return message_of([&] { tokens({text, "a.py"}); });
}

TEST(PythonLexer, BlocksAreMadeOfIndentation) {
  EXPECT_EQ(shown("if a:\n  b\n\n  # c\n  d\ne"), "if a : NL IN b NL d NL OUT e NL");
  EXPECT_EQ(shown("a:\n b:\n  c"), "a : NL IN b : NL IN c NL OUT OUT");
}

TEST(PythonLexer, LinesAreJoinedInBracketsAndByABackslash) {
  EXPECT_EQ(shown("f(a,\n  # why\n b)\nc + \\\n  d"), "f ( a , b ) NL c + d NL");
}

TEST(PythonLexer, OfJoinedLinesTheFirstThatIsIndentedHasTheDepth) {
  EXPECT_EQ(shown("if 1:\n  x\n  \\\n    y\n"), "if 1 : NL IN x NL y NL OUT");
  EXPECT_EQ(shown("if 1:\n  x\n\\\n  y\n"), "if 1 : NL IN x NL y NL OUT");
  EXPECT_EQ(shown("if 1:\n  x\n  \\\ny\n"), "if 1 : NL IN x NL y NL OUT");
}

TEST(PythonLexer, AFileDoesNotEndInAJoinedLine) {
  EXPECT_EQ(problem("x \\\n"), "a.py:1:3: the file ends in a joined line\n  x \\\n    ^");
  EXPECT_EQ(problem("x\n\\\n"), "a.py:2:1: the file ends in a joined line\n  \\\n  ^");
  EXPECT_EQ(shown("x\n\\\n\n"), "x NL");
}

TEST(PythonLexer, EveryPrefixOpensAString) {
  EXPECT_EQ(shown(R"(u'a' rb"b" Rb'c' f'd' fR'e' '''f
''' x'g')"),
            "u'a' rb\"b\" Rb'c' f'd' fR'e' '''f\n''' x 'g' NL");
}

TEST(PythonLexer, AFieldOfAFormattedStringHidesItsQuotes) {
  EXPECT_EQ(shown("f'{a['b']:{c}}' d"), "f'{a['b']:{c}}' d NL");
}

TEST(PythonLexer, NumbersAndSymbolsAreCutAtTheirLongest) {
  EXPECT_EQ(shown("1_0.5e-3j 0x1F**=.5//1.if a"), "1_0.5e-3j 0x1F **= .5 // 1. if a NL");
}

TEST(PythonLexer, LineEndsOfEverySystemCount) { EXPECT_EQ(shown("a\r\nb\rc\n"), "a NL b NL c NL"); }

TEST(PythonLexer, NothingIsThereInAnEmptyFile) {
  EXPECT_EQ(shown(""), "");
  EXPECT_EQ(shown("# only this"), "");
  EXPECT_EQ(shown("\xEF\xBB\xBF"), "");
}

TEST(PythonLexer, AMixOfTabsAndSpacesIsRefused) {
  EXPECT_EQ(problem("if a:\n\tb\n        c"),
            "a.py:3:9: this indentation mixes tabs and spaces\n          c\n          ^");
}

TEST(PythonLexer, AnIndentationWithoutABlockIsRefused) {
  EXPECT_EQ(problem("a:\n   b\n  c"),
            "a.py:3:3: this indentation matches no outer block\n    c\n    ^");
}

TEST(PythonLexer, AStringWithoutAnEndIsRefusedWhereItBegins) {
  EXPECT_EQ(problem("a = 'b\nc"), "a.py:1:5: this string has no end\n  a = 'b\n      ^");
}

TEST(PythonLexer, AnOpenBracketIsShown) {
  EXPECT_EQ(problem("f(a\nb"), "a.py:1:2: '(' is never closed\n  f(a\n   ^");
  EXPECT_EQ(problem("f(a]"), "a.py:1:4: ']' does not close '('\n  f(a]\n     ^");
}

TEST(PythonLexer, OnlyUtf8IsRead) {
  EXPECT_EQ(problem("# coding: latin-1\n# \xC3\xA9"),
            "a.py:1:1: the encoding latin-1 is not supported\n  # coding: latin-1\n  ^\nhint: save "
            "the file as UTF-8");
  EXPECT_EQ(problem("a\xFF"), "a.py:1:2: not UTF-8\n  a?\n   ^\nhint: save the file as UTF-8");
  EXPECT_EQ(problem("# vim: set fileencoding=latin-1 :\na"), "no error");
}

TEST(PythonLexer, AnInvisibleCharacterIsShown) {
  EXPECT_EQ(problem("a\xC2\xA0= 1"),
            "a.py:1:2: an invisible character that is not part of Python\n  a\xC2\xA0= 1\n   ^");
}

TEST(PythonLexer, DepthIsLimited) {
  EXPECT_EQ(problem(std::string(201, '(')).substr(0, 45),
            "a.py:1:201: brackets are nested too deep\n  ((");
}

}  // namespace
}  // namespace dbmig::python

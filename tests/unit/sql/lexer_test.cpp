#include "sql/lexer.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace dbmig {
namespace {

using Kind = TokenKind;

/// The tokens that are not space, as `kind:text` would be too long to read: text only.
std::vector<std::pair<Kind, std::string>> lex(std::string_view text, const Dialect& dialect = {}) {
  std::vector<std::pair<Kind, std::string>> tokens;
  Lexer lexer(text, dialect);
  for (Token t = lexer.next(); t.kind != Kind::end; t = lexer.next()) {
    if (t.kind != Kind::space) tokens.emplace_back(t.kind, t.text);
  }
  return tokens;
}

using Tokens = std::vector<std::pair<Kind, std::string>>;

TEST(Lexer, TellsWordsNumbersAndNamesApart) {
  EXPECT_EQ(lex("été 1st 12 1.5e-3 0x1F `a``b`"), (Tokens{{Kind::word, "été"},
                                                          {Kind::word, "1st"},
                                                          {Kind::number, "12"},
                                                          {Kind::number, "1.5e-3"},
                                                          {Kind::number, "0x1F"},
                                                          {Kind::quoted_name, "`a``b`"}}));
}

TEST(Lexer, ARangeIsNoDecimalPoint) {
  EXPECT_EQ(lex("1..3"),
            (Tokens{{Kind::number, "1"}, {Kind::punctuation, ".."}, {Kind::number, "3"}}));
}

TEST(Lexer, ABackslashEscapesInStringsOnly) {
  EXPECT_EQ(lex(R"('a\'b' "c\"d" `e\`)"), (Tokens{{Kind::string, R"('a\'b')"},
                                                  {Kind::string, R"("c\"d")"},
                                                  {Kind::quoted_name, R"(`e\`)"}}));
}

TEST(Lexer, NoBackslashEscapesMakesItOrdinary) {
  EXPECT_EQ(lex(R"('a\' 'b')", {.no_backslash_escapes = true}),
            (Tokens{{Kind::string, R"('a\')"}, {Kind::string, "'b'"}}));
}

TEST(Lexer, AnsiQuotesMakesADoubleQuoteAName) {
  EXPECT_EQ(lex(R"("a\" 'b')", {.ansi_quotes = true}),
            (Tokens{{Kind::quoted_name, R"("a\")"}, {Kind::string, "'b'"}}));
}

TEST(Lexer, TwoDashesNeedABlankAfterThem) {
  EXPECT_EQ(lex("5--1 --\x01 c\n--"), (Tokens{{Kind::number, "5"},
                                              {Kind::punctuation, "-"},
                                              {Kind::punctuation, "-"},
                                              {Kind::number, "1"},
                                              {Kind::line_comment, "--\x01 c"},
                                              {Kind::line_comment, "--"}}));
}

TEST(Lexer, EntersAnExecutableCommentOfAKnownVersion) {
  EXPECT_EQ(lex("/*!40101 a /* b */ '*/' */"), (Tokens{{Kind::executable_open, "/*!40101"},
                                                       {Kind::word, "a"},
                                                       {Kind::block_comment, "/* b */"},
                                                       {Kind::string, "'*/'"},
                                                       {Kind::executable_close, "*/"}}));
}

TEST(Lexer, SkipsAnExecutableCommentOfANewerVersion) {
  EXPECT_EQ(lex("/*!990000 ' /* b */ c */ d"),
            (Tokens{{Kind::skipped_comment, "/*!990000 ' /* b */ c */"}, {Kind::word, "d"}}));
}

TEST(Lexer, MariaDbLeavesVersionsOfMySqlToMySql) {
  const Dialect mysql{Flavour::mysql, 80036};
  EXPECT_EQ(lex("/*!80000 a */").front().first, Kind::skipped_comment);
  EXPECT_EQ(lex("/*M!80000 a */").front().first, Kind::executable_open);
  EXPECT_EQ(lex("/*!80000 a */", mysql).front().first, Kind::executable_open);
  EXPECT_EQ(lex("/*M!80000 a */", mysql).front().first, Kind::block_comment);
}

TEST(Lexer, AVersionHasFiveOrSixDigits) {
  EXPECT_EQ(lex("/*!4010 a*/")[1], (std::pair<Kind, std::string>{Kind::number, "4010"}));
  EXPECT_EQ(lex("/*!1000001 a*/")[0],
            (std::pair<Kind, std::string>{Kind::executable_open, "/*!100000"}));
}

TEST(Lexer, VariablesAreNeverKeywords) {
  EXPECT_EQ(lex("@end @@session.sql_mode @'a;b'"), (Tokens{{Kind::variable, "@end"},
                                                           {Kind::variable, "@@session.sql_mode"},
                                                           {Kind::punctuation, "@"},
                                                           {Kind::string, "'a;b'"}}));
}

TEST(Lexer, WhatHasNoEndIsOneTokenToTheEnd) {
  for (const char* text : {"'a;", "\"a;", "`a;", "/* a;", "/*!990000 a;", "/*/"}) {
    EXPECT_EQ(lex(text), (Tokens{{Kind::unterminated, text}}));
  }
}

TEST(Lexer, ADelimiterOfSignsCutsAWord) {
  Lexer lexer("END$$", {});
  lexer.set_delimiter("$$");
  EXPECT_EQ(lexer.next().text, "END");
  EXPECT_EQ(lexer.next().kind, Kind::delimiter);
}

TEST(Lexer, ADelimiterThatIsAWordStandsAlone) {
  Lexer lexer("category go", {});
  lexer.set_delimiter("go");
  EXPECT_EQ(lexer.next().text, "category");
  EXPECT_EQ(lexer.next().kind, Kind::space);
  EXPECT_EQ(lexer.next().kind, Kind::delimiter);
}

TEST(Lexer, DollarQuotesAreStringsOfMySql9) {
  const Dialect mysql{Flavour::mysql, 90000};
  EXPECT_EQ(lex("$js$ a; $js$ b", mysql),
            (Tokens{{Kind::string, "$js$ a; $js$"}, {Kind::word, "b"}}));
  EXPECT_EQ(lex("$js$").front().first, Kind::word);
}

TEST(Lexer, TokensJoinedAreTheText) {
  constexpr std::string_view kText = "\xEF\xBB\xBFSELECT /*!40101 1, */ 'a' -- b\n;\0\x80 @x:=`";
  std::string joined;
  Lexer lexer(kText, {});
  for (Token t = lexer.next(); t.kind != Kind::end; t = lexer.next())
    joined += t.text;
  EXPECT_EQ(joined, kText);
}

TEST(Unquoted, ResolvesDoubledQuotesAndEscapes) {
  const auto value = [](std::string_view text) { return unquoted(Lexer(text, {}).next(), {}); };
  EXPECT_EQ(value("`a``b\\`"), "a`b\\");
  EXPECT_EQ(value(R"('it''s\n\'x')"), "it's\n'x");
  EXPECT_EQ(value("plain"), "plain");
}

}  // namespace
}  // namespace dbmig

#include "cli/shell_words.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

using Words = std::vector<std::string>;

TEST(ShellWords, AreSeparatedByWhiteSpace) {
  EXPECT_EQ(shell_words("  code \t-w\n"), (Words{"code", "-w"}));
  EXPECT_EQ(shell_words(""), Words{});
  EXPECT_EQ(shell_words(" "), Words{});
}

TEST(ShellWords, AreKeptTogetherByQuotes) {
  EXPECT_EQ(shell_words("'a b' \"c d\"e"), (Words{"a b", "c de"}));
  EXPECT_EQ(shell_words("'' \"\""), (Words{"", ""}));
}

TEST(ShellWords, ABackslashEscapesAnythingButInSingleQuotes) {
  EXPECT_EQ(shell_words(R"(a\ b \" 'c\d')"), (Words{"a b", "\"", "c\\d"}));
}

TEST(ShellWords, BetweenDoubleQuotesABackslashEscapesOnlyThemAndItself) {
  EXPECT_EQ(shell_words(R"("a\"b" "c\\d" "e\f")"), (Words{"a\"b", "c\\d", "e\\f"}));
}

TEST(ShellWords, AreNoneWhenTheTextEndsTooEarly) {
  for (const char* text : {"'", "\"", "a 'b", "a \"b\\\"", "a\\"})
    EXPECT_FALSE(shell_words(text)) << text;
}

}  // namespace
}  // namespace dbmig

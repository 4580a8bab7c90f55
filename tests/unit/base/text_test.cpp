#include "base/text.h"

#include <array>

#include <gtest/gtest.h>

namespace dbmig {
namespace {

TEST(Text, TrimsWhiteSpaceAtBothEnds) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Text, SplitKeepsEmptyPieces) {
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
}

TEST(Text, ReplacesEveryOccurrence) {
  EXPECT_EQ(replaced("a--b--", "--", "+"), "a+b+");
  EXPECT_EQ(replaced("abc", "", "+"), "abc");
}

TEST(Utf8, AcceptsTheShortestFormsOnly) {
  EXPECT_FALSE(find_invalid_utf8("aä€😀"));
  EXPECT_EQ(find_invalid_utf8("a\xC0\x80"), 1U);           // overlong NUL
  EXPECT_EQ(find_invalid_utf8("\xED\xA0\x80"), 0U);        // surrogate
  EXPECT_EQ(find_invalid_utf8("ab\xF4\x90\x80\x80"), 2U);  // above U+10FFFF
  EXPECT_EQ(find_invalid_utf8("ab\xE2\x82"), 2U);          // cut off
  EXPECT_EQ(find_invalid_utf8("\xE9t\xE9"), 0U);           // Latin-1
}

TEST(Utf8, TakesRangesByCharacter) {
  EXPECT_EQ(code_point_range("aäöb", 1, 2), "äö");
  EXPECT_EQ(code_point_range("ab", 5, 2), "");
  EXPECT_EQ(code_points("aäöb"), 4U);
}

TEST(EditDistance, CountsASwapAsOneEdit) {
  EXPECT_EQ(edit_distance("haed", "head"), 1U);
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("upgrade", "upgrade"), 0U);
}

TEST(DidYouMean, NamesTheNearestWordOrNothing) {
  EXPECT_EQ(nearest("upgrad", {"upgrade", "downgrade"}), "upgrade");
  EXPECT_EQ(nearest("xyz", {"upgrade", "downgrade"}), std::nullopt);
  EXPECT_EQ(did_you_mean(nearest("HAED", {"head", "heads"})), ", did you mean \"head\"?");
  EXPECT_EQ(did_you_mean(std::nullopt), "");
}

TEST(Counted, AgreesInNumber) {
  EXPECT_EQ(counted(1, "revision"), "1 revision");
  EXPECT_EQ(counted(0, "revision"), "0 revisions");
}

}  // namespace
}  // namespace dbmig

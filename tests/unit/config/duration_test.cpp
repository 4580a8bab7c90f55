#include "config/duration.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

using std::chrono::milliseconds;

TEST(Duration, ReadsSecondsAndUnits) {
  EXPECT_EQ(find_duration("5"), milliseconds(5000));
  EXPECT_EQ(find_duration(" 5s "), milliseconds(5000));
  EXPECT_EQ(find_duration("500ms"), milliseconds(500));
  EXPECT_EQ(find_duration("2m"), milliseconds(120000));
  EXPECT_EQ(find_duration("1h1m1.5s"), milliseconds(3661500));
  EXPECT_EQ(find_duration("0"), milliseconds(0));
}

TEST(Duration, RefusesEverythingElse) {
  for (const char* text : {"", "-1", "5 s", "s", "1.", ".5", "5d", "1m30", "1e3", "99999999999h",
                           "0x10", "five", "5ss"}) {
    EXPECT_EQ(find_duration(text), std::nullopt) << text;
  }
}

TEST(Duration, IsWrittenInTheShortestFormThatReadsBack) {
  for (const long long count : {0LL, 1LL, 500LL, 1000LL, 90000LL, 120000LL, 3600000LL}) {
    EXPECT_EQ(find_duration(duration_text(milliseconds(count))), milliseconds(count));
  }
  EXPECT_EQ(duration_text(milliseconds(120000)), "2m");
  EXPECT_EQ(duration_text(milliseconds(1500)), "1500ms");
}

TEST(Duration, RoundsSecondsUp) {
  EXPECT_EQ(whole_seconds(milliseconds(1)), std::chrono::seconds(1));
  EXPECT_EQ(whole_seconds(milliseconds(0)), std::chrono::seconds(0));
}

TEST(Bool, KnowsTheUsualWords) {
  EXPECT_EQ(find_bool("YES"), true);
  EXPECT_EQ(find_bool("off"), false);
  EXPECT_EQ(find_bool("2"), std::nullopt);
}

}  // namespace
}  // namespace dbmig

#include "base/backoff.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

using std::chrono::milliseconds;

/// Whether a pause is a part, at least half, of `whole`.
void expect_part_of(std::optional<milliseconds> pause, long whole) {
  ASSERT_TRUE(pause.has_value());
  EXPECT_GE(pause->count(), whole / 2);
  EXPECT_LE(pause->count(), whole);
}

TEST(Backoff, EachPauseGrows) {
  Backoff backoff({4, milliseconds(100), 3, milliseconds(500)});
  expect_part_of(backoff.next(), 100);
  expect_part_of(backoff.next(), 300);
  expect_part_of(backoff.next(), 500);  // No longer than the longest.
  expect_part_of(backoff.next(), 500);
  EXPECT_EQ(backoff.tries(), 4u);
}

TEST(Backoff, EndsAfterTheLastRetry) {
  Backoff backoff({1, milliseconds(0), 2});
  EXPECT_EQ(backoff.next(), milliseconds(0));
  EXPECT_EQ(backoff.next(), std::nullopt);
  EXPECT_EQ(Backoff({0, milliseconds(100), 2}).next(), std::nullopt);
}

TEST(Backoff, AFirstPauseLongerThanTheLongestIsKept) {
  Backoff backoff({2, milliseconds(60'000), 2, milliseconds(1'000)});
  expect_part_of(backoff.next(), 60'000);
  expect_part_of(backoff.next(), 60'000);
}

TEST(Backoff, StartsAnewAfterASuccess) {
  Backoff backoff({1, milliseconds(100), 100});
  backoff.next();
  backoff.reset();
  expect_part_of(backoff.next(), 100);
  EXPECT_EQ(backoff.tries(), 1u);
}

TEST(Backoff, TwoThatFailTogetherDoNotComeBackTogether) {
  const RetryPolicy policy{1, milliseconds(1'000'000), 2};
  EXPECT_NE(Backoff(policy, 1).next(), Backoff(policy, 2).next());
}

TEST(Pause, EndsWhenInterrupted) {
  int asked = 0;
  EXPECT_EQ(pause(milliseconds(60'000), [&] { return ++asked == 2; }), PauseEnd::interrupted);
}

TEST(Pause, LastsItsTime) {
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(pause(milliseconds(20), {}), PauseEnd::elapsed);
  EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(20));
}

}  // namespace
}  // namespace dbmig

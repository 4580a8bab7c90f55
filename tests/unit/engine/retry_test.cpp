#include "engine/retry.h"

#include <vector>

#include <gtest/gtest.h>

#include "db/server_error.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

using std::chrono::milliseconds;

/// Attempts that fail with these errors of the server, one after another, and then succeed.
struct Attempts {
  std::vector<unsigned> errors;
  unsigned made = 0;
  std::vector<std::string> told = {};

  void run(const RetryPolicy& policy, const std::function<bool()>& interrupted = {}) {
    with_retries({policy, [&](const Wait& wait) { told.push_back(wait.text); }, interrupted}, [&] {
      if (made++ < errors.size())
        throw connect_failure({}, {errors[made - 1], "HY000", "no answer"});
    });
  }
};

TEST(Retry, TriesUntilItSucceeds) {
  Attempts attempts{{2002, 2013}};
  attempts.run({3, milliseconds(0)});
  EXPECT_EQ(attempts.made, 3u);
  EXPECT_EQ(attempts.told,
            (std::vector<std::string>{"no answer; connecting again in 0 ms (1 of 3)",
                                      "no answer; connecting again in 0 ms (2 of 3)"}));
}

TEST(Retry, EndsWithTheLastError) {
  Attempts attempts{{2002, 2002, 2013}};
  EXPECT_EQ(code_of([&] { attempts.run({2, milliseconds(0)}); }), ErrorCode::unavailable);
  EXPECT_EQ(attempts.made, 3u);
}

TEST(Retry, WhatARetryCannotHelpIsTriedOnce) {
  Attempts attempts{{1045}};
  EXPECT_EQ(code_of([&] { attempts.run({9, milliseconds(0)}); }), ErrorCode::unavailable);
  EXPECT_EQ(attempts.made, 1u);
}

TEST(Retry, NoRetriesAreNone) {
  Attempts attempts{{2002}};
  EXPECT_EQ(code_of([&] { attempts.run({}); }), ErrorCode::unavailable);
  EXPECT_TRUE(attempts.told.empty());
}

TEST(Retry, AnInterruptionEndsThePause) {
  Attempts attempts{{2002}};
  EXPECT_EQ(message_of([&] {
              attempts.run({1, milliseconds(60'000)}, [] { return true; });
            }),
            "interrupted while waiting to connect again\nhint: run the same command again");
}

}  // namespace
}  // namespace dbmig

#include "metrics/text_format.h"

#include <limits>

#include <gtest/gtest.h>

namespace dbmig {
namespace {

TEST(MetricText, AFamilyHasItsHelpItsTypeAndItsSamples) {
  MetricText text;
  text.family("dbmig_retries_total", "counter", "What was tried again.");
  text.sample({}, 3);
  text.sample({{"after", "table_lock"}, {"tree", "shop"}}, 0.25);
  EXPECT_EQ(text.str(),
            "# HELP dbmig_retries_total What was tried again.\n"
            "# TYPE dbmig_retries_total counter\n"
            "dbmig_retries_total 3\n"
            "dbmig_retries_total{after=\"table_lock\",tree=\"shop\"} 0.25\n");
}

TEST(MetricText, NoNameCanLeaveItsQuotes) {
  MetricText text;
  text.sample({{"database", "a\"b\\c\nd"}}, 1);
  EXPECT_EQ(text.str(), "{database=\"a\\\"b\\\\c\\nd\"} 1\n");
}

TEST(MetricText, ANameThatIsNotUtf8IsMadeReadable) {
  MetricText text;
  text.sample({{"database", "a\xff"}}, 1);
  EXPECT_EQ(text.str(), "{database=\"a?\"} 1\n");
}

TEST(MetricText, AMomentKeepsItsMilliseconds) {
  MetricText text;
  text.sample({}, 1795254861.123);
  text.sample({}, std::numeric_limits<double>::infinity());
  EXPECT_EQ(text.str(), " 1795254861.123\n +Inf\n");
}

constexpr const char* kOlder =
    "# TYPE last gauge\nlast{d=\"a\"} 1\nlast{d=\"b\"} 2\n# TYPE other gauge\nother{d=\"c\"} 3\n";

TEST(SamplesKept, WhatThisRunSaysNothingOfStaysTrue) {
  EXPECT_EQ(with_samples_kept("# TYPE last gauge\nlast{d=\"a\"} 9\n", kOlder, "last"),
            "# TYPE last gauge\nlast{d=\"b\"} 2\nlast{d=\"a\"} 9\n");
}

TEST(SamplesKept, AFamilyThatThisRunDoesNotHaveIsKeptWhole) {
  EXPECT_EQ(with_samples_kept("x 1\n", kOlder, "last"),
            "x 1\n# TYPE last gauge\nlast{d=\"a\"} 1\nlast{d=\"b\"} 2\n");
}

TEST(SamplesKept, AFileOfSomethingElseGivesNothing) {
  const std::string newer = "# TYPE last gauge\n";
  EXPECT_EQ(with_samples_kept(newer, std::string("\0\xff last{", 8), "last"), newer);
  EXPECT_EQ(with_samples_kept(newer, "", "last"), newer);
}

}  // namespace
}  // namespace dbmig

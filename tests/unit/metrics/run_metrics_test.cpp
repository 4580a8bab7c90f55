#include "metrics/run_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dbmig {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::Not;

class RunMetricsTest : public testing::Test {
 protected:
  RunMetricsTest() { metrics_.begin(place_); }
  void statement(const char* text, int ms) {
    ScriptStatement it;
    it.text = text;
    metrics_.record(place_, StatementDone{step_, 1, it, {}, {}, milliseconds(ms)});
  }
  void revision(const char* id, int ms) {
    step_.revision = id;
    metrics_.record(place_, StepDone{step_, 1, milliseconds(ms)});
  }
  /// The samples of one family.
  std::string samples(const std::string& name) const {
    std::string out;
    const std::string text = metrics_.text();
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = text.find('\n', begin) + 1;
      const std::string line = text.substr(begin, end - begin);
      if (line.starts_with(name + "{") || line.starts_with(name + " ")) out += line;
      begin = end;
    }
    return out;
  }

  Step step_;
  RunMetrics metrics_{{"r1", "upgrade", "0.1.0"}};
  RunMetrics::Place place_ = metrics_.add({"shop", "db:3306", "shop_eu"});
};

constexpr const char* kOf = "tree=\"shop\",server=\"db:3306\",database=\"shop_eu\"";

TEST_F(RunMetricsTest, TheRunIsNamedByItsId) {
  EXPECT_EQ(samples("dbmig_run_info"),
            "dbmig_run_info{run_id=\"r1\",command=\"upgrade\",version=\"0.1.0\"} 1\n");
}

TEST_F(RunMetricsTest, EachRevisionThatIsDoneIsNoLongerPending) {
  metrics_.set_pending(place_, 3);
  revision("a1", 20);
  EXPECT_EQ(samples("dbmig_revisions_pending"),
            std::string("dbmig_revisions_pending{") + kOf + "} 2\n");
  EXPECT_EQ(samples("dbmig_revisions_applied_total"),
            std::string("dbmig_revisions_applied_total{") + kOf + "} 1\n");
  EXPECT_EQ(samples("dbmig_revision_duration_seconds"),
            std::string("dbmig_revision_duration_seconds{") + kOf +
                ",revision=\"a1\",direction=\"upgrade\"} 0.02\n");
}

TEST_F(RunMetricsTest, OfManyRevisionsTheSlowestAreTold) {
  for (int i = 1; i <= 60; ++i)
    revision(("r" + std::to_string(i)).c_str(), i);
  const std::string text = samples("dbmig_revision_duration_seconds");
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 50);
  EXPECT_THAT(text, HasSubstr("\"r60\""));
  EXPECT_THAT(text, Not(HasSubstr("\"r10\"")));
}

TEST_F(RunMetricsTest, StatementsAreTimedByTheirClass) {
  statement("CREATE TABLE t (i INT)", 40);
  statement("INSERT INTO t VALUES (1)", 2'000);
  const std::string text = metrics_.text();
  EXPECT_THAT(text, HasSubstr("class=\"implicit_commit\",le=\"0.01\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("class=\"implicit_commit\",le=\"0.1\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("class=\"implicit_commit\",le=\"+Inf\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("_sum{" + std::string(kOf) + ",class=\"transactional\"} 2\n"));
  EXPECT_THAT(samples("dbmig_statements_total"), HasSubstr("outcome=\"done\"} 2\n"));
}

TEST_F(RunMetricsTest, WaitsAreCountedByWhatWasWaitedFor) {
  metrics_.record(place_, Wait{Wait::Cause::table_lock, "", milliseconds(300), milliseconds(200)});
  metrics_.record(place_, Wait{Wait::Cause::connection, "", {}, milliseconds(900)});
  metrics_.record_lock_wait(place_, milliseconds(1'500));
  EXPECT_EQ(samples("dbmig_lock_wait_seconds_total"),
            std::string("dbmig_lock_wait_seconds_total{") + kOf + ",lock=\"run\"} 1.5\n" +
                "dbmig_lock_wait_seconds_total{" + kOf + ",lock=\"table\"} 0.5\n");
  EXPECT_THAT(samples("dbmig_retries_total"), HasSubstr("after=\"connection\"} 1\n"));
  EXPECT_THAT(samples("dbmig_retries_total"), HasSubstr("after=\"table_lock\"} 1\n"));
}

TEST_F(RunMetricsTest, ARunThatLastsHasNoResult) {
  EXPECT_EQ(samples("dbmig_run_in_progress"), "dbmig_run_in_progress 1\n");
  EXPECT_EQ(samples("dbmig_run_exit_code") + samples("dbmig_success"), "");
}

TEST_F(RunMetricsTest, OneDatabaseMaySucceedInARunThatFails) {
  metrics_.begin(metrics_.add({"shop", "db:3306", "shop_us"}));
  metrics_.succeed(place_);
  metrics_.finish(2);
  EXPECT_EQ(samples("dbmig_run_exit_code"), "dbmig_run_exit_code 2\n");
  EXPECT_THAT(samples("dbmig_success"), HasSubstr("database=\"shop_eu\"} 1\n"));
  EXPECT_THAT(samples("dbmig_success"), HasSubstr("database=\"shop_us\"} 0\n"));
  EXPECT_THAT(samples("dbmig_last_success_timestamp_seconds"), Not(HasSubstr("shop_us")));
}

TEST_F(RunMetricsTest, ADatabaseThatIsOnlyLookedAtNeitherSucceedsNorFails) {
  const RunMetrics::Place seen = metrics_.add({"shop", "db:3306", "shop_us"});
  metrics_.set_pending(seen, 3);
  metrics_.finish(0);
  EXPECT_THAT(samples("dbmig_revisions_pending"), HasSubstr("database=\"shop_us\"} 3\n"));
  EXPECT_THAT(metrics_.text_of(seen), Not(HasSubstr("dbmig_success")));
  EXPECT_THAT(metrics_.text_of(seen), Not(HasSubstr("dbmig_revisions_applied_total")));
}

TEST_F(RunMetricsTest, OneDatabaseCanBeToldWithoutTheOthers) {
  const RunMetrics::Place other = metrics_.add({"shop", "db:3306", "shop_us"});
  EXPECT_NE(other, place_);
  EXPECT_EQ(metrics_.add({"shop", "db:3306", "shop_us"}), other);
  EXPECT_THAT(metrics_.text_of(other), Not(HasSubstr("shop_eu")));
  EXPECT_THAT(metrics_.text_of(other), HasSubstr("dbmig_run_info{run_id=\"r1\""));
}

}  // namespace
}  // namespace dbmig

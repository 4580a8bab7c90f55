#include "cli/run_reporter.h"

#include <gtest/gtest.h>

#include "cli/output.h"
#include "support/memory_scripts.h"

namespace dbmig {
namespace {

class RunReporterTest : public testing::Test {
 protected:
  void start(const Step& step) { reporter_.report(StepStarted{step, 2}); }
  void done(const Step& step, std::size_t number) {
    reporter_.report(StatementDone{step, number, statement_, {}, {}, {}});
  }

  Output output_{ColorMode::never, Verbosity::quiet, {LogFormat::text, LogLevel::error, ""}};
  RunReporter reporter_{output_, "a", 2, [](const RevisionId&) { return std::string(); }};
  ScriptStatement statement_ = bare("SELECT 1");
};

TEST_F(RunReporterTest, WhatIsSentAgainAfterALostConnectionCountsOnce) {
  const Step first = upgrade_step("a");
  start(first);
  done(first, 1);
  start(first);
  done(first, 1);
  done(first, 2);
  EXPECT_EQ(reporter_.statements(), 2U);
}

TEST_F(RunReporterTest, EachStepsStatementsCount) {
  const Step first = upgrade_step("a");
  const Step second = upgrade_step("b", "a");
  start(first);
  done(first, 1);
  start(second);
  done(second, 1);
  EXPECT_EQ(reporter_.statements(), 2U);
}

}  // namespace
}  // namespace dbmig

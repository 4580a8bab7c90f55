#include "engine/executor.h"

#include <gtest/gtest.h>

#include "support/memory_scripts.h"
#include "support/memory_target.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

using Texts = std::vector<std::string>;

/// The events of a run, a word or two each.
class Diary {
 public:
  Report report() {
    return [this](const Event& event) { std::visit([this](const auto& e) { note(e); }, event); };
  }
  Texts lines;

 private:
  void note(const StepStarted& e) {
    lines.push_back("start " + e.step.revision + " " + std::to_string(e.statements.value_or(0)));
  }
  void note(const StatementStarted& e) { lines.push_back("send " + std::to_string(e.number)); }
  void note(const StatementSkipped& e) {
    lines.push_back("skip " + std::to_string(e.number) + " " + e.reason);
  }
  void note(const RoundDone& e) {
    lines.push_back("round " + std::to_string(e.round) + " " + std::to_string(e.rows));
  }
  void note(const StatementDone& e) { lines.push_back("done " + std::to_string(e.number)); }
  void note(const ScriptSaid& e) { lines.push_back("said " + std::string(e.line)); }
  void note(const SessionRestored&) { lines.push_back("restored"); }
  void note(const StepFailed& e) { lines.push_back("failed " + e.step.revision); }
  void note(const StepDone& e) { lines.push_back("end " + e.step.revision); }
};

class ExecutorTest : public testing::Test {
 protected:
  void run(const Plan& plan, const ExecuteOptions& options = {}) {
    execute(plan, scripts_, target_, diary_.report(), options);
  }

  MemoryScripts scripts_;
  MemoryTarget target_;
  Diary diary_;
};

TEST_F(ExecutorTest, OffersTheNextStepsFirstStatementUnlessADirectiveDecidesOnIt) {
  scripts_.add("a", "SELECT 1; SELECT 2;").add("b", "SELECT 3; SELECT 4;").add("c", "");
  scripts_.add("d", "-- migrate:only-on mysql\nSELECT 5;").add("e", "SELECT 6;");
  run({upgrade_step("a"), upgrade_step("b", "a"), upgrade_step("c", "b"), upgrade_step("d", "c"),
       upgrade_step("e", "d")});
  EXPECT_EQ(target_.offered, (Texts{"SELECT 3", "SELECT 6"}));
}

TEST_F(ExecutorTest, OffersNothingOnceItIsInterrupted) {
  scripts_.add("a", "SELECT 1;").add("b", "SELECT 2;");
  ExecuteOptions options;
  options.interrupted = [this] { return !target_.effects.empty(); };
  EXPECT_THROW(run({upgrade_step("a"), upgrade_step("b", "a")}, options), Error);
  EXPECT_EQ(target_.offered, Texts{});
}

TEST_F(ExecutorTest, RunsStepsAndStatementsInOrder) {
  scripts_.add("a", "CREATE TABLE t (a INT); INSERT INTO t VALUES (1);").add("b", "SELECT 2;");
  run({upgrade_step("a"), upgrade_step("b", "a")});
  EXPECT_EQ(target_.effects,
            (Texts{"CREATE TABLE t (a INT)", "INSERT INTO t VALUES (1)", "SELECT 2"}));
  EXPECT_EQ(target_.rows, std::set<RevisionId>{"b"});
  EXPECT_EQ(diary_.lines, (Texts{"start a 2", "send 1", "done 1", "send 2", "done 2", "end a",
                                 "start b 1", "send 1", "done 1", "end b"}));
}

TEST_F(ExecutorTest, ARevisionWithoutStatementsIsRecordedAllTheSame) {
  scripts_.add("a", "-- nothing to do");
  run({upgrade_step("a")});
  EXPECT_EQ(target_.rows, std::set<RevisionId>{"a"});
}

TEST_F(ExecutorTest, StopsAtTheFirstFailureAndSaysWhatIsInEffect) {
  scripts_.add("a", "CREATE TABLE t (a INT);\n  ALTER TABLE t ADD b INT;").add("b", "SELECT 1;");
  target_.fail_at = 3;  // begin, CREATE, ALTER
  EXPECT_EQ(message_of([&] {
              run({upgrade_step("a"), upgrade_step("b", "a")});
            }),
            "a.sql:9:3: the server refused the statement\n"
            "    ALTER TABLE t ADD b INT;\n"
            "    ^\n"
            "state: 1 statement of 2 of upgrade a is in effect; the "
            "database is recorded at base\n"
            "hint: mend the statement and run the same command again: it goes on from there; "
            "`dbmig resume --back` undoes what ran instead");
  EXPECT_EQ(diary_.lines, (Texts{"start a 2", "send 1", "done 1", "send 2", "failed a"}));
}

TEST_F(ExecutorTest, ATemporaryFailureSaysToRunAgain) {
  scripts_.add("a", "SELECT 1;");
  target_.fail_at = 2;
  target_.failure = ErrorCode::temporary;
  EXPECT_EQ(message_of([&] { run({upgrade_step("a", "z")}); }),
            "a.sql:8:1: the server refused the statement\n"
            "  SELECT 1;\n"
            "  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at z\n"
            "hint: run the same command again");
}

TEST_F(ExecutorTest, RepeatsARoundUntilItChangesNothing) {
  scripts_.add("a", "-- migrate:repeat-until-no-rows\nDELETE FROM t LIMIT 5;");
  target_.round_rows = {5, 5, 2, 0};
  run({upgrade_step("a")});
  EXPECT_EQ(diary_.lines, (Texts{"start a 1", "send 1", "round 1 5", "round 2 10", "round 3 12",
                                 "round 4 12", "done 1", "end a"}));
}

TEST_F(ExecutorTest, AsksTheServerWhetherToSkip) {
  target_.true_queries = {"SELECT 1"};
  scripts_.add(
      "a", "-- migrate:skip-if SELECT 1\nSELECT 'x';\n-- migrate:skip-if SELECT 2\nSELECT 'y';");
  run({upgrade_step("a")});
  EXPECT_EQ(target_.effects, Texts{"SELECT 'y'"});
  EXPECT_EQ(diary_.lines[1], "skip 1 skip-if: SELECT 1");
}

TEST_F(ExecutorTest, LeavesOutWhatIsForOtherServersWithoutAskingMore) {
  scripts_.add("a", "-- migrate:only-on mysql\n-- migrate:skip-if SELECT 1\nSELECT 'x';");
  run({upgrade_step("a")});
  EXPECT_EQ(target_.effects, Texts{});
  EXPECT_EQ(target_.calls, 2U);  // begin and finish
}

TEST_F(ExecutorTest, RefusesOnlyOnWhereNoServerIsKnown) {
  target_.server.reset();
  scripts_.add("a", "-- migrate:only-on mysql\nSELECT 'x';");
  EXPECT_EQ(message_of([&] { run({upgrade_step("a")}); }),
            "a.sql:9:1: only-on needs to know the server that the SQL is for\n"
            "  SELECT 'x';\n"
            "  ^\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: say it: --server mariadb-10.11, --server mysql-8.0");
}

TEST_F(ExecutorTest, StartsNoOtherStatementAfterAnInterruption) {
  scripts_.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);").add("b", "SELECT 1;");
  ExecuteOptions options;
  options.interrupted = [&] { return !target_.effects.empty(); };
  EXPECT_EQ(message_of([&] {
              run({upgrade_step("a"), upgrade_step("b", "a")}, options);
            }),
            "interrupted before the next statement\n"
            "state: 1 statement of 2 of upgrade a is in effect; the database is recorded at base\n"
            "hint: run the same command again: it goes on from there");
  EXPECT_EQ(target_.effects.size(), 1U);
  EXPECT_EQ(target_.rows, std::set<RevisionId>{});
}

TEST_F(ExecutorTest, StopsBetweenTwoRoundsAfterAnInterruption) {
  scripts_.add("a", "-- migrate:repeat-until-no-rows\nDELETE FROM t LIMIT 5;");
  target_.round_rows = {5, 5, 0};
  ExecuteOptions options;
  options.interrupted = [&] { return target_.effects.size() == 2; };
  EXPECT_EQ(code_of([&] { run({upgrade_step("a")}, options); }), ErrorCode::temporary);
  EXPECT_EQ(target_.effects.size(), 2U);
}

TEST_F(ExecutorTest, TakesAWarningForAnErrorWhenToldTo) {
  scripts_.add("a", "INSERT INTO t VALUES ('x');");
  target_.warnings_each = 1;
  run({upgrade_step("a")});
  ExecuteOptions strict;
  strict.warnings = WarningPolicy::refuse;
  EXPECT_EQ(message_of([&] { run({upgrade_step("a")}, strict); }),
            "a.sql:8:1: the server warns, and warnings are errors: Data truncated\n"
            "  INSERT INTO t VALUES ('x');\n"
            "  ^\n"
            "server error 1265 (01000): Data truncated\n"
            "state: nothing of upgrade a is in effect; the database stands at base\n"
            "hint: mend the statement and run the same command again");
}

// Whatever call fails: what is in effect is a prefix of the whole, the rows are those of
// finished steps, and the message counts right.
TEST_F(ExecutorTest, AFailureAtAnyCallLeavesAPrefixInEffect) {
  scripts_.add("a", "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);")
      .add("b", "INSERT INTO t VALUES (3); ALTER TABLE t ADD b INT; UPDATE t SET b = 1;");
  const Plan plan = {upgrade_step("a"), upgrade_step("b", "a")};
  MemoryTarget whole;
  execute(plan, scripts_, whole, diary_.report());
  for (std::size_t k = 1; k <= whole.calls; ++k) {
    MemoryTarget failing;
    failing.fail_at = k;
    EXPECT_EQ(code_of([&] { execute(plan, scripts_, failing, diary_.report()); }),
              ErrorCode::statement);
    ASSERT_LE(failing.effects.size(), whole.effects.size());
    EXPECT_TRUE(std::equal(failing.effects.begin(), failing.effects.end(), whole.effects.begin()))
        << "failing call " << k;
    const bool first_done = failing.rows.contains("a");
    EXPECT_EQ(first_done, failing.effects.size() >= 3) << "failing call " << k;
  }
}

}  // namespace
}  // namespace dbmig

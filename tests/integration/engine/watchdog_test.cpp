#include "db/watchdog.h"

#include <atomic>
#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "base/text.h"
#include "engine/executor.h"
#include "engine/live_run.h"
#include "one_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

using std::chrono::milliseconds;

class WatchdogTest : public testing::Test {
 protected:
  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }

  DatabaseOptions options() const {
    DatabaseOptions options;
    options.connect = database_.options();
    return options;
  }

  WatchdogTest() {
    context_.prepare();
    context_.prepare_journal();
    take_lock(context_, {});
  }

  void upgrade(const std::string& sql, const WatchLimits& limits) {
    LiveOptions live;
    live.watch = limits;
    live.locks.budget = std::chrono::minutes(1);
    if (std::optional<UnfinishedStep> left = unfinished_step(context_)) live.left = left->journal;
    LiveTarget target(context_, live);
    MemoryScripts scripts;
    scripts.add("a", sql);
    execute({upgrade_step("a")}, scripts, target, [](const Event&) {});
  }

  TestDatabase database_;
  MigrationContext context_{options()};
};

TEST_F(WatchdogTest, EndsAStatementOfAnyClassThatTakesTooLong) {
  const std::string message = message_of([&] {
    upgrade("CREATE TABLE t (a INT);\nCREATE TABLE u AS SELECT SLEEP(60) AS s;",
            {milliseconds(200), {}});
  });
  EXPECT_EQ(message,
            "a.sql:9:1: the statement was ended: it took longer than statement_timeout, 0.2 s\n"
            "  CREATE TABLE u AS SELECT SLEEP(60) AS s;\n"
            "  ^\n"
            "server error 1317 (70100): Query execution was interrupted\n"
            "state: 1 statement of 2 of upgrade a is in effect; the database is recorded at base\n"
            "hint: run the same command again with a longer --statement-timeout, or make the "
            "statement smaller");
  EXPECT_EQ(ask("SHOW TABLES LIKE '_'"), "t");
}

TEST_F(WatchdogTest, RollsBackTheRowsOfAStatementThatItEnded) {
  database_.run("CREATE TABLE t (a INT)");
  EXPECT_THROW(
      upgrade("INSERT INTO t VALUES (1); INSERT INTO t SELECT SLEEP(60);", {milliseconds(200), {}}),
      Error);
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(WatchdogTest, LetsStatementsThatAreQuickEnoughBe) {
  upgrade("DO SLEEP(0.2); DO SLEEP(0.2); DO SLEEP(0.2); CREATE TABLE t (a INT);",
          {milliseconds(400), {}});
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(WatchdogTest, EndsWhatSomebodyWantsEndedAndTheNextRunGoesOn) {
  std::atomic<bool> wanted = false;
  std::thread person([&] {
    std::this_thread::sleep_for(milliseconds(300));
    wanted = true;
  });
  const std::string message = message_of([&] {
    upgrade("CREATE TABLE t (a INT);\nCREATE TABLE u AS SELECT SLEEP(60) AS s;",
            {milliseconds(0), [&] { return wanted.load(); }});
  });
  person.join();
  EXPECT_EQ(message,
            "a.sql:9:1: interrupted: the statement was ended on the server\n"
            "  CREATE TABLE u AS SELECT SLEEP(60) AS s;\n"
            "  ^\n"
            "server error 1317 (70100): Query execution was interrupted\n"
            "state: 1 statement of 2 of upgrade a is in effect; the database is recorded at base\n"
            "hint: run the same command again: it goes on from there");
  upgrade("CREATE TABLE t (a INT);\nCREATE TABLE u AS SELECT SLEEP(0) AS s;", {});
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(WatchdogTest, NoScriptGoesOnOverAStatementThatWasEnded) {
  LiveOptions live;
  live.watch = {milliseconds(200), {}};
  LiveTarget target(context_, live);
  MemoryScripts scripts;
  scripts.add_steered("a", [](StatementSink& sink) {
    sink.send(bare("CREATE TABLE u AS SELECT SLEEP(60) AS s"), StatementSink::Refusal::is_told);
    sink.send(bare("CREATE TABLE t (a INT)"), StatementSink::Refusal::is_told);
  });
  const std::string message =
      message_of([&] { execute({upgrade_step("a")}, scripts, target, [](const Event&) {}); });
  EXPECT_EQ(message.substr(0, message.find(',')),
            "a.py:1:1: the statement was ended: it took longer than statement_timeout");
  EXPECT_EQ(ask("SHOW TABLES LIKE '_'"), "");
}

TEST_F(WatchdogTest, KillsNothingOfASessionThatDoesNotHoldTheLock) {
  Connection other(database_.options());
  Watchdog watchdog(database_.options(), context_.lock().name(), {milliseconds(100), {}});
  watchdog.watch(other.id());
  EXPECT_EQ(other.query("SELECT SLEEP(0.6)").rows.at(0).at(0), "0");
  EXPECT_EQ(watchdog.rest(), Watchdog::Ended::no);
}

TEST_F(WatchdogTest, SendsNothingOnceItRests) {
  Watchdog watchdog(database_.options(), context_.lock().name(), {milliseconds(1), {}});
  for (int i = 0; i < 40; ++i) {
    watchdog.watch(context_.connection().id());
    std::this_thread::sleep_for(milliseconds(5));
    if (watchdog.rest() != Watchdog::Ended::no) {
      // It may have come before the next statement, and hits that one alone.
      try {
        context_.connection().execute("DO 0");
      } catch (const Error&) {
        continue;
      }
    }
    EXPECT_NO_THROW(context_.connection().execute("DO SLEEP(0.02)"));
  }
}

TEST_F(WatchdogTest, AWaitForTheLockEndsForASignal) {
  MigrationContext second(options());
  const auto start = std::chrono::steady_clock::now();
  const std::string message = message_of([&] {
    take_lock(second, {std::chrono::seconds(60), {}, [] { return true; }});
  });
  EXPECT_EQ(message,
            "interrupted while waiting for the lock\nstate: nothing was changed\n"
            "hint: run the same command again");
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(30));
}

}  // namespace
}  // namespace dbmig

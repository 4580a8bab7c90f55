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

  static JournalRow done_row(std::size_t number, const std::string& kind) {
    JournalRow row;
    row.step = 1;
    row.number = number;
    row.revision = "a";
    row.state = JournalState::done;
    row.kind = kind;
    return row;
  }

  /// Ends the session, and writes a row of the journal in a run of somebody else's.
  void write_as_another(const JournalRow& row) {
    database_.run("KILL " + std::to_string(context_.connection().id()));
    DatabaseOptions others = options();
    others.runner = "pat@laptop";
    others.run_id = "another";
    MigrationContext second(others);
    take_lock(second, {std::chrono::seconds(10)});
    second.journal().write({&row, 1});
    second.lock().release();
    if (row.kind == "broken") context_.reconnect();
  }

  std::string regained_after(const JournalRow& row, Presence& own) {
    write_as_another(row);
    return message_of([&] { regain(context_, {std::chrono::seconds(10)}, own); });
  }

  static constexpr const char* kMoved =
      "another run was at work while the connection was lost: nothing more was sent\n"
      "state: the database stands at base\nhint: run the same command again";

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

TEST_F(WatchdogTest, AnIdleSessionThatTheServerEndedIsMadeAgainWithItsLock) {
  const unsigned long before = context_.connection().id();
  Presence own = presence_of(context_);
  database_.run("KILL " + std::to_string(before));
  regain(context_, {std::chrono::seconds(10)}, own);
  EXPECT_NE(context_.connection().id(), before);
  EXPECT_NO_THROW(context_.lock().require());
}

TEST_F(WatchdogTest, AnIdleSessionIsNotMadeAgainOverTheWorkOfAnother) {
  Presence own = presence_of(context_);
  database_.run("KILL " + std::to_string(context_.connection().id()));
  database_.run("INSERT INTO alembic_version VALUES ('b')");
  EXPECT_EQ(message_of([&] { regain(context_, {std::chrono::seconds(10)}, own); }),
            "another run was at work while the connection was lost: nothing more was sent\n"
            "state: the database stands at b\nhint: run the same command again");
}

TEST_F(WatchdogTest, AnIdleSessionIsNotMadeAgainOverTheWorkOfAnotherThatLeftTheSameRows) {
  Presence own = presence_of(context_);
  EXPECT_EQ(regained_after(done_row(0, ""), own), kMoved);
}

TEST_F(WatchdogTest, AStepOfASessionOfTheSameNumberIsNotTakenForOnesOwn) {
  Presence own = presence_of(context_);
  own.sessions.push_back(context_.connection().id() + 2);  // As after a restart of the server.
  EXPECT_EQ(regained_after(done_row(0, ""), own), kMoved);
}

TEST_F(WatchdogTest, AnIdleSessionIsNotMadeAgainWhenAnotherRunWentOnWithWhatWasLeft) {
  JournalRow head = done_row(0, "");
  head.state = JournalState::running;
  context_.journal().write({&head, 1});
  Presence own = presence_of(context_);
  own.left = context_.journal().unfinished();
  EXPECT_EQ(regained_after(done_row(1, ""), own), kMoved);
}

TEST_F(WatchdogTest, ARunWhoseLockWasBrokenBeforeItBeganDoesNotComeBack) {
  const Presence own = presence_of(context_);
  write_as_another(done_row(0, "broken"));
  EXPECT_EQ(message_of([&] { presence_of(context_, own); }),
            "the lock of this run was broken by pat@laptop: nothing more was sent\n"
            "state: the database stands at base\nhint: run the same command again");
}

TEST_F(WatchdogTest, ALostConnectionIsNotGoneOnWithOverTheWorkOfAnother) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT);").add("b", "CREATE TABLE u (a INT);");
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a"), upgrade_step("b", "a")}, scripts,
             [&](const Event& event) {
               const auto* started = std::get_if<StepStarted>(&event);
               if (started == nullptr || started->step.revision != "a") return;
               database_.run("INSERT INTO alembic_version VALUES ('b')");
               database_.run("KILL " + std::to_string(context_.connection().id()));
             },
             {}, {}, {{3, milliseconds(10), 2}, std::chrono::seconds(2)});
  });
  EXPECT_EQ(message,
            "another run was at work while the connection was lost: nothing more was sent\n"
            "state: the database stands at b\nhint: run the same command again");
}

TEST_F(WatchdogTest, ARunThatDoesNotGetItsLockBackSaysWhereItWasLost) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);");
  Connection other(database_.options());
  const std::string name = context_.lock().name();
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               const auto* done = std::get_if<StatementDone>(&event);
               if (done == nullptr || done->number != 1) return;
               database_.run("KILL " + std::to_string(context_.connection().id()));
               other.query("SELECT GET_LOCK('" + name + "', 10)");
             },
             {}, {}, {{1, milliseconds(10), 1}, std::chrono::seconds(0)});
  });
  EXPECT_EQ(message.substr(message.find('\n') + 1),
            "state: the connection was lost in upgrade a: the next run finds out what of it is in "
            "effect; before it the database stood at base\n"
            "hint: run the command again later; `dbmig lock` shows the holder, `dbmig lock "
            "--break` ends its connection");
}

TEST_F(WatchdogTest, ARunWhoseLockWasBrokenDoesNotComeBack) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);");
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               const auto* done = std::get_if<StatementDone>(&event);
               if (done == nullptr || done->number != 1) return;
               MigrationContext other(OneRun::options(database_));
               break_lock(other, other.lock().holder().value(), std::chrono::seconds(10));
             },
             {}, {}, {{3, milliseconds(10), 2}, std::chrono::seconds(2)});
  });
  EXPECT_EQ(message,
            "the lock of this run was broken by pat@laptop: nothing more was sent\n"
            "state: the database stands at base\nhint: run the same command again");
  EXPECT_EQ(trim(database_.run("SHOW TABLES LIKE '_'")), "t");
}

TEST_F(WatchdogTest, ARunDoesNotComeBackOverOneThatUndidIts) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);");
  const auto undo = [&] {
    database_.run("KILL " + std::to_string(context_.connection().id()));
    OneRun other(database_);
    JournalRow head = other.live.left->head;
    head.state = JournalState::undone;
    JournalRow back = head;
    back.step = head.step + 1;
    other.context.journal().write(std::vector{head, back});
  };
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               const auto* done = std::get_if<StatementDone>(&event);
               if (done != nullptr && done->number == 1) undo();
             },
             {}, {}, {{3, milliseconds(10), 2}, std::chrono::seconds(2)});
  });
  EXPECT_EQ(message,
            "another run was at work while the connection was lost: nothing more was sent\n"
            "state: the database stands at base\nhint: run the same command again");
}

TEST_F(WatchdogTest, WhatIsInEffectIsToldAlsoWhenTheConnectionIsLostOverItsRecord) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); CREATE TABLE u (a INT);");
  const std::string session = std::to_string(context_.connection().id());
  Connection reader(database_.options());
  std::jthread killer;
  const auto kill_at_the_record = [&] {
    reader.execute("BEGIN");
    reader.query("SELECT * FROM dbmig_journal FOR UPDATE");
    killer = std::jthread([&] {
      Connection beside(database_.options());
      const std::string writes =
          "SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = " + session +
          " AND INFO LIKE '%INTO %dbmig_journal%'";
      while (beside.query(writes).rows.empty())
        std::this_thread::sleep_for(milliseconds(5));
      beside.execute("KILL " + session);
    });
  };
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               const auto* started = std::get_if<StatementStarted>(&event);
               if (started != nullptr && started->number == 3) kill_at_the_record();
             },
             {}, {}, {{0, milliseconds(10), 1}, std::chrono::seconds(2)});
  });
  EXPECT_NE(message.find("state: 1 statement of 3 of upgrade a is in effect"), std::string::npos)
      << message;
}

}  // namespace
}  // namespace dbmig

// What a run does when its connection is lost: when it comes back, and when it must not.
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

class ReconnectTest : public testing::Test {
 protected:
  ReconnectTest() {
    context_.prepare();
    context_.prepare_journal();
    take_lock(context_, {});
  }

  DatabaseOptions options() const {
    DatabaseOptions options;
    options.connect = database_.options();
    options.runner = "tester";
    return options;
  }

  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }

  Presence presence() {
    Presence own = presence_of(context_);
    note_lock(context_, own);
    return own;
  }

  void kill() { database_.run("KILL " + std::to_string(context_.connection().id())); }

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
    kill();
    DatabaseOptions others = options();
    others.runner = "pat@laptop";
    others.run_id = "another";
    MigrationContext second(others);
    take_lock(second, {std::chrono::seconds(10)});
    second.journal().write({&row, 1});
    second.lock().release();
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

TEST_F(ReconnectTest, AnIdleSessionThatTheServerEndedIsMadeAgainWithItsLock) {
  const unsigned long before = context_.connection().id();
  Presence own = presence();
  database_.run("KILL " + std::to_string(before));
  regain(context_, {std::chrono::seconds(10)}, own);
  EXPECT_NE(context_.connection().id(), before);
  EXPECT_NO_THROW(context_.lock().require());
}

TEST_F(ReconnectTest, AnIdleSessionIsNotMadeAgainOverTheWorkOfAnother) {
  Presence own = presence();
  kill();
  database_.run("INSERT INTO alembic_version VALUES ('b')");
  EXPECT_EQ(message_of([&] { regain(context_, {std::chrono::seconds(10)}, own); }),
            "another run was at work while the connection was lost: nothing more was sent\n"
            "state: the database stands at b\nhint: run the same command again");
}

TEST_F(ReconnectTest, AnIdleSessionIsNotMadeAgainOverTheWorkOfAnotherThatLeftTheSameRows) {
  Presence own = presence();
  EXPECT_EQ(regained_after(done_row(0, ""), own), kMoved);
}

TEST_F(ReconnectTest, AStepOfASessionOfTheSameNumberIsNotTakenForOnesOwn) {
  Presence own = presence();
  own.sessions.push_back(context_.connection().id() + 2);  // As after a restart of the server.
  EXPECT_EQ(regained_after(done_row(0, ""), own), kMoved);
}

TEST_F(ReconnectTest, AnIdleSessionIsNotMadeAgainWhenAnotherRunWentOnWithWhatWasLeft) {
  JournalRow head = done_row(0, "");
  head.state = JournalState::running;
  context_.journal().write({&head, 1});
  Presence own = presence();
  own.left = context_.journal().unfinished();
  EXPECT_EQ(regained_after(done_row(1, ""), own), kMoved);
}

TEST_F(ReconnectTest, ARunWhoseLockWasBrokenBeforeItBeganDoesNotComeBack) {
  Presence own = presence_of(context_);
  context_.journal().mark_broken(context_.connection().id(), "connection 1");
  EXPECT_EQ(message_of([&] { note_lock(context_, own); }),
            "the lock of this run was broken by tester: nothing more was sent\n"
            "state: the database stands at base\nhint: run the same command again");
}

TEST_F(ReconnectTest, AMarkOfBeforeAndOneAboutAnotherSessionBreakNothing) {
  const unsigned long session = context_.connection().id();
  context_.journal().mark_broken(session, "one of the same number, long ago");
  Presence own = presence_of(context_);
  context_.journal().mark_broken(session + 1, "another");
  EXPECT_NO_THROW(note_lock(context_, own));
}

TEST_F(ReconnectTest, MarksStandAmongTheStepsByTheirTime) {
  JournalRow row = done_row(0, "");
  context_.journal().write({&row, 1});
  context_.journal().mark_broken(7, "connection 7");
  row.step = context_.journal().next_step();
  context_.journal().write({&row, 1});
  std::string kinds;
  for (const JournalStep& step : context_.journal().steps())
    kinds += step.head.kind + "|";
  EXPECT_EQ(kinds, "|broken||");
  EXPECT_EQ(row.step, 2);
}

TEST_F(ReconnectTest, ALostConnectionIsNotGoneOnWithOverTheWorkOfAnother) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT);").add("b", "CREATE TABLE u (a INT);");
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a"), upgrade_step("b", "a")}, scripts,
             [&](const Event& event) {
               const auto* started = std::get_if<StepStarted>(&event);
               if (started == nullptr || started->step.revision != "a") return;
               database_.run("INSERT INTO alembic_version VALUES ('b')");
               kill();
             },
             {}, {}, {{3, milliseconds(10), 2}, std::chrono::seconds(2)});
  });
  EXPECT_EQ(message,
            "another run was at work while the connection was lost: nothing more was sent\n"
            "state: the database stands at b\nhint: run the same command again");
}

TEST_F(ReconnectTest, ARunThatDoesNotGetItsLockBackSaysWhereItWasLost) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);");
  Connection other(database_.options());
  const std::string name = context_.lock().name();
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               const auto* done = std::get_if<StatementDone>(&event);
               if (done == nullptr || done->number != 1) return;
               kill();
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

TEST_F(ReconnectTest, ARunWhoseLockWasBrokenDoesNotComeBack) {
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
            "state: the connection was lost in upgrade a: the next run finds out what of it is in "
            "effect; before it the database stood at base\nhint: run the same command again");
  EXPECT_EQ(trim(database_.run("SHOW TABLES LIKE '_'")), "t");
}

TEST_F(ReconnectTest, ARunDoesNotComeBackOverOneThatUndidIts) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);");
  const auto undo = [&] {
    kill();
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

TEST_F(ReconnectTest, WhatIsInEffectIsToldAlsoWhenTheConnectionIsLostOverItsRecord) {
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

TEST_F(ReconnectTest, WhatWasLeftIsNotGoneOnWithOnceAnotherRunHasClosedIt) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); CREATE TABLE u (a INT);");
  JournalRow head = done_row(0, "");
  head.state = JournalState::stopped;
  context_.journal().write({&head, 1});
  Presence own = presence();
  own.left = context_.journal().unfinished();
  LiveOptions live;
  live.left = own.left;
  head.state = JournalState::undone;
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               if (std::holds_alternative<StepStarted>(event)) write_as_another(head);
             },
             {}, live, {{3, milliseconds(10), 2}, std::chrono::seconds(2), own});
  });
  EXPECT_EQ(message, kMoved);
  EXPECT_EQ(ask("SHOW TABLES LIKE '_'"), "");
}

TEST_F(ReconnectTest, AnAnswerIsNotGivenToADoubtThatComesLater) {
  MemoryScripts scripts;
  scripts.add("a", "CALL twice(1); CALL twice(2);");
  database_.run(
      "CREATE TABLE c (n INT); CREATE PROCEDURE twice(i INT) BEGIN INSERT INTO c VALUES (i);"
      " COMMIT; DO SLEEP(0.5); INSERT INTO c VALUES (i * 10); END");
  const RetryLimits limits{{3, milliseconds(10), 2}, std::chrono::seconds(5)};
  const auto run = [&](Assume assume, int killed) {
    OneRun one(database_);
    one.live.assume = assume;
    const std::string session = std::to_string(one.context.connection().id());
    std::jthread killer([&] {
      const std::string began = "SELECT 1 FROM c WHERE n = " + std::to_string(killed);
      while (ask(began).empty())
        std::this_thread::sleep_for(milliseconds(5));
      database_.run("KILL " + session);
    });
    return message_of([&] {
      run_live(
          one.context, {upgrade_step("a")}, scripts, [](const Event&) {}, {}, one.live, limits);
    });
  };
  context_.lock().release();
  EXPECT_NE(run(Assume::nothing, 1).find("nothing tells whether statement 1 of a"),
            std::string::npos);
  EXPECT_NE(run(Assume::done, 2).find("nothing tells whether statement 2 of a"), std::string::npos);
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(n) FROM c"), "1,2");
}

TEST_F(ReconnectTest, ALossAtTheSamePlaceAgainAndAgainEndsTheRun) {
  MemoryScripts scripts;
  scripts.add("a", "INSERT INTO c VALUES (1); INSERT INTO c VALUES (2);");
  database_.run("CREATE TABLE c (n INT)");
  int losses = 0;
  const std::string message = message_of([&] {
    run_live(context_, {upgrade_step("a")}, scripts,
             [&](const Event& event) {
               const auto* started = std::get_if<StatementStarted>(&event);
               if (started == nullptr || started->number != 2) return;
               ++losses;
               kill();
             },
             {}, {}, {{3, milliseconds(10), 2}, std::chrono::seconds(5)});
  });
  EXPECT_EQ(losses, 4) << message;
  EXPECT_EQ(ask("SELECT COUNT(*) FROM c"), "0");
}

TEST_F(ReconnectTest, AnInterruptedRunSaysWhatOfTheStepThatWasLeftIsInEffect) {
  MemoryScripts scripts;
  scripts.add("a", "CREATE TABLE t (a INT); CREATE TABLE u (a INT);");
  std::vector<JournalRow> rows = {done_row(0, ""), done_row(1, "create")};
  rows.front().state = JournalState::stopped;
  context_.journal().write(rows);
  LiveOptions live;
  live.left = context_.journal().unfinished();
  ExecuteOptions options;
  options.interrupted = [] { return true; };
  EXPECT_EQ(message_of([&] {
              run_live(context_, {upgrade_step("a")}, scripts, [](const Event&) {}, options, live,
                       {});
            }),
            "interrupted before the next revision\n"
            "state: 1 statement of 2 of upgrade a is in effect; the database is recorded at base\n"
            "hint: run the same command again: it goes on from there");
}

TEST_F(ReconnectTest, ALockThatOnesOwnLostSessionHoldsIsNoOtherRuns) {
  Connection lost(database_.options());
  context_.lock().release();
  lost.query("SELECT GET_LOCK('" + context_.lock().name() + "', 0)");
  const std::string session = std::to_string(lost.id());
  const std::string message = message_of([&] {
    take_lock(context_, {{}, {}, {}, RunLock::Purpose::change, {lost.id()}});
  });
  EXPECT_EQ(
      message.substr(0, message.find(" (")),
      "the server is still at what it was sent over the lost connection: connection " + session);
  EXPECT_EQ(message.substr(message.find('\n')),
            "\nhint: run the same command again when that has ended; `dbmig lock` shows it");
}

TEST_F(ReconnectTest, WhoeverBreaksALockIsToldWhoWasFaster) {
  Connection next(database_.options());
  const LockHolder holder = context_.lock().holder().value();
  std::jthread waiting(
      [&] { next.query("SELECT GET_LOCK('" + context_.lock().name() + "', 10)"); });
  const std::string waits =
      "SELECT 1 FROM information_schema.PROCESSLIST WHERE INFO LIKE "
      "'%GET_LOCK%' AND ID = " +
      std::to_string(next.id());
  while (ask(waits).empty())
    std::this_thread::sleep_for(milliseconds(5));
  MigrationContext other(OneRun::options(database_));
  const std::optional<LockHolder> now = break_lock(other, holder, std::chrono::seconds(1));
  ASSERT_TRUE(now);
  EXPECT_EQ(now->connection, next.id());
  EXPECT_EQ(other.journal().last_mark(), kMarks + 1);
}

}  // namespace
}  // namespace dbmig

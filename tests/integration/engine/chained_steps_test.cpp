// The end of a step and the announcement of the next one's first statement are one write.
#include <gtest/gtest.h>

#include "base/text.h"
#include "one_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

/// What ends a process without a word.
struct Killed {};

/// Revisions `a`, `b` and `c`, each upon the one before.
class ChainedStepsTest : public testing::Test {
 protected:
  ChainedStepsTest() {
    scripts_.add("a", "CREATE TABLE t (a INT);").add("b", "CREATE TABLE u (a INT);");
    scripts_.add("c", "CREATE TABLE v (a INT);");
  }

  std::string ask(const std::string& query) {
    return replaced(std::string(trim(database_.run(query))), "\n", " ");
  }
  std::string tables() { return ask("SHOW TABLES LIKE '_'"); }
  std::string rows() { return ask("SELECT version_num FROM alembic_version"); }
  std::string journal() {
    return ask(
        "SELECT GROUP_CONCAT(revision, number, ' ', state ORDER BY step, number SEPARATOR ', ')"
        " FROM dbmig_journal");
  }

  void upgrade(
      const Plan& plan, const Report& report = [](const Event&) {},
      const ExecuteOptions& options = {}) {
    OneRun run(database_);
    context_ = &run.context;
    run_live(run.context, plan, scripts_, report, options, run.live, {});
  }

  /// Does something when a statement of `b` is done, or the whole of it.
  template <typename Done, typename Action>
  static Report when(Action action) {
    return [action](const Event& event) {
      const auto* done = std::get_if<Done>(&event);
      if (done != nullptr && done->step.revision == "b") action();
    };
  }

  const Plan all_ = {upgrade_step("a"), upgrade_step("b", "a"), upgrade_step("c", "b")};
  const Plan rest_ = {upgrade_step("c", "b")};
  TestDatabase database_;
  MemoryScripts scripts_;
  MigrationContext* context_ = nullptr;
};

TEST_F(ChainedStepsTest, AStatementAnnouncedWithTheStepBeforeRunsAndIsRecorded) {
  upgrade(all_);
  EXPECT_EQ(tables(), "t u v");
  EXPECT_EQ(rows(), "c");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done, c0 done, c1 done");
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(kind, ' ', evidence ORDER BY step SEPARATOR ', ')"
                " FROM dbmig_journal WHERE number = 1"),
            replaced("create table `DB`.`t`: absent, create table `DB`.`u`: absent,"
                     " create table `DB`.`v`: absent",
                     "DB", database_.name()));
}

TEST_F(ChainedStepsTest, AStatementThatWasSentWithTheStepBeforeIsLetFinish) {
  bool interrupted = false;
  ExecuteOptions options;
  options.interrupted = [&] { return interrupted; };
  scripts_.add("c", "CREATE TABLE v (a INT); CREATE TABLE w (a INT);");
  const std::string message =
      message_of([&] { upgrade(all_, when<StepDone>([&] { interrupted = true; }), options); });
  EXPECT_EQ(message.substr(message.find("interrupted")),
            "interrupted before the next statement\n"
            "state: 1 statement of 2 of upgrade c is in effect; the database is recorded at b\n"
            "hint: run the same command again: it goes on from there");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done, c0 stopped, c1 done");
  EXPECT_EQ(tables(), "t u v");
  upgrade(rest_);
  EXPECT_EQ(tables(), "t u v w");
}

TEST_F(ChainedStepsTest, AStatementThatMightBeTwoIsNotSentBeforeItsTurn) {
  bool interrupted = false;
  ExecuteOptions options;
  options.interrupted = [&] { return interrupted; };
  scripts_.add("c", "CREATE TABLE v (a INT) COMMENT ';';");
  const std::string message =
      message_of([&] { upgrade(all_, when<StepDone>([&] { interrupted = true; }), options); });
  EXPECT_EQ(message.substr(message.find("interrupted")),
            "interrupted before the next statement\n"
            "state: nothing of upgrade c is in effect; the database stands at b\n"
            "hint: run the same command again");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done, c0 failed, c1 failed");
  EXPECT_EQ(rows(), "b");
  upgrade(rest_);
  EXPECT_EQ(tables(), "t u v");
}

TEST_F(ChainedStepsTest, AnInterruptionBeforeTheEndOfAStepAnnouncesNothing) {
  bool interrupted = false;
  ExecuteOptions options;
  options.interrupted = [&] { return interrupted; };
  EXPECT_EQ(
      code_of([&] { upgrade(all_, when<StatementDone>([&] { interrupted = true; }), options); }),
      ErrorCode::temporary);
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done");
}

TEST_F(ChainedStepsTest, TheNextRunFinishesWhatWasBegunByOneThatDied) {
  EXPECT_THROW(upgrade(all_, when<StepDone>([] { throw Killed(); })), Killed);
  EXPECT_EQ(rows(), "b");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done, c0 running, c1 running");
  upgrade(rest_);
  EXPECT_EQ(tables(), "t u v");
  EXPECT_EQ(rows(), "c");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done, c0 done, c1 done");
}

TEST_F(ChainedStepsTest, ATableThatIsThereAlreadyIsRefusedInItsOwnStep) {
  database_.run("CREATE TABLE v (b INT)");
  const std::string message = message_of([&] { upgrade(all_); });
  EXPECT_EQ(message,
            "c.sql:8:14: the server refused the statement\n"
            "  CREATE TABLE v (a INT);\n"
            "               ^\n"
            "server error 1050 (42S01): Table 'v' already exists\n"
            "state: nothing of upgrade c is in effect; the database stands at b\n"
            "hint: mend the statement and run the same command again");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done, c0 failed, c1 failed");
  EXPECT_EQ(ask("SHOW COLUMNS FROM v"), "b|int(11)|YES||NULL|");
}

TEST_F(ChainedStepsTest, SomeoneElsesMoveOfTheRowsIsNoticedAtTheEndOfTheStep) {
  const std::string message = message_of([&] {
    upgrade(all_, when<StatementDone>(
                      [&] { database_.run("UPDATE alembic_version SET version_num = 'x'"); }));
  });
  EXPECT_EQ(message,
            "Online migration expected to match one row when updating 'a' to 'b' in "
            "'alembic_version'; 0 found\n"
            "state: 1 statement of 1 of upgrade b is in effect; the database is recorded at a\n"
            "hint: something else changed the version table meanwhile: see `dbmig current`");
  EXPECT_EQ(tables(), "t u");
}

TEST_F(ChainedStepsTest, NothingIsAnnouncedWithoutTheLock) {
  const std::string message =
      message_of([&] { upgrade(all_, when<StatementDone>([&] { context_->lock().release(); })); });
  EXPECT_EQ(message,
            "the lock of this run is gone: nothing more was sent\n"
            "state: 1 statement of 1 of upgrade b is in effect; the database is recorded at a\n"
            "hint: run the same command again");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 running, b1 running");
  EXPECT_EQ(rows(), "a");
}

TEST_F(ChainedStepsTest, ASessionThatAScriptChangedIsPutBackBeforeTheNextStepIsLookedAt) {
  scripts_.add("b", "USE mysql;").add("c", "CREATE TABLE v (a INT);");
  upgrade(all_);
  EXPECT_EQ(tables(), "t v");
}

TEST_F(ChainedStepsTest, AnAnnouncedChangeOfATableIsJudgedByWhatItWasBefore) {
  scripts_.add("c", "ALTER TABLE u ADD b INT COMMENT ';';");
  EXPECT_THROW(upgrade(all_, when<StepDone>([] { throw Killed(); })), Killed);
  EXPECT_EQ(ask("SHOW COLUMNS FROM u"), "a|int(11)|YES||NULL|");
  database_.run("ALTER TABLE u ADD b INT");  // As if it had been sent.
  upgrade(rest_);
  EXPECT_EQ(ask("SHOW COLUMNS FROM u"), "a|int(11)|YES||NULL| b|int(11)|YES||NULL|");
  EXPECT_EQ(rows(), "c");
}

TEST_F(ChainedStepsTest, AChangeThatWasSentByOneThatDiedIsNotMadeTwice) {
  scripts_.add("c", "ALTER TABLE u ADD b INT");
  EXPECT_THROW(upgrade(all_, when<StepDone>([] { throw Killed(); })), Killed);
  upgrade(rest_);
  EXPECT_EQ(ask("SHOW COLUMNS FROM u"), "a|int(11)|YES||NULL| b|int(11)|YES||NULL|");
  EXPECT_EQ(rows(), "c");
}

TEST_F(ChainedStepsTest, WhatAScriptPreparesUnderTheSameNameDoesNotMatter) {
  for (const std::string words :
       {"DEALLOCATE PREPARE dbmig_chain", "PREPARE dbmig_chain FROM 'DO 0'"}) {
    TestDatabase database;
    OneRun run(database);
    MemoryScripts scripts;
    scripts.add("a", "CREATE TABLE t (a INT);").add("b", "CREATE TABLE u (a INT);");
    scripts.add("c", "CREATE TABLE v (a INT);\n" + words + ";").add("d", "CREATE TABLE w (a INT);");
    scripts.add("e", "CREATE TABLE x (a INT);").add("f", "CREATE TABLE y (a INT);");
    const Plan plan = {upgrade_step("a"),      upgrade_step("b", "a"), upgrade_step("c", "b"),
                       upgrade_step("d", "c"), upgrade_step("e", "d"), upgrade_step("f", "e")};
    run_live(run.context, plan, scripts, [](const Event&) {}, {}, run.live, {});
    EXPECT_EQ(trim(database.run("SELECT GROUP_CONCAT(DISTINCT state) FROM dbmig_journal")), "done");
    EXPECT_EQ(trim(database.run("SELECT version_num FROM alembic_version")), "f") << words;
  }
}

TEST_F(ChainedStepsTest, AnAnnouncementThatIsRefusedUndoesNothingOfTheStepBefore) {
  upgrade({upgrade_step("a")});
  database_.run(
      "CREATE TRIGGER no BEFORE INSERT ON dbmig_journal FOR EACH ROW BEGIN"
      " IF NEW.revision = 'c' THEN INSERT INTO nowhere VALUES (1); END IF; END");
  const std::string message = message_of([&] {
    upgrade({upgrade_step("b", "a"), upgrade_step("c", "b")});
  });
  EXPECT_EQ(message.substr(message.find("server error")),
            "server error 1146 (42S02): Table '" + database_.name() +
                ".nowhere' doesn't exist\n"
                "state: nothing of upgrade c is in effect; the database stands at b\n"
                "hint: see that dbmig can write that table, and run the same command again");
  EXPECT_EQ(journal(), "a0 done, a1 done, b0 done, b1 done");
  EXPECT_EQ(rows(), "b");
  EXPECT_EQ(tables(), "t u");
}

}  // namespace
}  // namespace dbmig

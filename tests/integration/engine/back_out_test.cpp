#include "engine/back_out.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "one_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

/// A revision `a` of which an upgrade has run a part, and the way back from there.
class BackOutTest : public testing::Test {
 protected:
  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }
  std::string tables() { return replaced(ask("SHOW TABLES LIKE '_'"), "\n", " "); }
  std::string states() {
    return ask(
        "SELECT GROUP_CONCAT(direction, ' ', state ORDER BY step SEPARATOR ', ')"
        " FROM dbmig_journal WHERE number = 0");
  }

  void write(const std::string& up, const std::string& down) {
    scripts_ = {};
    scripts_.add("a", up, down);
  }

  /// One run of dbmig that goes on with what is unfinished, else upgrades.
  void upgrade() { run(upgrade_step("a")); }

  void downgrade() {
    Step step;
    step.direction = Direction::downgrade;
    step.revision = "a";
    step.from = {"a"};
    step.rows = {{RowEdit::Kind::remove, "a", ""}};
    run(step);
  }

  /// `dbmig resume --back`.
  void back(Assume assume = Assume::nothing) {
    OneRun run(database_);
    MigrationContext& context = run.context;
    JournalStep left = context.journal().unfinished().value();
    const std::uint64_t undone = undone_step(left.head);
    if (undone > 0) left = context.journal().step(undone).value();
    if (undone == 0) settle_doubts(context, left, assume);
    const Step step = undoing_step(left.head, context.rows());
    const BothWays both{scripts_.script(parse_step(left.head)), scripts_.script(step),
                        context.connection().server().dialect(), database_.name()};
    run.live.back = back_out(left, both, step);
    run.live.left = context.journal().unfinished();
    carry_out(run, step);
  }

  /// Makes the journal say that the run died at `number`, before it was recorded.
  void die_at(int number) {
    database_.run("UPDATE dbmig_journal SET state = 'running' WHERE number IN (0, " +
                  std::to_string(number) + ")");
    database_.run("DELETE FROM dbmig_journal WHERE number > " + std::to_string(number));
  }

  TestDatabase database_;

 private:
  void run(const Step& step) {
    OneRun run(database_);
    carry_out(run, step);
  }

  void carry_out(OneRun& run, const Step& step) {
    run_live(run.context, {step}, scripts_, [](const Event&) {}, {}, run.live, {});
  }

  MemoryScripts scripts_;
};

TEST_F(BackOutTest, UndoesWhatRanAndTheRevisionRunsAnewAfterwards) {
  database_.run("CREATE TABLE t (a INT)");
  write("CREATE TABLE u (a INT); ALTER TABLE t ADD b INT, ADD INDEX i (a); NONSENSE;",
        "ALTER TABLE t DROP INDEX i, DROP b; DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  back();
  EXPECT_EQ(tables(), "t");
  EXPECT_EQ(ask("SHOW COLUMNS FROM t"), "a|int(11)|YES||NULL|");
  EXPECT_EQ(states(), "upgrade undone, downgrade done");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM alembic_version"), "0");
  write("CREATE TABLE u (a INT);", "DROP TABLE u;");
  upgrade();
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
}

TEST_F(BackOutTest, LeavesAloneWhatTheRefusedStatementHadMet) {
  database_.run("CREATE TABLE w (a INT)");
  write("CREATE TABLE u (a INT); CREATE TABLE w (b INT);", "DROP TABLE w; DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  back();
  EXPECT_EQ(tables(), "w");
}

TEST_F(BackOutTest, LeavesAloneWhatIfNotExistsHadFoundThere) {
  database_.run("CREATE TABLE w (a INT)");
  write("CREATE TABLE IF NOT EXISTS w (a INT); CREATE TABLE IF NOT EXISTS u (a INT); NONSENSE;",
        "DROP TABLE u; DROP TABLE w;");
  EXPECT_THROW(upgrade(), Error);
  back();
  EXPECT_EQ(tables(), "w");
}

TEST_F(BackOutTest, RefusesWhatHasNoOppositeAndNamesIt) {
  database_.run("CREATE TABLE t (a INT)");
  database_.run("INSERT INTO t VALUES (1)");
  write("UPDATE t SET a = 2;\nCREATE TABLE u (a INT);\nNONSENSE;",
        "DELETE FROM t;\nDROP TABLE u;\nDROP VIEW v;");
  EXPECT_THROW(upgrade(), Error);
  EXPECT_EQ(message_of([&] { back(); }),
            "what ran of upgrade a cannot be undone by its downgrade\n"
            "state: nothing was changed by this command; what stands in the way:\n"
            "  statement 1 of the downgrade, a.sql:12: it is the opposite of no statement\n"
            "    DELETE FROM t\n"
            "  statement 3 of the downgrade, a.sql:14: it is the opposite of no statement\n"
            "    DROP VIEW v\n"
            "  statement 1 of the upgrade, a.sql:8: it has no opposite\n"
            "    UPDATE t SET a = 2\n"
            "hint: `dbmig resume` finishes it instead; after undoing by hand what ran of it, "
            "`dbmig resume --forget` closes it");
  EXPECT_EQ(tables(), "t u");
}

TEST_F(BackOutTest, WhatIsInATableThatGoesNeedsNoOpposite) {
  write(
      "CREATE TABLE t (a INT); INSERT INTO t VALUES (1); ALTER TABLE t MODIFY a BIGINT;"
      "CREATE INDEX i ON t (a); NONSENSE;",
      "DELETE FROM t; DROP INDEX i ON t; DROP TABLE t;");
  EXPECT_THROW(upgrade(), Error);
  back();
  EXPECT_EQ(tables(), "");
}

TEST_F(BackOutTest, RefusesAStatementOfWhichOnlyAPartIsToBeUndone) {
  database_.run("CREATE TABLE w (a INT)");
  write("CREATE TABLE u (a INT); CREATE TABLE w (b INT);", "DROP TABLE u, w;");
  EXPECT_THROW(upgrade(), Error);
  EXPECT_NE(message_of([&] { back(); }).find("only a part of what it undoes is in effect"),
            std::string::npos);
  EXPECT_EQ(tables(), "u w");
}

TEST_F(BackOutTest, RefusesWhatWasEditedSinceItRan) {
  write("CREATE TABLE u (a INT); NONSENSE;", "DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  write("CREATE TABLE u (b INT); NONSENSE;", "DROP TABLE u;");
  EXPECT_NE(message_of([&] { back(); }).find("the file has another text now than the one that ran"),
            std::string::npos);
}

TEST_F(BackOutTest, FindsOutFirstWhetherTheLastStatementTookEffect) {
  write("CREATE TABLE u (a INT); CREATE TABLE v (a INT); NONSENSE;", "DROP TABLE v; DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  die_at(2);
  back();
  EXPECT_EQ(tables(), "");
}

TEST_F(BackOutTest, AsksWhenNothingTellsWhetherItTookEffect) {
  const std::string up = "CREATE TABLE u (a INT); INSTALL SONAME 'ha_nothing';";
  write(up, "DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  die_at(2);
  EXPECT_NE(message_of([&] { back(); }).find("nothing tells whether statement 2 of a took effect"),
            std::string::npos);
  back(Assume::not_done);
  EXPECT_EQ(tables(), "");
}

TEST_F(BackOutTest, GoesOnWhereItWasStopped) {
  write("CREATE TABLE u (a INT PRIMARY KEY); CREATE TABLE v (a INT); NONSENSE;",
        "DROP TABLE v; DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  database_.run("CREATE TABLE w (a INT, FOREIGN KEY (a) REFERENCES u (a))");
  EXPECT_THROW(back(), Error);
  EXPECT_EQ(tables(), "u w");
  EXPECT_EQ(states(), "upgrade stopped, downgrade stopped");
  database_.run("DROP TABLE w");
  back();
  EXPECT_EQ(tables(), "");
  EXPECT_EQ(states(), "upgrade undone, downgrade done");
}

TEST_F(BackOutTest, TheNextUpgradeFinishesItFirst) {
  write("CREATE TABLE u (a INT PRIMARY KEY); CREATE TABLE v (a INT); NONSENSE;",
        "DROP TABLE v; DROP TABLE u;");
  EXPECT_THROW(upgrade(), Error);
  database_.run("CREATE TABLE w (a INT, FOREIGN KEY (a) REFERENCES u (a))");
  EXPECT_THROW(back(), Error);
  MigrationContext context(OneRun::options(database_));
  const UnfinishedStep left = unfinished_step(context).value();
  EXPECT_EQ(left.text(), "downgrade a (1 statement is in effect)");
  EXPECT_TRUE(left.step.rows.empty());
}

TEST_F(BackOutTest, UndoesAPartOfADowngradeByTheUpgrade) {
  write("CREATE TABLE u (a INT PRIMARY KEY); ALTER TABLE u ADD b INT;",
        "ALTER TABLE u DROP b; DROP TABLE u;");
  upgrade();
  database_.run("CREATE TABLE w (a INT, FOREIGN KEY (a) REFERENCES u (a))");
  EXPECT_THROW(downgrade(), Error);
  EXPECT_EQ(ask("SHOW COLUMNS FROM u LIKE 'b'"), "");
  back();
  EXPECT_EQ(ask("SHOW COLUMNS FROM u LIKE 'b'"), "b|int(11)|YES||NULL|");
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "a");
  EXPECT_EQ(states(), "upgrade done, downgrade undone, upgrade done");
}

}  // namespace
}  // namespace dbmig

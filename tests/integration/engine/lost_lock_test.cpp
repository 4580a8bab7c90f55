// The lock is lost at the moment of a COMMIT: what was committed is told as that.
#include <gtest/gtest.h>

#include "base/text.h"
#include "one_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class LostLockTest : public testing::Test {
 protected:
  LostLockTest() { scripts_.add("a", "CREATE TABLE t (a INT);"); }

  void upgrade(const Plan& plan) {
    OneRun run(database_);
    run_live(run.context, plan, scripts_, [](const Event&) {}, {}, run.live, {});
  }

  /// The session gives up its locks while it writes a row like this to the journal.
  void lose_the_lock_with(const std::string& when, const std::string& row) {
    database_.run("CREATE TRIGGER lose BEFORE " + when +
                  " ON dbmig_journal FOR EACH ROW BEGIN IF " + row +
                  " THEN DO RELEASE_ALL_LOCKS(); END IF; END");
  }

  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }

  TestDatabase database_;
  MemoryScripts scripts_;
};

TEST_F(LostLockTest, AStepThatIsCommittedIsToldAsDone) {
  scripts_.add("b", "INSERT INTO t VALUES (1);");
  upgrade({upgrade_step("a")});
  lose_the_lock_with("INSERT", "NEW.revision = 'b' AND NEW.number = 1");
  EXPECT_EQ(message_of([&] { upgrade({upgrade_step("b", "a")}); }),
            "the lock of this run is gone: nothing more was sent\n"
            "state: upgrade b is done; the database stands at b\n"
            "hint: run the same command again");
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version"), "b");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
}

TEST_F(LostLockTest, RowsThatAreCommittedBeforeADefinitionAreToldAsInEffect) {
  scripts_.add("b", "INSERT INTO t VALUES (1); CREATE TABLE u (a INT);");
  upgrade({upgrade_step("a")});
  lose_the_lock_with("INSERT", "NEW.revision = 'b' AND NEW.number = 2");
  EXPECT_EQ(message_of([&] { upgrade({upgrade_step("b", "a")}); }),
            "b.sql:8:27: the lock of this run is gone: nothing more was sent\n"
            "  INSERT INTO t VALUES (1); CREATE TABLE u (a INT);\n"
            "                            ^\n"
            "state: 1 statement of 2 of upgrade b is in effect; the database is recorded at a\n"
            "hint: run the same command again");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'u'"), "");
  database_.run("DROP TRIGGER lose");
  upgrade({upgrade_step("b", "a")});
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
  EXPECT_EQ(ask("SHOW TABLES LIKE 'u'"), "u");
}

}  // namespace
}  // namespace dbmig

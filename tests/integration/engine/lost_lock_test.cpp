// The lock is lost at the moment of a COMMIT: what was committed is told as that.
#include <functional>

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

  void upgrade(const Plan& plan, const std::function<void(RunLock&)>& after_first = {}) {
    OneRun run(database_);
    const Report report = [&](const Event& event) {
      const auto* done = std::get_if<StatementDone>(&event);
      if (done != nullptr && done->number == 1 && after_first) after_first(run.context.lock());
    };
    run_live(run.context, plan, scripts_, report, {}, run.live, {});
  }

  /// Of an upgrade to b that gives up the lock behind its first statement.
  std::string message_without_the_lock() {
    return message_of(
        [&] { upgrade({upgrade_step("b", "a")}, [](RunLock& lock) { lock.release(); }); });
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

TEST_F(LostLockTest, NoFurtherStatementOfATransactionIsSent) {
  scripts_.add("a", "CREATE TABLE n (a INT AUTO_INCREMENT PRIMARY KEY);");
  scripts_.add("b", "INSERT INTO n VALUES (NULL);\nINSERT INTO n VALUES (NULL);");
  upgrade({upgrade_step("a")});
  EXPECT_EQ(message_without_the_lock(),
            "b.sql:9:1: the lock of this run is gone: nothing more was sent\n"
            "  INSERT INTO n VALUES (NULL);\n"
            "  ^\n"
            "state: nothing of upgrade b is in effect; the database stands at a\n"
            "hint: run the same command again");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM n"), "0");
  database_.run("INSERT INTO n VALUES (NULL)");
  EXPECT_EQ(ask("SELECT a FROM n"), "2") << "a rollback does not give numbers back";
}

TEST_F(LostLockTest, AStatementThatWaitsToBeRecordedIsToldAsInEffect) {
  scripts_.add("b", "CREATE TABLE u (a INT);\nCREATE TABLE v (a INT);");
  upgrade({upgrade_step("a")});
  EXPECT_EQ(message_without_the_lock(),
            "b.sql:9:1: the lock of this run is gone: nothing more was sent\n"
            "  CREATE TABLE v (a INT);\n"
            "  ^\n"
            "state: 1 statement of 2 of upgrade b is in effect; the database is recorded at a\n"
            "hint: run the same command again");
  upgrade({upgrade_step("b", "a")});
  EXPECT_EQ(ask("SELECT COUNT(*) FROM v"), "0");
}

TEST_F(LostLockTest, TheLookAtItIsNotSeenByAStatementThatAsksAboutTheOneBefore) {
  scripts_.add("b", "INSERT INTO t VALUES (1), (2), (3);\nINSERT INTO t SELECT ROW_COUNT() * 10;");
  upgrade({upgrade_step("a"), upgrade_step("b", "a")});
  EXPECT_EQ(ask("SELECT MAX(a) FROM t"), "30");
}

TEST_F(LostLockTest, AStatementThatAsksAboutTheOneBeforeIsNotSent) {
  scripts_.add("b", "INSERT INTO t VALUES (1), (2), (3);\nINSERT INTO t SELECT ROW_COUNT() * 10;");
  upgrade({upgrade_step("a")});
  EXPECT_EQ(
      message_without_the_lock(),
      "b.sql:9:1: another session finds the lock of this run gone: nothing more was sent\n"
      "  INSERT INTO t SELECT ROW_COUNT() * 10;\n"
      "  ^\n"
      "state: nothing of upgrade b is in effect; the database stands at a\n"
      "hint: run the same command again; if that changes nothing, connect to the server itself, "
      "not through a proxy that leads to several");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "0");
}

TEST_F(LostLockTest, ASettingOutsideOfATransactionIsNotSent) {
  scripts_.add("b", "CREATE TABLE u (a INT);\nSET GLOBAL default_week_format = 3;");
  upgrade({upgrade_step("a")});
  EXPECT_EQ(message_without_the_lock(),
            "b.sql:9:1: the lock of this run is gone: nothing more was sent\n"
            "  SET GLOBAL default_week_format = 3;\n"
            "  ^\n"
            "state: 1 statement of 2 of upgrade b is in effect; the database is recorded at a\n"
            "hint: run the same command again");
  EXPECT_EQ(ask("SELECT @@GLOBAL.default_week_format"), "0");
}

TEST_F(LostLockTest, AQuestionOfADirectiveIsNotSent) {
  scripts_.add(
      "b", "CREATE SEQUENCE s;\n-- dbmig: skip-if SELECT NEXTVAL(s)\nINSERT INTO t VALUES (1);");
  upgrade({upgrade_step("a")});
  EXPECT_EQ(message_without_the_lock(),
            "b.sql:10:1: the lock of this run is gone: nothing more was sent\n"
            "  INSERT INTO t VALUES (1);\n"
            "  ^\n"
            "state: 1 statement of 2 of upgrade b is in effect; the database is recorded at a\n"
            "hint: run the same command again");
  EXPECT_EQ(ask("SELECT NEXTVAL(s)"), "1");
}

TEST_F(LostLockTest, ItIsFoundAlsoByASessionWithAnotherCharacterSetForTexts) {
  scripts_.add("b", "SET collation_connection = 'ucs2_general_ci';\nINSERT INTO t VALUES (1);");
  upgrade({upgrade_step("a"), upgrade_step("b", "a")});
  EXPECT_EQ(ask("SELECT COUNT(*) FROM t"), "1");
}

}  // namespace
}  // namespace dbmig

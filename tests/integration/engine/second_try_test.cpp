// Transactions that a deadlock takes away, and the second try.
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class SecondTryTest : public ResumeFixture {
 protected:
  SecondTryTest() {
    database_.run(
        "CREATE TABLE c (n INT, m INT); INSERT INTO c VALUES (0, 0); CREATE TABLE l (a INT);"
        " CREATE TABLE k (id INT PRIMARY KEY, n INT); INSERT INTO k VALUES (1, 0), (2, 0);"
        " CREATE TABLE heavy (x INT); INSERT INTO heavy SELECT seq FROM seq_1_to_500");
  }

  std::string counters() { return ask("SELECT CONCAT(n, ' ', m) FROM c"); }

  void forget() { database_.run("DELETE FROM dbmig_journal; DELETE FROM alembic_version"); }

  void wait_for_a_lock_wait(const std::atomic<bool>& over) {
    do {
      // The view is a copy of 0.1 s: before that it may show the waits of another test.
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    } while (!over && ask("SELECT COUNT(*) FROM information_schema.innodb_trx WHERE trx_state ="
                          " 'LOCK WAIT'") == "0");
  }

  void patient_upgrade(const std::string& sql) {
    OneRun run(database_);
    run.live.locks.budget = budget_;
    MemoryScripts scripts;
    scripts.add("a", sql);
    run_live(run.context, {upgrade_step("a")}, scripts, [](const Event&) {}, {}, run.live, {});
  }

  /// Runs a script that changes row 1 of `k` and then row 2, over another that has row 2 and then
  /// wants row 1; the server ends the lighter one. `then` is what the other does before its COMMIT,
  /// `first` what it begins with.
  std::string upgrade_over_a_deadlock(const std::string& sql, const std::string& then = "DO 0",
                                      const std::string& first = "DO 0") {
    Connection other(database_.options());
    other.execute("START TRANSACTION");
    other.execute(first);
    other.execute("UPDATE heavy SET x = x + 1");
    other.execute("UPDATE k SET n = n + 100 WHERE id = 2");
    std::atomic<bool> over = false;
    std::thread thread([&] {
      wait_for_a_lock_wait(over);
      other.execute("UPDATE k SET n = n + 100 WHERE id = 1");
      other.execute(then);
      other.execute("COMMIT");
    });
    const std::string message = message_of([&] { patient_upgrade(sql); });
    over = true;
    thread.join();
    return message;
  }

  /// Runs a script over another that has what `has` locks for longer than the script waits.
  std::string upgrade_over_a_lock_wait(const std::string& has, const std::string& sql) {
    Connection other(database_.options());
    other.execute("START TRANSACTION");
    other.execute(has);
    std::atomic<bool> over = false;
    std::thread thread([&] {
      wait_for_a_lock_wait(over);
      other.execute("DO SLEEP(1.5)");
      other.execute("COMMIT");
    });
    const std::string message =
        message_of([&] { patient_upgrade("SET innodb_lock_wait_timeout = 1; " + sql); });
    over = true;
    thread.join();
    return message;
  }

  std::chrono::seconds budget_{30};
};

TEST_F(SecondTryTest, ADeadlockIsTriedAgainWithAllThatTheTransactionHadRun) {
  EXPECT_EQ(upgrade_over_a_deadlock("UPDATE c SET n = n + 1; UPDATE k SET n = 1 WHERE id = 1;"
                                    " UPDATE k SET n = 1 WHERE id = 2;"),
            "no error");
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(SecondTryTest, ASettingThatCommitsNothingIsNotTakenForACommit) {
  EXPECT_EQ(upgrade_over_a_deadlock("UPDATE c SET n = n + 1; UPDATE k SET n = 1 WHERE id = 1;"
                                    " SET autocommit = 1; UPDATE k SET n = 1 WHERE id = 2;"),
            "no error");
  EXPECT_EQ(counters(), "1 0");
}

TEST_F(SecondTryTest, WhatCannotBeRunASecondTimeIsNotTriedAgainAfterADeadlock) {
  const std::string message = upgrade_over_a_deadlock(
      "UPDATE k SET n = 1 WHERE id = 1; SET @id = LAST_INSERT_ID();"
      " UPDATE k SET n = 1 WHERE id = 2;");
  EXPECT_NE(message.find("server error 1213"), std::string::npos) << message;
  EXPECT_NE(message.find("state: nothing of upgrade a is in effect"), std::string::npos) << message;
}

TEST_F(SecondTryTest, ALockWaitInTheSecondTryBeginsItAnew) {
  const std::string message = upgrade_over_a_deadlock(
      "SET innodb_lock_wait_timeout = 1; UPDATE k SET n = n + 1 WHERE id = 1;"
      " UPDATE c SET n = n + 1; UPDATE k SET n = n + 1 WHERE id = 2;",
      "DO SLEEP(2.5)");  // Longer than the script waits.
  EXPECT_EQ(message, "no error");
  EXPECT_EQ(counters(), "1 0");
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(n ORDER BY id) FROM k"), "101,101");
}

TEST_F(SecondTryTest, WhatAsksAboutTheStatementBeforeItIsNotTriedAgainAfterALockWait) {
  const std::string message = upgrade_over_a_lock_wait(
      "UPDATE c SET m = 7", "INSERT INTO l VALUES (1), (2), (3); UPDATE c SET n = ROW_COUNT();");
  EXPECT_NE(message.find("server error 1205"), std::string::npos) << message;
  upgrade("INSERT INTO l VALUES (1), (2), (3); UPDATE c SET n = ROW_COUNT();");
  EXPECT_EQ(counters(), "3 7");
}

TEST_F(SecondTryTest, TheIdThatWasSetIsNotMissedAfterALockWait) {
  database_.run(
      "CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT, k INT, FOREIGN KEY (k) REFERENCES"
      " k (id))");
  const std::string message = upgrade_over_a_lock_wait(
      "UPDATE k SET n = 1 WHERE id = 1",
      "SET INSERT_ID = 50; UPDATE c SET n = 1; INSERT INTO p VALUES (NULL, 1);");
  EXPECT_NE(message.find("server error 1205"), std::string::npos) << message;
  upgrade("SET INSERT_ID = 50; UPDATE c SET n = 1; INSERT INTO p VALUES (NULL, 1);");
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(id) FROM p"), "50");
}

TEST_F(SecondTryTest, WhatIsRefusedInTheSecondTryIsNoRefusalOfTheStatement) {
  budget_ = std::chrono::seconds(3);
  database_.run("CREATE TABLE u (id INT PRIMARY KEY)");
  const std::string message = upgrade_over_a_deadlock(
      "INSERT INTO u VALUES (1); UPDATE k SET n = n + 1 WHERE id = 1;"
      " UPDATE k SET n = n + 1 WHERE id = 2;",
      "INSERT INTO u VALUES (1)");
  EXPECT_NE(message.find("what the transaction had done before a deadlock took it away is refused "
                         "now"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("state: nothing of upgrade a is in effect"), std::string::npos) << message;
  EXPECT_NO_THROW(upgrade("INSERT INTO u VALUES (2);"));
}

TEST_F(SecondTryTest, AnIdOfTheFirstTryIsNotReadInTheSecond) {
  database_.run("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT)");
  const std::string message = upgrade_over_a_deadlock(
      "INSERT INTO p VALUES (NULL); COMMIT; INSERT INTO l VALUES (LAST_INSERT_ID());"
      " UPDATE k SET n = 1 WHERE id = 1; UPDATE k SET n = 1 WHERE id = 2;");
  EXPECT_NE(message.find("server error 1213"), std::string::npos) << message;
}

TEST_F(SecondTryTest, ACountingVariableIsNotRunOnByASecondTry) {
  const std::string message = upgrade_over_a_deadlock(
      "SET @r = 0; UPDATE k SET n = (@r := @r + 1) WHERE id = 1;"
      " UPDATE k SET n = (@r := @r + 1) WHERE id = 2;");
  EXPECT_NE(message.find("server error 1213"), std::string::npos) << message;
}

TEST_F(SecondTryTest, WhatWasAnnouncedInTheTransactionIsNotLeftOutOfTheSecond) {
  database_.run("CREATE TABLE log (n INT) ENGINE=MyISAM");
  database_.run(
      "CREATE PROCEDURE p() BEGIN DECLARE EXIT HANDLER FOR SQLEXCEPTION ROLLBACK;"
      " UPDATE c SET n = n + 1; END");
  database_.run("CREATE PROCEDURE b() BEGIN START TRANSACTION; UPDATE c SET n = n + 1; END");
  for (const std::string begins :
       {"START TRANSACTION; CALL p();", "SET autocommit = 0; CALL p();", "CALL b();"}) {
    SCOPED_TRACE(begins);
    const std::string message = upgrade_over_a_deadlock(
        begins + " UPDATE k SET n = 1 WHERE id = 1; UPDATE k SET n = 1 WHERE id = 2; COMMIT;");
    EXPECT_NE(message.find("server error 1213"), std::string::npos) << message;
    EXPECT_NE(message.find("resume"), std::string::npos) << message;
    EXPECT_EQ(counters(), "0 0");
    forget();
  }
}

TEST_F(SecondTryTest, RowsBesideOnesWithoutTransactionsAreNotLeftOutOfTheSecond) {
  database_.run("CREATE TABLE log (n INT) ENGINE=MyISAM; INSERT INTO log VALUES (0)");
  database_.run("CREATE TRIGGER t AFTER UPDATE ON c FOR EACH ROW INSERT INTO log VALUES (1)");
  for (const std::string begins :
       {"START TRANSACTION; UPDATE c SET m = m + 1;",
        "START TRANSACTION; UPDATE l JOIN log SET l.a = l.a + 1, log.n = log.n + 1;"}) {
    SCOPED_TRACE(begins);
    const std::string message = upgrade_over_a_deadlock(
        begins + " UPDATE k SET n = 1 WHERE id = 1; UPDATE k SET n = 1 WHERE id = 2; COMMIT;",
        "DO 0", "INSERT INTO log VALUES (5)");  // The server spares who has changed such rows.
    EXPECT_NE(message, "no error");
    EXPECT_EQ(counters(), "0 0");
    forget();
  }
}

TEST_F(SecondTryTest, TheIdThatWasSetForTheFirstIsNotMissedInTheSecond) {
  database_.run("CREATE TABLE p (id INT PRIMARY KEY AUTO_INCREMENT)");
  const std::string message = upgrade_over_a_deadlock(
      "SET INSERT_ID = 100; INSERT INTO p VALUES (NULL); UPDATE k SET n = 1 WHERE id = 1;"
      " UPDATE k SET n = 1 WHERE id = 2;");
  EXPECT_NE(message.find("server error 1213"), std::string::npos) << message;
  EXPECT_NO_THROW(upgrade("SET INSERT_ID = 100; INSERT INTO p VALUES (NULL);"));
  EXPECT_EQ(ask("SELECT GROUP_CONCAT(id) FROM p"), "100");
}

TEST_F(SecondTryTest, RowsOfATemporaryTableThatKeepsThemAreNotMadeTwice) {
  database_.run("CREATE TABLE log (n INT) ENGINE=MyISAM");
  const std::string script =
      "CREATE TEMPORARY TABLE tmp (n INT) ENGINE=MEMORY; INSERT INTO tmp VALUES (1);"
      " UPDATE k SET n = 1 WHERE id = 1; UPDATE k SET n = 1 WHERE id = 2;"
      " UPDATE c SET n = (SELECT COUNT(*) FROM tmp);";
  const std::string message = upgrade_over_a_deadlock(script, "DO 0", "INSERT INTO log VALUES (5)");
  EXPECT_NE(message.find("server error 1213"), std::string::npos) << message;
  EXPECT_EQ(counters(), "0 0");
}

TEST_F(SecondTryTest, RowsOfATemporaryTableWithTransactionsAreMadeAgain) {
  EXPECT_EQ(upgrade_over_a_deadlock("CREATE TEMPORARY TABLE Tmp (n INT) ENGINE=InnoDB;"
                                    " INSERT INTO Tmp VALUES (1); UPDATE k SET n = 1 WHERE id = 1;"
                                    " UPDATE k SET n = 1 WHERE id = 2;"
                                    " UPDATE c SET n = (SELECT COUNT(*) FROM Tmp);"),
            "no error");
  EXPECT_EQ(counters(), "1 0");
}

}  // namespace
}  // namespace dbmig

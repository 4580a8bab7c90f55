// Scripts that ask the database what to do, and go on after a crash.
#include <functional>
#include <memory>
#include <utility>

#include <gtest/gtest.h>

#include "base/text.h"
#include "one_run.h"
#include "support/memory_scripts.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

using Body = std::function<void(StatementSink&)>;

ScriptStatement statement(std::string_view text) { return {text, "a.py", text, 0, 1, 1, {}}; }

void send(StatementSink& sink, std::string_view text) {
  sink.send(statement(text), StatementSink::Refusal::fails);
}

/// Whether the server took it.
bool try_to(StatementSink& sink, std::string_view text) {
  return !sink.send(statement(text), StatementSink::Refusal::is_told).refusal;
}

std::string ask(StatementSink& sink, std::string_view text) {
  return sink.query(statement(text)).rows.at(0).at(0).value_or("NULL");
}

class SteeredScript : public Script {
 public:
  explicit SteeredScript(Body body) : body_(std::move(body)) {}
  std::optional<std::size_t> size() const override { return std::nullopt; }
  void run(StatementSink& sink) const override { body_(sink); }

 private:
  Body body_;
};

class OneScript : public ScriptLibrary {
 public:
  explicit OneScript(Body body) : script_(std::move(body)) {}
  const Script& script(const Step&) const override { return script_; }

 private:
  SteeredScript script_;
};

/// Runs one revision in sessions of their own, as one dbmig after another would.
class SteeredTest : public testing::Test {
 protected:
  std::string tell(const std::string& query) { return std::string(trim(database_.run(query))); }

  void upgrade(Body body, Assume assume = Assume::nothing) {
    OneRun run(database_);
    run.live.assume = assume;
    run_live(run.context, {upgrade_step("a")}, OneScript(std::move(body)), [](const Event&) {}, {},
             run.live, {});
  }

  /// What the error of a run is.
  std::string failure(const Body& body, Assume assume = Assume::nothing) {
    return message_of([&] { upgrade(body, assume); });
  }

  TestDatabase database_;
};

constexpr std::string_view kColumns =
    "SELECT COUNT(*) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND "
    "TABLE_NAME = 't'";

TEST_F(SteeredTest, AnAnswerThatStatementsInEffectCameFromIsNotAskedForAgain) {
  database_.run("CREATE TABLE t (id INT)");
  std::string third = "ALTER TABLE nope ADD x INT";
  const Body body = [&](StatementSink& sink) {
    if (ask(sink, kColumns) == "1") send(sink, "ALTER TABLE t ADD a INT");
    if (ask(sink, kColumns) == "2") send(sink, "ALTER TABLE t ADD b INT");
    send(sink, third);
  };
  EXPECT_NE(failure(body), "no error");
  third = "ALTER TABLE t ADD c INT";
  EXPECT_EQ(failure(body), "no error");
  EXPECT_EQ(tell(std::string(kColumns)), "4");
}

TEST_F(SteeredTest, AnAnswerThatNothingCameFromIsAskedForAgain) {
  const Body body = [&](StatementSink& sink) {
    send(sink, "CREATE TABLE IF NOT EXISTS t (id INT)");
    if (ask(sink, kColumns) == "1") send(sink, "ALTER TABLE nope ADD x INT");
  };
  EXPECT_NE(failure(body), "no error");
  database_.run("ALTER TABLE t ADD a INT");
  EXPECT_EQ(failure(body), "no error");
}

TEST_F(SteeredTest, ARefusalThatTheScriptWentOnFromIsNotTriedAgain) {
  database_.run("CREATE TABLE t (id INT)");
  std::string last = "ALTER TABLE nope ADD x INT";
  const Body body = [&](StatementSink& sink) {
    const bool dropped = try_to(sink, "DROP INDEX i ON t");
    if (!dropped) send(sink, "CREATE INDEX i ON t (id)");
    send(sink, last);
  };
  EXPECT_NE(failure(body), "no error");
  last = "ALTER TABLE t ADD a INT";
  EXPECT_EQ(failure(body), "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM information_schema.STATISTICS WHERE INDEX_NAME = 'i'"
                 " AND TABLE_SCHEMA = DATABASE()"),
            "1");
}

TEST_F(SteeredTest, ACallThatHadCommittedWhenItWasRefusedIsNotMadeAgain) {
  database_.run(
      "CREATE TABLE t (id INT); CREATE PROCEDURE p() BEGIN INSERT INTO t VALUES (1); COMMIT;"
      " SIGNAL SQLSTATE '45000'; END");
  std::string last = "ALTER TABLE nope ADD x INT";
  const Body body = [&](StatementSink& sink) {
    try_to(sink, "CALL p()");
    send(sink, last);
  };
  EXPECT_NE(failure(body), "no error");
  last = "ALTER TABLE t ADD a INT";
  EXPECT_EQ(failure(body), "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM t"), "1");
}

TEST_F(SteeredTest, ARefusedCallThatMayRollBackTakesNothingAlongThatTheScriptHadDone) {
  database_.run(
      "CREATE TABLE t (id INT); CREATE PROCEDURE p() BEGIN EXECUTE IMMEDIATE CONCAT('ROLL', "
      "'BACK'); SIGNAL SQLSTATE '45000'; END");
  EXPECT_EQ(failure([&](StatementSink& sink) {
              send(sink, "INSERT INTO t VALUES (1)");
              try_to(sink, "CALL p()");
              send(sink, "INSERT INTO t VALUES (2)");
            }),
            "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM t"), "2");
}

TEST_F(SteeredTest, AQueryAsksAboutTheStatementBeforeIt) {
  database_.run("CREATE TABLE t (id INT); INSERT INTO t VALUES (1), (2); CREATE TABLE l (n INT)");
  EXPECT_EQ(failure([&](StatementSink& sink) {
              ask(sink, "SELECT COUNT(*) FROM t");
              send(sink, "UPDATE t SET id = id + 1");
              const std::string rows = ask(sink, "SELECT ROW_COUNT()");
              send(sink, "INSERT INTO l VALUES (" + rows + ")");
            }),
            "no error");
  EXPECT_EQ(tell("SELECT n FROM l"), "2");
}

/// A query that writes where no rollback reaches.
class AnnouncedQueryTest : public SteeredTest {
 protected:
  AnnouncedQueryTest() {
    database_.run(
        "CREATE TABLE log (a INT) ENGINE=MyISAM; CREATE TABLE t (id INT);"
        " CREATE FUNCTION f() RETURNS INT BEGIN INSERT INTO log VALUES (1); RETURN 5; END");
  }

  /// Of a run that dies before it has the answer.
  void die_at_query() {
    database_.run("DELETE FROM dbmig_journal WHERE number BETWEEN 1 AND 1000");
    database_.run("UPDATE dbmig_journal SET state = 'running', evidence = '', error = ''");
  }
};

TEST_F(AnnouncedQueryTest, IsAskedAboutWhenItsAnswerIsNotKnown) {
  std::string then = "ALTER TABLE nope ADD a INT";
  const Body body = [&](StatementSink& sink) {
    if (ask(sink, "SELECT f()") == "5") send(sink, then);
  };
  EXPECT_NE(failure(body), "no error");
  die_at_query();
  const std::string message = failure(body);
  EXPECT_EQ(message.substr(0, message.find(" when ")),
            "a.py:1:1: nothing tells whether query 1 of a took effect");
  EXPECT_EQ(message.substr(message.find("hint: ")),
            "hint: look at the database: `dbmig resume --assume-not-done` asks it again; if it has "
            "changed something, undo by hand what ran and say so with `dbmig resume --forget`");
  EXPECT_EQ(failure(body, Assume::done), message);
  EXPECT_EQ(tell("SELECT COUNT(*) FROM log"), "1");
  then = "ALTER TABLE t ADD a INT";
  EXPECT_EQ(failure(body, Assume::not_done), "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM log"), "2");
}

TEST_F(AnnouncedQueryTest, IsNotAskedAgainOnceItsAnswerIsKept) {
  std::string then = "ALTER TABLE nope ADD a INT";
  const Body body = [&](StatementSink& sink) {
    if (ask(sink, "SELECT f()") == "5") send(sink, then);
  };
  EXPECT_NE(failure(body), "no error");
  then = "ALTER TABLE t ADD a INT";
  EXPECT_EQ(failure(body), "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM log"), "1");
}

TEST_F(AnnouncedQueryTest, ThatIsRefusedLeavesItToSomebodyToLook) {
  database_.run(
      "CREATE FUNCTION g() RETURNS INT BEGIN INSERT INTO log VALUES (1); SIGNAL SQLSTATE '45000';"
      " RETURN 5; END");
  const Body body = [](StatementSink& sink) { ask(sink, "SELECT g()"); };
  EXPECT_NE(failure(body), "no error");
  const std::string message = failure(body);
  EXPECT_EQ(message.substr(0, message.find(" when ")),
            "a.py:1:1: nothing tells whether query 1 of a took effect");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM log"), "1");
}

TEST_F(SteeredTest, AnotherQueryThanBeforeIsRefusedWhereStatementsAfterItAreInEffect) {
  std::string query = "SELECT 1";
  const Body body = [&](StatementSink& sink) {
    ask(sink, query);
    send(sink, "CREATE TABLE t (id INT)");
    send(sink, "ALTER TABLE nope ADD x INT");
  };
  EXPECT_NE(failure(body), "no error");
  query = "SELECT 2";
  EXPECT_EQ(failure(body),
            "a.py:1:1: this query was not asked here when the revision began, and statements after "
            "it are in effect\n  SELECT 2\n  ^\nstate: 1 statement of upgrade a is in effect; "
            "the database is recorded at base\nhint: put the file back as it was; or undo what ran "
            "by hand and say so with `dbmig resume --forget`");
}

TEST_F(SteeredTest, ALongAnswerThatHasChangedIsRefused) {
  database_.run("CREATE TABLE words (w LONGTEXT)");
  database_.run("INSERT INTO words VALUES (REPEAT('x', 300000))");
  const Body body = [&](StatementSink& sink) {
    ask(sink, "SELECT w FROM words");
    send(sink, "CREATE TABLE t (id INT)");
    send(sink, "ALTER TABLE nope ADD x INT");
  };
  EXPECT_NE(failure(body), "no error");
  EXPECT_EQ(failure(body).find("answers this query otherwise"), std::string::npos);
  database_.run("UPDATE words SET w = 'y'");
  EXPECT_NE(failure(body).find("the database answers this query otherwise than when the revision "
                               "began"),
            std::string::npos);
}

TEST_F(SteeredTest, TheAnswersAreGoneWhenTheStepIsDone) {
  database_.run("CREATE TABLE t (id INT)");
  std::string last = "ALTER TABLE nope ADD x INT";
  const Body body = [&](StatementSink& sink) {
    if (ask(sink, kColumns) == "1") send(sink, "ALTER TABLE t ADD a INT");
    send(sink, last);
  };
  EXPECT_NE(failure(body), "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM dbmig_journal WHERE state = 'asked'"), "1");
  last = "ALTER TABLE t ADD b INT";
  EXPECT_EQ(failure(body), "no error");
  EXPECT_EQ(tell("SELECT COUNT(*) FROM dbmig_journal WHERE state = 'asked'"), "0");
  EXPECT_EQ(tell("SELECT GROUP_CONCAT(number, state) FROM dbmig_journal"), "0done,1done,2done");
}

TEST_F(SteeredTest, AnAnswerComesBackAsItWasWithEveryKindOfValue) {
  std::string last = "ALTER TABLE nope ADD x INT";
  Rows first;
  Rows again;
  const Body body = [&](StatementSink& sink) {
    (first.columns.empty() ? first : again) = sink.query(
        statement("SELECT NULL, '', 'a\tb\n\\\\', X'00ff', 1.50, DATE '2026-01-02', 'ä' AS `ä\n`"));
    send(sink, "CREATE TABLE t (id INT)");
    send(sink, last);
  };
  EXPECT_NE(failure(body), "no error");
  last = "ALTER TABLE t ADD a INT";
  EXPECT_EQ(failure(body), "no error");
  EXPECT_EQ(first.columns, again.columns);
  EXPECT_EQ(first.types, again.types);
  EXPECT_EQ(first.rows, again.rows);
}

TEST_F(SteeredTest, NothingIsSentBehindAQueryThatIsNoQuery) {
  database_.run("CREATE TABLE t (id INT); INSERT INTO t VALUES (1)");
  const std::string message = failure([](StatementSink& sink) {
    try_to(sink, "UPDATE t SET id = 2");  // It goes with a look at the lock, in one message.
    ask(sink, "SELECT 1; DELETE FROM t");
  });
  EXPECT_NE(message.find("server error 1064"), std::string::npos) << message;
  EXPECT_EQ(tell("SELECT COUNT(*) FROM t"), "1");
}

}  // namespace
}  // namespace dbmig

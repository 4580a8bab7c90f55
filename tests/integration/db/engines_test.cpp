#include "db/engines.h"

#include <gtest/gtest.h>

#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

std::string qualified(const std::string& schema, const std::string& name) {
  return quoted_name(schema) + "." + quoted_name(name);
}

/// A user of the server, who is dropped with this object.
struct TestUser {
  explicit TestUser(TestDatabase& where) : name("u" + where.name()), database(&where) {
    database->run("CREATE USER " + name);
  }
  ~TestUser() { database->run("DROP USER " + name); }

  std::string name;
  TestDatabase* database;
};

class EnginesTest : public testing::Test {
 protected:
  EnginesTest() {
    database_.run("CREATE TABLE t (id INT, n INT); CREATE TABLE My (id INT, n INT) ENGINE=MyISAM");
  }

  using Tables = std::vector<std::string>;
  Tables tables(const std::string& statement) { return engines_.written(statement).tables; }
  std::string own(const std::string& name) const { return qualified(database_.name(), name); }
  /// A session of that user's.
  Connection session(const std::string& user) {
    ConnectOptions options = database_.options();
    options.user = user;
    return Connection(options);
  }

  TestDatabase database_;
  Connection connection_{database_.options()};
  TableEngines engines_{connection_};
};

TEST_F(EnginesTest, GiveTheNamesOfTablesAsTheServerHasThem) {
  EXPECT_EQ(tables("UPDATE t JOIN My USING (id) SET My.n = 1"), Tables{own("My")});
  EXPECT_EQ(tables("INSERT INTO My VALUES (1, 1)"), Tables{own("My")});
  EXPECT_FALSE(engines_.written("INSERT INTO My VALUES (1, 1)").mixed);
}

TEST_F(EnginesTest, CountEachTableThatANameMayMean) {
  database_.run("CREATE TABLE MY (id INT, n INT) ENGINE=MyISAM; CREATE TABLE my (id INT, n INT)");
  EXPECT_EQ(tables("UPDATE t JOIN my USING (id) SET t.n = 1"), (Tables{own("MY"), own("My")}));
  EXPECT_EQ(tables("INSERT INTO MY VALUES (1, 1)"), Tables{own("MY")});
  EXPECT_EQ(tables("INSERT INTO my VALUES (1, 1)"), Tables{});
}

TEST_F(EnginesTest, LookAgainAtTheOneTableOfSeveralThatWasDefinedAnew) {
  database_.run("CREATE TABLE MY (id INT, n INT) ENGINE=MyISAM");
  EXPECT_EQ(tables("INSERT INTO My VALUES (1, 1)"), Tables{own("My")});
  database_.run("ALTER TABLE MY ENGINE=InnoDB");
  engines_.forget("ALTER TABLE MY ENGINE=InnoDB");
  EXPECT_EQ(tables("INSERT INTO My VALUES (1, 1)"), Tables{own("My")});
  EXPECT_EQ(tables("INSERT INTO MY VALUES (1, 1)"), Tables{});
}

TEST_F(EnginesTest, FindTheTablesOfSchemasWithCapitals) {
  const std::string mixed = "Mixed_" + database_.name();
  database_.run("CREATE DATABASE " + mixed + "; CREATE TABLE " + mixed +
                ".Logs (a INT) ENGINE=MyISAM; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW"
                " INSERT INTO " +
                mixed + ".Logs VALUES (1)");
  const Tables expected = {qualified(mixed, "Logs")};
  EXPECT_EQ(tables("UPDATE t, " + mixed + ".Logs SET a = 1"), expected);
  EXPECT_EQ(tables("INSERT INTO " + mixed + ".Logs VALUES (1)"), expected);
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").through_others);
  Connection there(test_server().connect_options(mixed));
  TableEngines engines(there);
  EXPECT_EQ(engines.written("UPDATE Logs, " + own("t") + " SET a = 1").tables, expected);
  database_.run("DROP DATABASE " + mixed);
}

TEST_F(EnginesTest, SeeWhatCodeThatMayNotBeReadMayReachInASchemaThatDiffersByItsCaseOnly) {
  const std::string other = "T" + database_.name().substr(1);
  database_.run("DROP TABLE My; CREATE DATABASE " + other + "; CREATE TABLE " + other +
                ".l (a INT) ENGINE=MyISAM; CREATE FUNCTION f() RETURNS INT RETURN 1");
  const TestUser user(database_);
  database_.run("GRANT ALL ON " + other + ".* TO " + user.name +
                "; GRANT SELECT, INSERT, EXECUTE ON " + database_.name() + ".* TO " + user.name);
  Connection session = this->session(user.name);
  EXPECT_TRUE(TableEngines(session).reaches_by_asking("SELECT f()"));
  database_.run("DROP DATABASE " + other);
}

TEST_F(EnginesTest, CountCodeThatNamesASchemaWhichTheUserMayNotSee) {
  TestDatabase hidden;
  hidden.run(
      "CREATE TABLE logs (a INT) ENGINE=MyISAM; CREATE PROCEDURE p() INSERT INTO logs"
      " VALUES (1)");
  database_.run(
      "DROP TABLE My; CREATE TABLE c (a INT); CREATE TRIGGER g AFTER INSERT ON t"
      " FOR EACH ROW INSERT INTO " +
      hidden.name() + ".logs VALUES (1); CREATE TRIGGER h AFTER INSERT ON c FOR EACH ROW CALL " +
      hidden.name() +
      ".p(); CREATE VIEW v AS SELECT id FROM t; CREATE TABLE o (a INT);"
      " CREATE TABLE r (n INT);"
      " CREATE TRIGGER i BEFORE INSERT ON o FOR EACH ROW SET NEW.a = (SELECT"
      " TRIM(LEADING '0' FROM r.n) FROM r LIMIT 1)");
  const TestUser user(database_);
  database_.run("GRANT ALL ON " + database_.name() + ".* TO " + user.name);
  Connection session = this->session(user.name);
  TableEngines engines(session);
  EXPECT_TRUE(engines.written("INSERT INTO t VALUES (1, 1)").through_others);
  EXPECT_TRUE(engines.written("INSERT INTO c VALUES (1)").through_others);
  EXPECT_TRUE(engines.written("INSERT INTO v VALUES (1)").through_others);
  EXPECT_TRUE(engines.written("INSERT INTO o VALUES (1)").empty());
}

TEST_F(EnginesTest, CountCodeThatNamesATableWhichTheUserMayNotSee) {
  TestDatabase hidden;
  hidden.run("CREATE TABLE logs (a INT) ENGINE=MyISAM; CREATE TABLE seen (a INT)");
  database_.run("DROP TABLE My; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO " +
                hidden.name() + ".logs VALUES (1)");
  const TestUser user(database_);
  database_.run("GRANT ALL ON " + database_.name() + ".* TO " + user.name + "; GRANT SELECT ON " +
                hidden.name() + ".seen TO " + user.name);
  Connection session = this->session(user.name);
  EXPECT_TRUE(TableEngines(session).written("INSERT INTO t VALUES (1, 1)").through_others);
}

TEST_F(EnginesTest, CountNoCodeForWhatIsNotThereWhereTheUserSeesAll) {
  database_.run(
      "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW IF NEW.id < 0 THEN INSERT INTO nowhere.t"
      " VALUES (1); END IF");
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").empty());
  database_.run(
      "DROP TRIGGER g; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN"
      " CREATE TEMPORARY TABLE " +
      own("tmp") + " (a INT); INSERT INTO " + own("tmp") + " VALUES (1); END");
  const TestUser user(database_);
  database_.run("GRANT ALL ON " + database_.name() + ".* TO " + user.name);
  Connection session = this->session(user.name);
  EXPECT_TRUE(TableEngines(session).written("INSERT INTO t VALUES (1, 1)").empty());
}

TEST_F(EnginesTest, CountCodeThatCallsARoutineWhichTheUserMayNotSee) {
  TestDatabase hidden;
  hidden.run(
      "CREATE TABLE logs (a INT) ENGINE=MyISAM; CREATE PROCEDURE p() INSERT INTO logs VALUES (1)");
  database_.run("DROP TABLE My; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW CALL " +
                hidden.name() + ".p()");
  const TestUser user(database_);
  database_.run("GRANT ALL ON " + database_.name() + ".* TO " + user.name + "; GRANT SELECT ON " +
                hidden.name() + ".* TO " + user.name);
  Connection session = this->session(user.name);
  EXPECT_TRUE(TableEngines(session).written("INSERT INTO t VALUES (1, 1)").through_others);
}

TEST_F(EnginesTest, CountATriggerWhoseProcedureTheUserMayNotSee) {
  database_.run(
      "CREATE PROCEDURE p() INSERT INTO My VALUES (1, 1);"
      " CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW CALL p()");
  const TestUser user(database_);
  database_.run("GRANT SELECT, INSERT, TRIGGER ON " + database_.name() + ".* TO " + user.name);
  Connection session = this->session(user.name);
  EXPECT_TRUE(TableEngines(session).written("INSERT INTO t VALUES (1, 1)").through_others);
}

TEST_F(EnginesTest, TakeTheRightsToASchemaFromTheGrantThatNamesItBest) {
  TestDatabase hidden;
  hidden.run("CREATE TABLE logs (a INT) ENGINE=MyISAM");
  database_.run("DROP TABLE My; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO " +
                hidden.name() + ".logs VALUES (1)");
  const TestUser user(database_);
  database_.run("GRANT ALL ON " + database_.name() + ".* TO " + user.name + "; GRANT SELECT ON `" +
                hidden.name().substr(0, 4) + "%`.* TO " + user.name + "; GRANT EVENT ON " +
                hidden.name() + ".* TO " + user.name);
  Connection session = this->session(user.name);
  EXPECT_TRUE(TableEngines(session).written("INSERT INTO t VALUES (1, 1)").through_others);
}

TEST_F(EnginesTest, CountNoCodeForTheTablesWithTransactionsThatItNames) {
  TestDatabase other;
  other.run("CREATE TABLE logs (a INT); CREATE FUNCTION f() RETURNS INT RETURN 1");
  database_.run("DROP TABLE My; CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO " +
                other.name() + ".logs VALUES (" + other.name() + ".f())");
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").empty());
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").empty());
  other.run("ALTER TABLE logs ENGINE=MyISAM");
  engines_.forget("ALTER TABLE " + other.name() + ".logs ENGINE=MyISAM");
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").through_others);
}

TEST_F(EnginesTest, ForgetWhetherOtherSchemasHaveSuchTablesWhenOneOfThoseIsChanged) {
  TestDatabase other;
  TestDatabase third;
  database_.run("DROP TABLE My; CREATE FUNCTION f() RETURNS INT RETURN 1");
  other.run("CREATE TABLE l (a INT)");
  const TestUser user(database_);
  database_.run("GRANT EXECUTE ON " + database_.name() + ".* TO " + user.name + "; GRANT ALL ON " +
                other.name() + ".* TO " + user.name + "; GRANT ALL ON " + third.name() + ".* TO " +
                user.name);
  Connection session = this->session(user.name);
  TableEngines engines(session);
  EXPECT_FALSE(engines.reaches_by_asking("SELECT f()"));
  session.execute("USE " + other.name());
  session.execute("ALTER TABLE l ENGINE=MyISAM");
  engines.forget("ALTER TABLE l ENGINE=MyISAM");
  session.execute("USE " + database_.name());
  EXPECT_TRUE(engines.reaches_by_asking("SELECT f()"));
}

TEST_F(EnginesTest, ForgetWhatWasDefinedInTheDatabaseOfAPreparedStatement) {
  TestDatabase other;
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").empty());
  database_.run("ALTER TABLE t ENGINE=MyISAM");
  connection_.execute("USE " + other.name());
  engines_.forget("ALTER TABLE t ENGINE=MyISAM", database_.name());
  connection_.execute("USE " + database_.name());
  EXPECT_EQ(tables("INSERT INTO t VALUES (1, 1)"), Tables{own("t")});
}

TEST_F(EnginesTest, ForgetAllWhereADefinitionDoesNotSayWhatItIsOf) {
  for (const std::string each :
       {"IMPORT TABLE FROM 't.sdi'", "INSTALL SONAME 'x'", "UNINSTALL PLUGIN x",
        "SET STATEMENT lock_wait_timeout = 1 FOR CREATE USER x", "GRANT ALL ON *.* TO x"}) {
    tables("INSERT INTO My VALUES (1, 1)");
    engines_.forget(each);
    EXPECT_TRUE(engines_.is_empty()) << each;
  }
}

TEST_F(EnginesTest, AskAgainWhenAnAnswerDidNotCome) {
  database_.run("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW INSERT INTO My VALUES (1, 1)");
  connection_.execute("SET max_statement_time = 0.000001");
  EXPECT_NE(message_of([&] { engines_.written("INSERT INTO t VALUES (1, 1)"); }), "");
  connection_.execute("SET max_statement_time = 0");
  EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").through_others);
  database_.run("CREATE TABLE l (a INT) ENGINE=MyISAM");
  engines_.forget("CREATE TABLE l (a INT) ENGINE=MyISAM");
  connection_.execute("SET max_statement_time = 0.000001");
  EXPECT_NE(message_of([&] { engines_.written("INSERT INTO l VALUES (1)"); }), "");
  connection_.execute("SET max_statement_time = 0");
  EXPECT_EQ(tables("INSERT INTO l VALUES (1)"), Tables{own("l")});
}

TEST_F(EnginesTest, TellOfATriggerOfTheTableThatIsWritten) {
  EXPECT_FALSE(engines_.written("INSERT INTO My VALUES (1, 1)").has_trigger);
  const std::string trigger =
      "CREATE TRIGGER g AFTER INSERT ON My FOR EACH ROW INSERT INTO t"
      " VALUES (1, 1)";
  database_.run(trigger);
  engines_.forget(trigger);
  EXPECT_TRUE(engines_.written("INSERT INTO My VALUES (1, 1)").has_trigger);
  EXPECT_TRUE(engines_.written("DELETE FROM " + own("My")).has_trigger);
  EXPECT_FALSE(engines_.written("INSERT INTO t SELECT * FROM My").has_trigger);
}

TEST_F(EnginesTest, TellWhatMayRunStoredCode) {
  database_.run(
      "CREATE FUNCTION F1() RETURNS INT RETURN 1; CREATE PROCEDURE p() SELECT 1;"
      " CREATE VIEW V AS SELECT id FROM t; CREATE TABLE l (a INT);"
      " CREATE TRIGGER g BEFORE INSERT ON l FOR EACH ROW SET NEW.a = 1");
  TestDatabase other;
  connection_.execute("USE " + other.name());
  EXPECT_FALSE(engines_.runs_code("SELECT f1()"));
  EXPECT_TRUE(engines_.runs_code("SELECT " + own("f1") + "()"));
  connection_.execute("USE " + database_.name());
  EXPECT_TRUE(engines_.runs_code("UPDATE t SET n = f1()"));
  EXPECT_TRUE(engines_.runs_code("INSERT INTO t SELECT id, 1 FROM V"));
  EXPECT_TRUE(engines_.runs_code("INSERT INTO `l` VALUES (1)"));
  EXPECT_FALSE(engines_.runs_code("CALL p()"));
  EXPECT_FALSE(engines_.runs_code("INSERT INTO t VALUES (1, 1), (LENGTH('f1()'), 2)"));
}

TEST_F(EnginesTest, QuoteNamesByTheRulesOfAnyMode) {
  const std::string name = "a`b'\\";
  for (const std::string mode :
       {"", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "NO_BACKSLASH_ESCAPES,ANSI_QUOTES", "ORACLE",
        "EMPTY_STRING_IS_NULL"}) {
    connection_.execute("SET sql_mode = '" + mode + "'");
    const std::string create =
        "CREATE OR REPLACE TABLE " + quoted_name(name) + " (id INT) ENGINE=MyISAM";
    connection_.execute(create);
    engines_.forget(create);
    EXPECT_EQ(tables("INSERT INTO " + quoted_name(name) + " VALUES (1)"), Tables{own(name)})
        << mode;
    EXPECT_EQ(tables("UPDATE t, " + quoted_name(name) + " SET n = 1"), Tables{own(name)}) << mode;
  }
}

TEST_F(EnginesTest, ReadCodeByTheRulesOfTheModeThatItWasWrittenIn) {
  const std::pair<std::string, std::string> cases[] = {
      {"", "'a\\\\'"},
      {"", "'it\\'s \\\\'"},
      {"NO_BACKSLASH_ESCAPES", "'a\\'"},
      {"ANSI_QUOTES", "'\"'"},
  };
  for (const auto& [mode, text] : cases) {
    database_.run("SET sql_mode = '" + mode +
                  "'; CREATE OR REPLACE FUNCTION f() RETURNS INT BEGIN SET @x = " + text +
                  "; INSERT INTO My VALUES (1, 1); RETURN 1; END; CREATE OR REPLACE VIEW w AS"
                  " SELECT " +
                  text +
                  " AS x, f() AS y FROM t; CREATE OR REPLACE TRIGGER g BEFORE INSERT ON t FOR EACH"
                  " ROW BEGIN SET @x = " +
                  text + "; INSERT INTO My VALUES (1, 1); END; SET sql_mode = DEFAULT");
    engines_.forget();
    EXPECT_TRUE(engines_.reaches_by_asking("SELECT f()")) << mode << text;
    EXPECT_TRUE(engines_.reaches_by_asking("SELECT * FROM w")) << mode << text;
    EXPECT_TRUE(engines_.written("INSERT INTO t VALUES (1, 1)").through_others) << mode << text;
  }
}

TEST(EnginesOfAServerThatIgnoresCase, AreFoundByAnyWayToWriteAName) {
  PrivateServerOptions options;
  options.extra_options = {"--lower-case-table-names=1"};
  PrivateServer server(options);
  TestSession root(server.connect_options(""));
  root.run(
      "CREATE DATABASE D; CREATE TABLE D.ÄRGER (a INT) ENGINE=MyISAM; CREATE TABLE d.T (a INT);"
      " CREATE TRIGGER d.g AFTER INSERT ON d.t FOR EACH ROW INSERT INTO D.ÄRGER VALUES (1)");
  Connection connection(server.connect_options("D"));
  TableEngines engines(connection);
  const std::vector<std::string> expected = {"`d`.`ärger`"};
  EXPECT_EQ(engines.written("INSERT INTO D.ÄRGER VALUES (1)").tables, expected);
  EXPECT_EQ(engines.written("UPDATE T, ÄRGER SET ÄRGER.a = 1").tables, expected);
  EXPECT_TRUE(engines.written("INSERT INTO T VALUES (1)").through_others);
  connection.execute("ALTER TABLE ÄRGER ENGINE=InnoDB");
  engines.forget("ALTER TABLE ÄRGER ENGINE=InnoDB");
  EXPECT_TRUE(engines.written("INSERT INTO ärger VALUES (1)").empty());
}

}  // namespace
}  // namespace dbmig

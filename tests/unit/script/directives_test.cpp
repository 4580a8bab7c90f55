#include "script/directives.h"

#include <string>

#include <gtest/gtest.h>

#include "unit/script/script_text.h"

namespace dbmig {
namespace {

/// A file with these lines above one statement.
std::string body(const std::string& lines, const std::string& statement) {
  return "-- migrate:upgrade\n" + lines + "\n" + statement + ";\n";
}

Directives directives(const std::string& lines, const std::string& statement = "DO 1") {
  const auto file = script(body(lines, statement));
  Collector collector;
  file->upgrade().run(collector);
  return collector.statements.at(0).directives;
}

/// The message with its place and hint, without the source line.
std::string problem(const std::string& lines, const std::string& statement = "DO 1") {
  try {
    script(body(lines, statement));
  } catch (const Error& e) {
    return e.location()->str() + ": " + e.what() + (e.hint().empty() ? "" : " | " + e.hint());
  }
  return "no problem";
}

Dialect mariadb(unsigned version) { return {.flavour = Flavour::mariadb, .version = version}; }
Dialect mysql(unsigned version) { return {.flavour = Flavour::mysql, .version = version}; }

bool runs_on(const Dialect& server, const std::string& condition) {
  return directives("-- migrate:only-on " + condition).apply_to(server);
}

TEST(OnlyOn, NamesAServer) {
  EXPECT_TRUE(runs_on(mysql(80043), "mysql"));
  EXPECT_FALSE(runs_on(mariadb(101100), "mysql"));
  EXPECT_TRUE(runs_on(mariadb(101100), "MariaDB"));
  EXPECT_TRUE(directives("").apply_to(mysql(80043)));
}

TEST(OnlyOn, ComparesTheVersionInThePartsThatAreGiven) {
  for (const char* const yes : {">= 10", ">= 10.6", "= 10.6", "= 10.6.4", "<= 10.6", "< 10.7",
                                "> 10.5.30", ">= 10.6.4", "<11", ">=10.6"}) {
    EXPECT_TRUE(runs_on(mariadb(100604), std::string("mariadb ") + yes)) << yes;
  }
  for (const char* const no : {"> 10.6", "< 10.6", "= 10.11", "> 10", ">= 10.6.5", "= 11"}) {
    EXPECT_FALSE(runs_on(mariadb(100604), std::string("mariadb ") + no)) << no;
  }
}

TEST(OnlyOn, AnyOfSeveralServersIsEnough) {
  const std::string both = "mysql >= 8.0.16, mariadb >= 10.6";
  EXPECT_TRUE(runs_on(mysql(80016), both));
  EXPECT_TRUE(runs_on(mariadb(110402), both));
  EXPECT_FALSE(runs_on(mysql(50744), both));
  EXPECT_FALSE(runs_on(mariadb(100521), both));
}

TEST(OnlyOn, SaysWhatItExpects) {
  const std::string hint = " | for example: -- migrate:only-on mysql, mariadb >= 10.6";
  const auto says = [](const std::string& condition) {
    return problem("-- migrate:only-on " + condition);
  };
  EXPECT_EQ(says("marjadb"),
            "a.sql:7:20: expected mysql or mariadb, did you mean \"mariadb\"?" + hint);
  EXPECT_EQ(says("mariadb 10.6"), "a.sql:7:28: expected >=, >, <=, <, = or a comma" + hint);
  EXPECT_EQ(says("mariadb >="), "a.sql:7:30: expected a version such as 10, 10.6 or 10.6.4" + hint);
  EXPECT_EQ(says("mariadb >= 10.6.4.1"),
            "a.sql:7:38: expected a version such as 10, 10.6 or 10.6.4" + hint);
  EXPECT_EQ(says("mysql,"), "a.sql:7:26: expected mysql or mariadb" + hint);
  EXPECT_EQ(says("mysql >= 99999999999"),
            "a.sql:7:29: expected a version such as 10, 10.6 or 10.6.4" + hint);
}

TEST(SkipIf, IsTheQueryOnTheRestOfTheLine) {
  EXPECT_EQ(directives("-- migrate:skip-if SELECT COUNT(*) FROM t WHERE a = ';'").skip_if,
            "SELECT COUNT(*) FROM t WHERE a = ';'");
  EXPECT_EQ(directives("-- migrate:skip-if (SELECT 1) ;").skip_if, "(SELECT 1)");
  EXPECT_EQ(directives("-- migrate:skip-if with a as (select 1) select * from a").skip_if,
            "with a as (select 1) select * from a");
}

TEST(SkipIf, TakesOneQuery) {
  EXPECT_EQ(problem("-- migrate:skip-if SELECT 1; SELECT 2"),
            "a.sql:7:30: `skip-if` takes one query");
  EXPECT_EQ(problem("-- migrate:skip-if DROP TABLE t"),
            "a.sql:7:20: `skip-if` takes a query | for example: -- migrate:skip-if SELECT COUNT(*) "
            "FROM customers");
  EXPECT_EQ(problem("-- migrate:skip-if ;").substr(0, 40),
            "a.sql:7:20: `skip-if` takes a query | fo");
}

TEST(SkipIf, AnUnclosedQuoteIsShownWhereItStandsInTheFile) {
  EXPECT_EQ(problem("-- migrate:skip-if SELECT 'é', 'b").substr(0, 12), "a.sql:7:32: ");
}

TEST(Repeat, TakesAPause) {
  const std::string chunk = "DELETE FROM t WHERE a < 5 LIMIT 100";
  using std::chrono::milliseconds;
  EXPECT_EQ(directives("-- migrate:repeat-until-no-rows", chunk).repeat->pause, milliseconds(0));
  EXPECT_EQ(directives("-- migrate:repeat-until-no-rows pause=100ms", chunk).repeat->pause,
            milliseconds(100));
  EXPECT_EQ(directives("-- migrate:repeat-until-no-rows pause=2s", chunk).repeat->pause,
            milliseconds(2000));
}

TEST(Repeat, RefusesWhatIsNoPause) {
  for (const std::string pause : {"pause=", "pause=1", "pause=-1s", "pause=2h", "pause=3601s",
                                  "100ms", "pause=1s x", "pause=99999999999999999999s"}) {
    EXPECT_EQ(problem("-- migrate:repeat-until-no-rows " + pause, "DELETE FROM t LIMIT 1"),
              "a.sql:7:33: expected a pause of up to an hour | for example: "
              "-- migrate:repeat-until-no-rows pause=100ms (or pause=2s)");
  }
}

TEST(Repeat, StandsAboveAStatementThatChangesRowsWithALimit) {
  const std::string hint =
      " | it repeats an UPDATE, DELETE, INSERT or REPLACE with a LIMIT in rounds";
  const std::string line = "-- migrate:repeat-until-no-rows";
  for (const char* const fine :
       {"update t set a = 1 where a is null limit 5", "INSERT INTO t SELECT * FROM u LIMIT 5",
        "/* x */ REPLACE INTO t (SELECT 1 LIMIT 1)",
        "WITH c AS (SELECT 1) DELETE FROM t LIMIT 5"}) {
    EXPECT_EQ(problem(line, fine), "no problem") << fine;
  }
  for (const char* const endless :
       {"DELETE FROM t", "UPDATE t SET t.limit = 1", "DELETE FROM t WHERE a = 'LIMIT 5'",
        "DELETE FROM t -- LIMIT 5", "UPDATE `limit` SET a = 1"}) {
    EXPECT_EQ(problem(line, endless),
              "a.sql:8:1: `repeat-until-no-rows` stands above a statement without a LIMIT" + hint)
        << endless;
  }
  for (const char* const other : {"SELECT 1 LIMIT 1", "ALTER TABLE t ADD a INT", "DO 1"}) {
    EXPECT_EQ(
        problem(line, other),
        "a.sql:8:1: `repeat-until-no-rows` stands above a statement that changes no rows" + hint)
        << other;
  }
}

TEST(Directives, CanBeCombined) {
  const Directives both = directives("-- migrate:only-on mysql\n-- migrate:skip-if SELECT 1");
  EXPECT_EQ(both.only_on.size(), 1U);
  EXPECT_EQ(both.skip_if, "SELECT 1");
}

TEST(Directives, BelongToTheNextStatementAlone) {
  const auto file =
      script("-- migrate:upgrade\n-- migrate:only-on mysql\n-- why\n\nDO 1;\nDO 2;\n");
  Collector collector;
  file->upgrade().run(collector);
  EXPECT_EQ(collector.statements.at(0).directives.only_on.size(), 1U);
  EXPECT_TRUE(collector.statements.at(1).directives.only_on.empty());
}

TEST(Directives, AreGivenOnceForAStatement) {
  EXPECT_EQ(problem("-- migrate:only-on mysql\n-- migrate:only-on mariadb"),
            "a.sql:8:4: `only-on` is given twice for one statement");
  EXPECT_EQ(problem("-- migrate:skip-if SELECT 1\n-- migrate:skip-if SELECT 1"),
            "a.sql:8:4: `skip-if` is given twice for one statement");
  EXPECT_EQ(problem("-- migrate:repeat-until-no-rows\n-- migrate:repeat-until-no-rows"),
            "a.sql:8:4: `repeat-until-no-rows` is given twice for one statement");
}

TEST(Directives, WithNothingAfterThemAreErrors) {
  EXPECT_EQ(problem("-- migrate:only-on"),
            "a.sql:7:4: `only-on` has nothing after it: a server is missing | for example: "
            "-- migrate:only-on mysql, mariadb >= 10.6");
  EXPECT_EQ(problem("-- migrate:skip-if "),
            "a.sql:7:4: `skip-if` has nothing after it: a query is missing | for example: "
            "-- migrate:skip-if SELECT COUNT(*) FROM customers");
}

TEST(Directives, NeedABlankAfterTheirName) {
  EXPECT_EQ(problem("-- migrate:only-on: mysql"),
            "a.sql:7:19: expected a blank after `migrate:only-on`");
}

TEST(Directives, WithoutAStatementBelowThemAreErrors) {
  const std::string nothing =
      "no statement follows this directive | a directive stands on the line above its statement";
  EXPECT_EQ(problem("DO 1;\n-- migrate:only-on mysql\n-- x", ""), "a.sql:8:4: " + nothing);
  EXPECT_EQ(problem("DO 1;\n-- migrate:only-on mysql\n-- migrate:downgrade"),
            "a.sql:8:4: " + nothing);
}

}  // namespace
}  // namespace dbmig

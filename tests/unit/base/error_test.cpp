#include "base/error.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

TEST(Location, CountsLinesAndColumnsFromOne) {
  const Location location = Location::at("a.sql", "one\ntwo\n", 5);
  EXPECT_EQ(location.str(), "a.sql:2:2");
  EXPECT_EQ(location.source_line, "two");
}

TEST(Location, CountsCharactersNotBytes) { EXPECT_EQ(Location::at("a.sql", "äö x", 5).column, 4); }

TEST(Location, PastTheEndIsTheEnd) {
  EXPECT_EQ(Location::at("a.sql", "ab", 99).str(), "a.sql:1:3");
}

TEST(Location, LeavesTheCarriageReturnOut) {
  EXPECT_EQ(Location::at("a.sql", "ab\r\ncd", 1).source_line, "ab");
}

TEST(ErrorReport, GivesEveryPartInTheOrderOfTheContract) {
  const Error error = Error(ErrorCode::statement, "the server refused statement 1 of 2")
                          .at(Location::at("v/a.sql", "CREATE\n  TABEL t;", 9))
                          .with_server({1064, "42000", "You have an error"})
                          .with_state("nothing of this revision is in effect")
                          .with_hint("mend the statement, then: dbmig upgrade head");
  EXPECT_EQ(error.report(),
            "v/a.sql:2:3: the server refused statement 1 of 2\n"
            "    TABEL t;\n"
            "    ^\n"
            "server error 1064 (42000): You have an error\n"
            "state: nothing of this revision is in effect\n"
            "hint: mend the statement, then: dbmig upgrade head");
}

TEST(ErrorReport, PutsTheCaretUnderTheCharacterWhateverStandsBeforeIt) {
  const Error error = Error(ErrorCode::data, "bad").at(Location::at("f", "\tä x", 4));
  EXPECT_EQ(error.report(), "f:1:4: bad\n  \tä x\n  \t  ^");
}

TEST(ErrorReport, CutsALongLineAroundTheCaret) {
  const std::string line = std::string(500, 'a') + "!" + std::string(500, 'b');
  const Error error = Error(ErrorCode::data, "bad").at(Location::at("f", line, 500));
  EXPECT_EQ(error.report(), "f:1:501: bad\n  " + std::string(60, 'a') + "!" + std::string(59, 'b') +
                                "\n  " + std::string(60, ' ') + "^");
}

TEST(ErrorReport, PutsTheCaretWhereALineThatWasShortenedSays) {
  Location location = Location::at("f", "p = hunter2 x", 12);
  location.source_line = "p = *** x";
  location.caret = 9;
  EXPECT_EQ(Error(ErrorCode::config, "bad").at(location).report(),
            "f:1:13: bad\n  p = *** x\n          ^");
}

TEST(ErrorReport, ShowsControlCharactersAsQuestionMarks) {
  const Error error = Error(ErrorCode::data, "bad").at(Location::at("f", "a\x1b[31m", 0));
  EXPECT_EQ(error.report(), "f:1:1: bad\n  a?[31m\n  ^");
}

TEST(ErrorReport, IsTheMessageAloneWhenNothingElseIsKnown) {
  EXPECT_EQ(Error(ErrorCode::usage, "no such command").report(), "no such command");
}

TEST(IsRefusal, IsANoOfTheServer) {
  EXPECT_TRUE(
      is_refusal(Error(ErrorCode::statement, "bad").with_server({1050, "42S01", "exists"})));
}

TEST(IsRefusal, IsNoStatementThatWasKilled) {
  const Error killed = Error(ErrorCode::statement, "bad").with_server({1317, "70100", "killed"});
  EXPECT_TRUE(is_kill(killed));
  EXPECT_FALSE(is_refusal(killed));
}

TEST(IsRefusal, IsNoLostLinkAndNoErrorOfDbmigs) {
  EXPECT_FALSE(is_refusal(Error(ErrorCode::unavailable, "gone").with_server({2013, "HY000", ""})));
  EXPECT_FALSE(is_refusal(Error(ErrorCode::statement, "empty")));
}

}  // namespace
}  // namespace dbmig

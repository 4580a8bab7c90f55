#include "sql/client_text.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

std::string client(std::string_view statement) { return client_text(statement, Dialect{}); }

std::string meaning(std::string_view text) {
  const TextRange range = meaning_of(text, Dialect{});
  return std::string(text.substr(range.begin, range.end - range.begin));
}

TEST(ClientText, AStatementEndsWithASemicolon) { EXPECT_EQ(client("DO 1"), "DO 1;"); }

TEST(ClientText, ASemicolonInQuotesIsNoEnd) {
  EXPECT_EQ(client("SELECT 'a;b', `c;d` /* ; */"), "SELECT 'a;b', `c;d` /* ; */;");
}

TEST(ClientText, ABodyWithSemicolonsStandsBetweenDelimiters) {
  EXPECT_EQ(client("CREATE PROCEDURE p() BEGIN DO 1; END"),
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN DO 1; END\n//\nDELIMITER ;");
}

TEST(ClientText, TheDelimiterIsNoneThatTheStatementHolds) {
  EXPECT_EQ(client("DO 1; -- http://x"), "DELIMITER ///\nDO 1; -- http://x\n///\nDELIMITER ;");
}

TEST(ClientText, TheSemicolonIsNoPartOfACommentAtTheEnd) {
  EXPECT_EQ(client("DO 1 -- one"), "DO 1 -- one\n;");
  EXPECT_EQ(client("DO 1 # one"), "DO 1 # one\n;");
}

TEST(MeaningOf, LeavesOutBlanksCommentsAndDelimitersAround) {
  EXPECT_EQ(meaning("\n -- why\n DO 1 /* x */ + 2 ; -- done\n"), "DO 1 /* x */ + 2");
}

TEST(MeaningOf, AnExecutableCommentMeansSomething) {
  EXPECT_EQ(meaning(" /*!40101 SET x = 1 */; "), "/*!40101 SET x = 1 */");
}

TEST(MeaningOf, NothingButCommentsIsEmpty) {
  EXPECT_EQ(meaning(""), "");
  EXPECT_EQ(meaning(" -- nothing\n;"), "");
}

}  // namespace
}  // namespace dbmig

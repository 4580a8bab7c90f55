#include "sql/splitter.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace dbmig {
namespace {

using Strings = std::vector<std::string>;

/// The pieces of a text, a marker in brackets.
Strings pieces(std::string_view text, const Dialect& dialect = {}) {
  Strings out;
  for (const Piece& piece : split_script(text, dialect, "f.sql")) {
    const std::string found(piece.statement.text);
    out.push_back(piece.kind == Piece::Kind::marker ? "[" + found + "]" : found);
  }
  return out;
}

/// `line:column` of every piece.
Strings places(std::string_view text) {
  Strings out;
  for (const Piece& piece : split_script(text, {}, "f.sql")) {
    out.push_back(std::to_string(piece.statement.line) + ":" +
                  std::to_string(piece.statement.column));
  }
  return out;
}

/// What a person is told about a text that cannot be split.
std::string refusal(std::string_view text, const Dialect& dialect = {}) {
  try {
    split_script(text, dialect, "f.sql");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::data);
    return error.report();
  }
  return "accepted";
}

TEST(Splitter, AStatementRunsFromItsFirstTokenToItsLast) {
  EXPECT_EQ(pieces("-- a\n/* b */ SELECT 1 /* c */ + 2 -- d\n /* e */ ;"),
            (Strings{"SELECT 1 /* c */ + 2"}));
  EXPECT_EQ(pieces("/*!40101 SET a = 1 */ ; SELECT 1 /*!990000 + 1 */;"),
            (Strings{"/*!40101 SET a = 1 */", "SELECT 1 /*!990000 + 1 */"}));
  EXPECT_EQ(pieces("SELECT /*+ NO_ICP(t) */ 1 # x"), (Strings{"SELECT /*+ NO_ICP(t) */ 1"}));
}

TEST(Splitter, APlaceCountsCodePointsFromOne) {
  EXPECT_EQ(places("SELECT 'é😀'; SELECT 2;\n\n  SELECT 3"), (Strings{"1:1", "1:14", "3:3"}));
  EXPECT_EQ(places("\xEF\xBB\xBFSELECT 1;\r\n-- migrate:upgrade"), (Strings{"1:1", "2:4"}));
}

TEST(Splitter, AnOffsetIsInTheWholeText) {
  const auto found = split_script("\xEF\xBB\xBF SELECT 1; é", {}, "f.sql");
  EXPECT_EQ(found[0].statement.offset, 4U);
  EXPECT_EQ(found[1].statement.offset, 14U);
}

// Markers

TEST(SplitterMarkers, AreCommentsAloneOnTheirLine) {
  EXPECT_EQ(pieces("-- migrate:upgrade\nSELECT 1;\n\t --  migrate:only-on mysql \r\nSELECT 2;"),
            (Strings{"[migrate:upgrade]", "SELECT 1", "[migrate:only-on mysql]", "SELECT 2"}));
  EXPECT_EQ(pieces("SELECT 1; -- migrate:upgrade\n# migrate:upgrade\n"
                   "/* x */ -- migrate:upgrade\n-- see migrate:upgrade"),
            (Strings{"SELECT 1"}));
}

TEST(SplitterMarkers, WithoutABlankAreNoComments) {
  EXPECT_EQ(refusal("SELECT 1\n--migrate:downgrade\n"),
            "f.sql:2:1: `--migrate:` is not a comment: MySQL wants a blank after the dashes\n"
            "  --migrate:downgrade\n"
            "  ^\n"
            "hint: write it as `-- migrate:`");
}

TEST(SplitterMarkers, AreNotLookedForInQuotesAndComments) {
  EXPECT_EQ(pieces("SELECT '\n-- migrate:upgrade\n', `\n-- migrate:x\n` /*\n-- migrate:x\n*/"),
            (Strings{"SELECT '\n-- migrate:upgrade\n', `\n-- migrate:x\n`"}));
}

TEST(SplitterMarkers, AreNeverPartOfAStatement) {
  EXPECT_EQ(pieces("/*!990000 x */\n-- migrate:x\nSELECT 1"), (Strings{"[migrate:x]", "SELECT 1"}));
}

TEST(SplitterMarkers, OfASectionEndTheStatementBeforeThem) {
  EXPECT_EQ(pieces("-- migrate:upgrade\nSELECT 1\n-- migrate:downgrade\nSELECT 2"),
            (Strings{"[migrate:upgrade]", "SELECT 1", "[migrate:downgrade]", "SELECT 2"}));
}

TEST(SplitterMarkers, OfASectionPutDelimiterAndModeBack) {
  EXPECT_EQ(pieces("DELIMITER //\nSET sql_mode='ANSI_QUOTES'//\nSELECT \"\\\"//\n"
                   "-- migrate:downgrade\nSELECT \"\\\"\"; SELECT 2;"),
            (Strings{"SET sql_mode='ANSI_QUOTES'", "SELECT \"\\\"", "[migrate:downgrade]",
                     "SELECT \"\\\"\"", "SELECT 2"}));
}

TEST(SplitterMarkers, OtherThanSectionsStandAboveTheirStatement) {
  EXPECT_EQ(refusal("SELECT 1\n -- migrate:only-on mysql\n;"),
            "f.sql:2:5: `-- migrate:only-on mysql` in the middle of the statement of line 1\n"
            "   -- migrate:only-on mysql\n"
            "      ^\n"
            "hint: a directive stands above its statement; end the one before it with ;");
}

TEST(SplitterMarkers, AreRefusedInABody) {
  EXPECT_EQ(refusal("CREATE PROCEDURE p() BEGIN\n-- migrate:x\nEND;"),
            "f.sql:2:4: `-- migrate:x` inside the block opened by BEGIN on line 1\n"
            "  -- migrate:x\n"
            "     ^\n"
            "hint: a directive stands above its statement, never within it");
  EXPECT_TRUE(refusal("DELIMITER //\nCREATE PROCEDURE p() BEGIN\n-- migrate:x\nEND//")
                  .starts_with("f.sql:3:4: `-- migrate:x` inside the block opened by BEGIN"));
}

TEST(SplitterMarkers, OfASectionDoNotCloseABlock) {
  EXPECT_EQ(refusal("CREATE PROCEDURE p() BEGIN SELECT 1;\n-- migrate:downgrade\nSELECT 1;"),
            "f.sql:1:22: block opened by BEGIN is never closed before `-- migrate:downgrade` on "
            "line 2\n"
            "  CREATE PROCEDURE p() BEGIN SELECT 1;\n"
            "                       ^\n"
            "hint: close it with END");
}

// What has no end

TEST(SplitterUnclosed, AStringPointsAtItsQuote) {
  EXPECT_EQ(refusal("SELECT 1;\nSELECT 'a;\n-- migrate:downgrade\n"),
            "f.sql:2:8: string opened by ' is never closed\n"
            "  SELECT 'a;\n"
            "         ^\n"
            "hint: close it; the quote itself is written twice within it");
}

TEST(SplitterUnclosed, EveryOpenerIsNamed) {
  EXPECT_TRUE(refusal("a `b").starts_with("f.sql:1:3: quoted name opened by ` is never closed"));
  EXPECT_TRUE(refusal("a \"b").starts_with("f.sql:1:3: string opened by \" is never closed"));
  EXPECT_TRUE(refusal("a \"b", {.ansi_quotes = true})
                  .starts_with("f.sql:1:3: quoted name opened by \" is never closed"));
  EXPECT_TRUE(refusal("a /* b").starts_with("f.sql:1:3: comment opened by /* is never closed"));
  EXPECT_TRUE(refusal("a /*!40101 b")
                  .starts_with("f.sql:1:3: executable comment opened by /*!40101 is never closed"));
}

TEST(SplitterUnclosed, ABlockPointsAtItsOpener) {
  EXPECT_EQ(refusal("CREATE PROCEDURE p()\nBEGIN\n  IF 1 THEN SELECT 1;\nEND;"),
            "f.sql:3:3: IF is not closed by END IF\n"
            "    IF 1 THEN SELECT 1;\n"
            "    ^\n"
            "hint: check the blocks of this statement; between `DELIMITER //` and `//` they are "
            "left to the server");
  EXPECT_TRUE(refusal("BEGIN NOT ATOMIC\nWHILE 1 DO SELECT 1;")
                  .starts_with("f.sql:2:1: block opened by WHILE is never closed\n"));
  EXPECT_TRUE(refusal("CREATE PROCEDURE p() BEGIN SELECT 1; END IF;")
                  .starts_with("f.sql:1:38: END IF closes no IF\n"));
}

TEST(Splitter, ADelimiterInAnExecutableCommentIsAnError) {
  EXPECT_EQ(refusal("/*!40101 select 1; select 3 */;"),
            "f.sql:1:18: `;` inside the executable comment opened by /*!40101 on line 1\n"
            "  /*!40101 select 1; select 3 */;\n"
            "                   ^\n"
            "hint: end the comment before it, one statement in each");
}

TEST(Splitter, ABodyMayStandInAnExecutableComment) {
  constexpr std::string_view kTrigger =
      "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH "
      "ROW BEGIN SET NEW.a = 1; END */";
  EXPECT_EQ(pieces(std::string(kTrigger) + "; SELECT 1"),
            (Strings{std::string(kTrigger), "SELECT 1"}));
}

// DELIMITER and the client's other commands

TEST(SplitterDelimiter, TakesAllUpToItAsOneStatement) {
  EXPECT_EQ(pieces("delimiter //\nSELECT 1; SELECT 2; //\nSELECT 3//\nDELIMITER ;\nSELECT 4;"),
            (Strings{"SELECT 1; SELECT 2;", "SELECT 3", "SELECT 4"}));
}

TEST(SplitterDelimiter, MayCutAWordAndBeQuoted) {
  EXPECT_EQ(pieces("DELIMITER $$\nBEGIN NOT ATOMIC SELECT 1; END$$"),
            (Strings{"BEGIN NOT ATOMIC SELECT 1; END"}));
  EXPECT_EQ(pieces("DELIMITER '//' -- until reset\r\nSELECT 1//\t DELIMITER\t;\nSELECT 2"),
            (Strings{"SELECT 1", "SELECT 2"}));
}

TEST(SplitterDelimiter, IsAWordInTheMiddleOfAStatement) {
  EXPECT_EQ(pieces("SELECT 1 AS delimiter //; SELECT 2"),
            (Strings{"SELECT 1 AS delimiter //", "SELECT 2"}));
}

TEST(SplitterDelimiter, OnALineOfItsOwnShowsAForgottenEnd) {
  EXPECT_EQ(refusal("DELIMITER //\nCREATE PROCEDURE p() SELECT 1;\nDELIMITER ;\n"),
            "f.sql:3:1: DELIMITER in the middle of the statement of line 2\n"
            "  DELIMITER ;\n"
            "  ^\n"
            "hint: end that statement with //");
}

TEST(SplitterDelimiter, NeedsAnArgumentAndNothingElse) {
  for (const char* text : {"DELIMITER", "DELIMITER \n;", "DELIMITER \\\n", "DELIMITER ''"}) {
    EXPECT_TRUE(refusal(text).starts_with(
        "f.sql:1:1: DELIMITER needs the text that is to end statements, without blanks and "
        "backslashes\n"))
        << text;
  }
  EXPECT_TRUE(refusal("DELIMITER // SELECT 1").starts_with("f.sql:1:14: text after the delimiter"));
}

TEST(SplitterDelimiter, AloneIsNoStatement) {
  EXPECT_EQ(pieces("DELIMITER //\n//\n;//\nSELECT 1 //"), (Strings{"SELECT 1"}));
}

TEST(SplitterCommands, OfTheClientAreRefusedByName) {
  EXPECT_EQ(refusal("SELECT 1;\nsource /etc/passwd;"),
            "f.sql:2:1: `source` is a command of the mysql client, not SQL\n"
            "  source /etc/passwd;\n"
            "  ^\n"
            "hint: dbmig sends every statement to the server itself; of the client's commands it "
            "knows DELIMITER only");
  for (const char* command : {"\\!", "\\.", "\\g", "\\G", "?"}) {
    EXPECT_TRUE(refusal(command).starts_with("f.sql:1:1: `" + std::string(command) + "` is a"));
  }
  EXPECT_TRUE(refusal("SELECT 1\\G").starts_with("f.sql:1:9: `\\G` is a command"));
}

TEST(SplitterCommands, AreJustWordsElsewhere) {
  EXPECT_EQ(pieces("SELECT source, \\N FROM status; HELP 'x'; USE test"),
            (Strings{"SELECT source, \\N FROM status", "HELP 'x'", "USE test"}));
  EXPECT_EQ(pieces("source: BEGIN NOT ATOMIC SELECT 1; END source; SELECT 2").size(), 2U);
}

// sql_mode

TEST(SplitterMode, ALiteralChangesHowTheRestIsRead) {
  for (const char* set :
       {"SET sql_mode='ansi_quotes'", "SET SESSION sql_mode = \"ANSI\"",
        "SET @@sql_mode=ANSI_QUOTES", "SET @a = 1, @@local.`sql_mode` := 'ANSI' '_QUOTES'",
        "/*!40101 SET SQL_MODE='ANSI' */", "SET sql_mode=CONCAT(@@sql_mode, ',ANSI_QUOTES')",
        "SET @m = 'ANSI_QUOTES', SESSION sql_mode = @m", "SET @@global.a = 1, sql_mode = ANSI",
        "SET GLOBAL a = 1, SESSION sql_mode = ANSI"}) {
    EXPECT_EQ(pieces(std::string(set) + "; SELECT 1 AS \"a\\\"; SELECT 2").size(), 3U) << set;
  }
}

TEST(SplitterMode, OfTheServerOrOneStatementChangesNothing) {
  for (const char* set :
       {"SET GLOBAL sql_mode='ANSI_QUOTES'", "SET @@global.sql_mode = ANSI",
        "SET GLOBAL a = 1, sql_mode = 'ANSI'", "SET STATEMENT sql_mode='ANSI_QUOTES' FOR SELECT 1",
        "SET @x = 'ANSI_QUOTES'", "SELECT 1 AS sql_mode"}) {
    EXPECT_EQ(pieces(std::string(set) + "; SELECT \"a\\\"\"; SELECT 2").size(), 3U) << set;
  }
}

TEST(SplitterMode, IsSavedAndRestoredAsDumpsDo) {
  EXPECT_EQ(pieces("/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_BACKSLASH_ESCAPES' */;\n"
                   "SELECT 'a\\';\n"
                   "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n"
                   "SELECT 'a\\';'; SELECT 2;")
                .size(),
            5U);
}

TEST(SplitterMode, MayLoseAModeByReplace) {
  EXPECT_EQ(pieces("SET sql_mode=(SELECT REPLACE(@@sql_mode,'ONLY_FULL_GROUP_BY',''));"
                   "SELECT \"\\\"\"; SELECT 2",
                   {})
                .size(),
            3U);
  EXPECT_EQ(pieces("SET sql_mode=REPLACE(@@sql_mode,'ANSI_QUOTES',''); SELECT \"\\\"\"; SELECT 2",
                   {.ansi_quotes = true})
                .size(),
            3U);
}

TEST(SplitterMode, ThatOnlyTheServerKnowsIsRefused) {
  EXPECT_EQ(refusal("SET sql_mode = @other;"),
            "f.sql:1:16: sql_mode is set to a value that only the server can know\n"
            "  SET sql_mode = @other;\n"
            "                 ^\n"
            "hint: it decides how the text after it is read: write it as a string, or restore it "
            "from a variable that this file set from @@sql_mode");
  for (const char* value : {"DEFAULT", "@@global.sql_mode", "4", "f('ANSI')", "'A' || @@sql_mode",
                            "REPLACE(@@sql_mode,'X','ANSI_QUOTES')", "CONCAT('A'", "((((1))))"}) {
    EXPECT_NE(refusal("SET sql_mode = " + std::string(value)), "accepted") << value;
  }
}

}  // namespace
}  // namespace dbmig

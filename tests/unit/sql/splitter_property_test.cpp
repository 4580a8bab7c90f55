#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/file.h"
#include "base/text.h"
#include "sql/splitter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace dbmig {
namespace {

void fuzz(std::string_view text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// Statements that are whole, without their delimiter, comments at either end, or
/// markers; each of a kind that once could be split in the wrong place.
const std::vector<std::string> kStatements = {
    "SELECT 1",
    "SELECT 'a;b', \"c;d\", `e;f`",
    "SELECT 'it''s;' /* ; */ -- ; '\n + 1",
    "SELECT 1 /*!40101 + 2 /* ; */ */ + 3",
    "INSERT INTO t VALUES (1, 'é😀\n;'), (2, '\\';')",
    "CREATE TABLE z (`begin` INT, end INT COMMENT 'x;y')",
    "CREATE PROCEDURE p(IN x INT) BEGIN IF x THEN SELECT 1; ELSE SELECT IF(1, 2, 3); END IF; END",
    "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN CASE WHEN 1 THEN 2 ELSE 3 END",
    "CREATE TRIGGER r BEFORE INSERT ON t FOR EACH ROW FOLLOWS q BEGIN SET NEW.a = 1; END",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO l: BEGIN LEAVE l; END l",
    "BEGIN NOT ATOMIC DECLARE EXIT HANDLER FOR SQLSTATE '45000', 1051 BEGIN END; SELECT 1; END",
    "FOR i IN 1..3 DO REPEAT SET @a = i; UNTIL 1 END REPEAT; END FOR",
    "SET @old = @@sql_mode, sql_mode = ''",
    "BEGIN",
    "XA BEGIN 'a'",
};

class SplitterProperty : public testing::Test {
 protected:
  SplitterProperty() {
    const char* given = std::getenv("DBMIG_TEST_SEED");
    seed_ = given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
    random_.seed(static_cast<std::mt19937::result_type>(seed_));
  }
  void TearDown() override {
    if (HasFailure()) std::cerr << "DBMIG_TEST_SEED=" << seed_ << "\n";
  }

  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }
  const std::string& any(const std::vector<std::string>& of) { return of[below(of.size())]; }
  std::string blank() { return any({"", " ", "\n", "/* ; */", "\t-- ;'\n", "# \"\n", "\r\n"}); }

  /// A script and the statements that it is made of.
  std::pair<std::string, std::vector<std::string>> script() {
    std::pair<std::string, std::vector<std::string>> made;
    for (std::size_t count = below(8); count > 0; --count) {
      made.second.push_back(any(kStatements));
      made.first += blank() + made.second.back() + blank() + ";" + blank();
    }
    return made;
  }

  unsigned long seed_;
  std::mt19937 random_;
};

std::vector<std::string> statements(std::string_view text) {
  std::vector<std::string> out;
  for (const Piece& piece : split_script(text, {}, "f.sql"))
    out.emplace_back(piece.statement.text);
  return out;
}

TEST_F(SplitterProperty, AScriptGivesTheStatementsItIsMadeOf) {
  for (int round = 0; round < 300; ++round) {
    const auto [text, expected] = script();
    ASSERT_EQ(statements(text), expected) << text;
  }
}

TEST_F(SplitterProperty, AStatementSplitAgainIsItself) {
  for (const std::string& statement : kStatements) {
    EXPECT_EQ(statements(statement), std::vector<std::string>{statement});
  }
}

TEST_F(SplitterProperty, WhatIsLeftOutIsBlankCommentOrDelimiter) {
  for (int round = 0; round < 100; ++round) {
    std::string text = script().first;
    for (const Piece& piece : split_script(text, {}, "f.sql")) {
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(piece.statement.offset),
                  piece.statement.text.size(), ' ');
    }
    Lexer lexer(text, {});
    for (Token t = lexer.next(); t.kind != TokenKind::end; t = lexer.next()) {
      ASSERT_TRUE(is_blank(t.kind) || t.kind == TokenKind::delimiter) << t.text;
    }
  }
}

TEST_F(SplitterProperty, ACommentBetweenTokensChangesNoCount) {
  for (int round = 0; round < 100; ++round) {
    const auto [text, expected] = script();
    std::string commented;
    Lexer lexer(text, {});
    for (Token t = lexer.next(); t.kind != TokenKind::end; t = lexer.next()) {
      commented += t.text;
      if (below(3) == 0 && t.kind != TokenKind::line_comment) commented += any({"/*;*/", "#;\n"});
    }
    ASSERT_EQ(statements(commented).size(), expected.size()) << commented;
  }
}

TEST_F(SplitterProperty, APlaceIsThatOfItsOffset) {
  const std::string text = script().first + script().first;
  for (const Piece& piece : split_script(text, {}, "f.sql")) {
    const Location at = Location::at("f.sql", text, piece.statement.offset);
    EXPECT_EQ(at.line, piece.statement.line);
    EXPECT_EQ(at.column, piece.statement.column);
  }
}

TEST_F(SplitterProperty, NoTruncationOrMutationBreaksIt) {
  for (const std::string& statement : kStatements) {
    for (std::size_t size = 0; size < statement.size(); ++size)
      fuzz(std::string_view(statement).substr(0, size));
  }
  for (int round = 0; round < 100; ++round) {
    std::string mutated = script().first + " ";
    mutated[below(mutated.size())] = static_cast<char>(below(256));
    mutated.erase(below(mutated.size()), below(4));
    fuzz(mutated);
  }
}

std::string repeated(std::string_view text, int count) {
  std::string out;
  for (; count > 0; --count)
    out += text;
  return out;
}

// Were any of these quadratic, the whole suite would feel it.
TEST(SplitterSize, TimeIsLinearInTheSizeOfTheText) {
  constexpr int kMany = 10000;
  const auto count = [](const std::string& text) { return split_script(text, {}, "f").size(); };
  EXPECT_EQ(count(repeated("SELECT 1;\n", kMany)), 10000U);
  EXPECT_EQ(count("SELECT '" + repeated("\\'", 200000) + "'"), 1U);
  EXPECT_EQ(count(repeated("/* /* ", kMany) + "*/ SELECT 1"), 1U);
  EXPECT_EQ(count(repeated("/*!999999 /**/*/", kMany) + "SELECT 1"), 1U);
  EXPECT_EQ(count("CREATE PROCEDURE p() " + repeated("BEGIN ", kMany) + repeated("END; ", kMany)),
            1U);
  EXPECT_EQ(count(repeated("-- migrate:upgrade\n", kMany)), 10000U);
  EXPECT_EQ(count("DELIMITER //\nSELECT " + repeated("delimiter ", kMany)), 1U);
  EXPECT_THROW(count(repeated("/*!999999 ", kMany)), Error);
  EXPECT_THROW(count("SET sql_mode = " + repeated("(", kMany)), Error);
  EXPECT_THROW(count(repeated("BEGIN NOT ATOMIC ", kMany)), Error);
}

TEST(SplitterCorpus, EveryInputThatEverMatteredIsReplayed) {
  const std::filesystem::path folder =
      std::filesystem::path(DBMIG_SOURCE_DIR) / "tests/fuzz/corpus/splitter";
  int replayed = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    fuzz(read_file(entry.path(), ErrorCode::internal));
    ++replayed;
  }
  EXPECT_GE(replayed, 24);
}

}  // namespace
}  // namespace dbmig

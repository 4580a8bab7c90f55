#include "dump/dump_text.h"

#include <random>

#include <gtest/gtest.h>

#include "dump/dump_file.h"
#include "sql/splitter.h"
#include "unit/dump/schema_text.h"

namespace dbmig {
namespace {

std::string rows_of(const TableData& data,
                    const std::vector<std::vector<std::optional<std::string>>>& rows) {
  std::string out;
  RowText text(data, [&](std::string_view piece) { out += piece; });
  for (const auto& row : rows) {
    text.begin_row();
    for (std::size_t i = 0; i < row.size(); ++i)
      text.value(i, row[i] ? std::optional<std::string_view>(*row[i]) : std::nullopt);
    text.end_row();
  }
  text.finish();
  return out;
}

std::string literal(const DataColumn& column, const std::string& value) {
  const std::string head = "INSERT INTO `t` (`" + column.name + "`) VALUES\n(";
  const std::string text = rows_of({"t", {column}, {}}, {{value}});
  EXPECT_TRUE(text.starts_with(head)) << text;
  return text.substr(head.size(), text.size() - head.size() - 3);
}

TEST(RowText, WritesOneRowALine) {
  EXPECT_EQ(rows_of({"a`b", {{"i", "int", ""}, {"v`", "varchar", "utf8mb4"}}, {}},
                    {{"1", "x"}, {"-2", std::nullopt}}),
            "INSERT INTO `a``b` (`i`, `v```) VALUES\n(1, 'x'),\n(-2, NULL);\n");
}

TEST(RowText, NoRowsAreNoStatement) { EXPECT_EQ(rows_of({"t", {{"i", "int", ""}}, {}}, {}), ""); }

TEST(RowText, EscapesWhatWouldEndALiteralOrALine) {
  EXPECT_EQ(literal({"v", "varchar", "utf8mb4"}, std::string("a'b\\c\n\r\0\x1A\"%_;é", 15)),
            "'a\\'b\\\\c\\n\\r\\0\\Z\"%_;é'");
}

TEST(RowText, BytesAreHexadecimal) {
  EXPECT_EQ(literal({"b", "varbinary", ""}, std::string("\0\xFF'", 3)), "0x00ff27");
  EXPECT_EQ(literal({"b", "longblob", ""}, ""), "''");
  EXPECT_EQ(literal({"g", "geometry", ""}, "A"), "0x41");
}

TEST(RowText, BitsAreBits) {
  EXPECT_EQ(literal({"b", "bit", ""}, std::string("\x01\x05", 2)), "b'100000101'");
  EXPECT_EQ(literal({"b", "bit", ""}, std::string("\0", 1)), "b'0'");
}

TEST(RowText, TextThatUnicodeDoesNotHoldIsWrittenByItsBytes) {
  EXPECT_EQ(literal({"s", "varchar", "sjis"}, "\x93\xFA"), "_sjis 0x93fa");
}

TEST(RowText, AStatementEndsWhenItIsLong) {
  const std::string text =
      rows_of({"t", {{"v", "longtext", "utf8mb4"}}, {}},
              {{std::string(600'000, 'x')}, {std::string(600'000, 'y')}, {"z"}});
  EXPECT_NE(text.find("y');\nINSERT INTO `t` (`v`) VALUES\n('z');\n"), std::string::npos);
}

TEST(RowsQuery, AsksForFloatsInFullAndForBytesOfOtherCharacterSets) {
  EXPECT_EQ(rows_query({"t",
                        {{"f", "float", "", false}, {"g", "float", "", true}, {"s", "char", "gbk"}},
                        {"f", "s"}}),
            "SELECT `f` * 1e0, `g`, CAST(`s` AS BINARY) FROM `t` ORDER BY `t`.`f`, `t`.`s`");
}

TEST(RowText, ReadBackByTheLexerEveryStringIsItself) {
  const char* seed_text = std::getenv("DBMIG_TEST_SEED");
  const unsigned seed =
      seed_text != nullptr ? static_cast<unsigned>(std::atoi(seed_text)) : std::random_device()();
  SCOPED_TRACE("DBMIG_TEST_SEED=" + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    std::string value;
    for (auto n = random() % 20; n > 0; --n)
      value += "'\\\n\r\x1A;-/*#`\"ab\xC3\xA9"[random() % 16];
    std::string text;
    append_quoted(text, value);
    Lexer lexer(text, mariadb());
    const Token token = lexer.next();
    ASSERT_EQ(token.text, text);
    ASSERT_EQ(unquoted(token, mariadb()), value);
  }
}

std::string dump_of(const std::vector<SchemaObject>& objects) {
  std::string out;
  DumpText text({"sh`op", "utf8mb4", "utf8mb4_bin", "same"},
                [&](std::string_view piece) { out += piece; });
  text.begin();
  for (const SchemaObject& object : objects)
    text.object(object);
  text.end();
  return out;
}

/// Its statements between head and tail.
std::string body_of(const std::vector<SchemaObject>& objects) {
  const std::string head = dump_of({});
  const std::string whole = dump_of(objects);
  const std::size_t common = head.find("\nSET character_set_client = @dbmig");
  return whole.substr(common, whole.size() - head.size());
}

TEST(DumpText, HasTheFixedLayoutOfTheManual) {
  EXPECT_EQ(dump_of({}),
            "-- dbmig dump 1: same\n\n"
            "SET @dbmig_character_set_client = @@character_set_client,\n"
            "    @dbmig_character_set_results = @@character_set_results,\n"
            "    @dbmig_collation_connection = @@collation_connection,\n"
            "    @dbmig_sql_mode = @@sql_mode,\n"
            "    @dbmig_time_zone = @@time_zone,\n"
            "    @dbmig_foreign_key_checks = @@foreign_key_checks,\n"
            "    @dbmig_unique_checks = @@unique_checks,\n"
            "    @dbmig_sql_notes = @@sql_notes;\n"
            "SET NAMES utf8mb4 COLLATE utf8mb4_general_ci;\n"
            "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES', time_zone = '+00:00',\n"
            "    foreign_key_checks = 0, unique_checks = 0, sql_notes = 0;\n\n"
            "CREATE DATABASE IF NOT EXISTS `sh``op` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n"
            "USE `sh``op`;\n"
            "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n\n"
            "SET character_set_client = @dbmig_character_set_client,\n"
            "    character_set_results = @dbmig_character_set_results,\n"
            "    collation_connection = @dbmig_collation_connection,\n"
            "    sql_mode = @dbmig_sql_mode,\n"
            "    time_zone = @dbmig_time_zone,\n"
            "    foreign_key_checks = @dbmig_foreign_key_checks,\n"
            "    unique_checks = @dbmig_unique_checks,\n"
            "    sql_notes = @dbmig_sql_notes;\n"
            "-- dbmig dump complete\n");
}

TEST(DumpText, AProgramComesWithTheSessionItWasMadeIn) {
  const StoredContext context{"ANSI_QUOTES", "utf8mb3", "utf8mb3_bin", "latin1_bin", "SYSTEM"};
  EXPECT_EQ(body_of({{SchemaObject::Kind::event, "e", "CREATE EVENT e DO SELECT 1", context}}),
            "\nALTER DATABASE CHARACTER SET latin1 COLLATE latin1_bin;\n"
            "SET character_set_client = utf8mb3, collation_connection = utf8mb3_bin;\n"
            "SET time_zone = 'SYSTEM';\n"
            "SET sql_mode = 'ANSI_QUOTES';\n"
            "DELIMITER ;;\nCREATE EVENT e DO SELECT 1\n;;\nDELIMITER ;\n"
            "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n"
            "SET character_set_client = utf8mb4, collation_connection = utf8mb4_general_ci;\n"
            "SET time_zone = '+00:00';\n"
            "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';\n");
}

TEST(DumpText, ADelimiterIsChosenThatTheTextDoesNotHold) {
  const StoredContext context{"NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES", "utf8mb4",
                              "utf8mb4_general_ci", "utf8mb4_bin", ""};
  EXPECT_EQ(body_of({{SchemaObject::Kind::procedure, "p", "CREATE PROCEDURE p() SELECT ';; $$$$'",
                      context}}),
            "\nDELIMITER $$1$$\nCREATE PROCEDURE p() SELECT ';; $$$$'\n$$1$$\nDELIMITER ;\n");
}

TEST(DumpText, TheSplitterFindsItsStatementsAgain) {
  const StoredContext oracle{"ORACLE,ANSI_QUOTES", "utf8mb4", "utf8mb4_general_ci", "utf8mb4_bin",
                             ""};
  const std::string program = "CREATE PROCEDURE \"p\" AS BEGIN SELECT ';;'; NULL; END";
  const std::string dump = dump_of({{SchemaObject::Kind::procedure, "p", program, oracle}});
  std::vector<std::string> statements;
  for (const Piece& piece : split_script(dump, mariadb(), "x.sql"))
    statements.emplace_back(piece.statement.text);
  ASSERT_EQ(statements.size(), 10U);
  EXPECT_EQ(statements[7], program);
}

}  // namespace
}  // namespace dbmig

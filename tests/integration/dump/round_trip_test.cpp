#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "dump/catalog.h"
#include "dump/mysql8_floor.h"
#include "integration/dump/dump_support.h"

namespace dbmig {
namespace {

using ::testing::HasSubstr;

TEST(DumpRoundTrip, OneOfEverythingComesBackByteForByte) {
  const TestDatabase zoo;
  run_script(zoo, zoo_script());
  const std::string dump = dump_of(zoo);
  recreate(zoo);
  load_into(zoo, dump);
  EXPECT_EQ(dump_of(zoo), dump);
}

TEST(DumpRoundTrip, ThroughTheServersOwnClientToo) {
  const TestDatabase zoo;
  run_script(zoo, zoo_script());
  const std::string dump = dump_of(zoo);
  recreate(zoo);
  const TempDir folder;
  write_file(folder / "d.sql", dump, Existing::refuse);
  const std::string command = "mariadb --no-defaults --comments -u root -S '" +
                              zoo.options().socket + "' < '" + (folder / "d.sql").string() + "'";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(dump_of(zoo), dump);
}

TEST(DumpRoundTrip, TwoDatabasesWithOneSchemaGiveTheSameBytes) {
  TestDatabase one;
  TestDatabase other;
  run_script(one,
             "CREATE TABLE b (i INT); CREATE TABLE a (i INT PRIMARY KEY AUTO_INCREMENT);"
             "INSERT INTO a VALUES (5); DELETE FROM a; CREATE EVENT e ON SCHEDULE EVERY 1 DAY "
             "DO SELECT 1;");
  one.run("DO SLEEP(1.1)");  // What comes now is of another second.
  run_script(other,
             "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1; CREATE TABLE a (i INT "
             "PRIMARY KEY AUTO_INCREMENT); CREATE TABLE b (i INT);");
  std::string dump = dump_of(one);
  for (std::size_t at; (at = dump.find(one.name())) != std::string::npos;)
    dump.replace(at, one.name().size(), other.name());
  EXPECT_EQ(dump, dump_of(other));
}

TEST(DumpRoundTrip, WithoutDataOnlyTheRowsOfTheVersionTableAreThere) {
  const TestDatabase zoo;
  run_script(zoo, zoo_script());
  DumpOptions options = everything();
  options.data.kind = DataSelection::Kind::none;
  const std::string dump = dump_of(zoo, options);
  EXPECT_THAT(dump, HasSubstr("INSERT INTO `alembic_version` (`version_num`) VALUES\n('a1b2');\n"));
  EXPECT_EQ(dump.find("INSERT INTO `t_"), std::string::npos);
}

TEST(DumpRoundTrip, OnlyTheTablesThatWereNamedHaveTheirRows) {
  const TestDatabase zoo;
  run_script(zoo, zoo_script());
  DumpOptions options = everything();
  options.data = {DataSelection::Kind::some, {"t_part"}};
  const std::string dump = dump_of(zoo, options);
  EXPECT_THAT(dump, HasSubstr("VALUES\n(1, '2021-01-01'),\n(2, '2019-01-01');\n"));
  EXPECT_EQ(dump.find("INSERT INTO `t_values`"), std::string::npos);
}

TEST(DumpRoundTrip, WhatIsWrittenForMysql8IsKnownToItsOldestVersion) {
  const TestDatabase zoo;
  run_script(zoo, zoo_script());
  Connection connection(zoo.options());
  TranslateOptions options;
  options.target = DumpTarget::mysql8;
  options.missing = Missing::leave_out;
  const Translation done =
      translate(read_catalog(connection), connection.server().dialect(), options);
  EXPECT_GT(done.catalog.objects.size(), 20U);
  for (const SchemaObject& object : done.catalog.objects) {
    EXPECT_EQ(join(beyond_mysql8(object, {Flavour::mysql, 90704}), ", "), "") << object.shown();
  }
}

TEST(DumpRoundTrip, TheBookkeepingOfDbmigIsNoPartOfIt) {
  const TestDatabase database;
  run_script(database, "CREATE TABLE dbmig_journal (i INT); CREATE TABLE dbmig_lease (i INT);");
  EXPECT_EQ(dump_of(database).find("dbmig_journal"), std::string::npos);
  Connection connection(database.options());
  EXPECT_NO_THROW(require_empty_database(connection));
}

/// Tables with random columns and rows that a seed decides.
class RandomSchema {
 public:
  explicit RandomSchema(unsigned seed) : random_(seed) {}

  std::string script() {
    std::string text = "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO,ALLOW_INVALID_DATES';\n";
    for (std::size_t i = 0, tables = 1 + below(4); i < tables; ++i)
      text += table("t" + std::to_string(i));
    return text;
  }

 private:
  struct Type {
    std::string ddl;
    int kind;  // 0 number, 1 bytes, 2 text, 3 moment
  };

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }

  std::string table(const std::string& name) {
    static const std::vector<Type> kTypes = {
        {"INT", 0},           {"BIGINT UNSIGNED", 0},
        {"DECIMAL(20,6)", 0}, {"DOUBLE", 0},
        {"FLOAT", 0},         {"BIT(13)", 0},
        {"VARBINARY(40)", 1}, {"BLOB", 1},
        {"BINARY(20)", 1},    {"VARCHAR(40)", 2},
        {"TEXT", 2},          {"CHAR(40) CHARACTER SET latin1", 2},
        {"DATETIME(6)", 3},   {"TIMESTAMP(2) NULL", 3}};
    std::vector<Type> columns;
    std::string ddl = "CREATE TABLE " + name + " (id INT PRIMARY KEY";
    for (std::size_t i = 0, count = 1 + below(6); i < count; ++i) {
      columns.push_back(kTypes[below(kTypes.size())]);
      ddl += ", c" + std::to_string(i) + " " + columns.back().ddl;
      if (below(4) == 0) ddl += " COMMENT " + text_literal(12);
    }
    ddl += ") COMMENT " + text_literal(20) + ";\n";
    for (std::size_t i = 0, rows = below(30); i < rows; ++i) {
      ddl += "INSERT IGNORE INTO " + name + " VALUES (" + std::to_string(random_() % 100000);
      for (const Type& column : columns)
        ddl += ", " + value(column.kind);
      ddl += ");\n";
    }
    return ddl;
  }

  std::string value(int kind) {
    if (below(6) == 0) return "NULL";
    if (kind == 0) return std::to_string(random_() % 10000) + "." + std::to_string(below(1000000));
    if (kind == 3) {
      return "'20" + std::to_string(10 + below(20)) + "-0" + std::to_string(1 + below(9)) +
             "-11 04:05:06.0" + std::to_string(below(99999)) + "'";
    }
    if (kind == 2) return text_literal(30);
    std::string hex = "x'";
    for (std::size_t n = below(20); n > 0; --n)
      hex += "0027225c0aff2d1a"[2 * below(8)], hex += "27";
    if (hex.size() % 2 != 0) hex += "0";
    return hex + "'";
  }

  std::string text_literal(std::size_t most) {
    std::string text;
    for (std::size_t n = below(most); n > 0; --n)
      text += std::string_view("';\\\"`-#/*\n\r\t% aé", 16)[below(15)];
    std::string literal;
    append_quoted(literal, text);
    return literal;
  }

  std::mt19937 random_;
};

TEST(DumpRoundTrip, RandomSchemasAndRowsComeBackByteForByte) {
  const char* given = std::getenv("DBMIG_TEST_SEED");
  const unsigned first =
      given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
  for (unsigned seed = first; seed < first + 15; ++seed) {
    SCOPED_TRACE("DBMIG_TEST_SEED=" + std::to_string(seed));
    const TestDatabase database;
    run_script(database, RandomSchema(seed).script());
    const std::string dump = dump_of(database);
    recreate(database);
    ASSERT_EQ(load_into(database, dump).warnings, 0U);
    ASSERT_EQ(dump_of(database), dump);
  }
}

}  // namespace
}  // namespace dbmig

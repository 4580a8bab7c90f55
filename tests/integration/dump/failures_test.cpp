#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dump/output_file.h"
#include "integration/dump/dump_support.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

/// A table with enough rows that a dump of it is many pieces.
class DumpFailures : public testing::Test {
 protected:
  DumpFailures() {
    database_.run(
        "CREATE TABLE m (id INT PRIMARY KEY, v VARCHAR(2000));"
        "INSERT INTO m SELECT seq, REPEAT('x', 1000) FROM seq_1_to_3000");
  }

  /// Runs `action` once, when the first rows have been read.
  DumpEvents once(std::function<void()> action) {
    DumpEvents events;
    events.progress = [action = std::move(action), done = false](const DumpProgress&) mutable {
      if (!std::exchange(done, true)) action();
    };
    return events;
  }

  TestDatabase database_;
};

TEST_F(DumpFailures, ALostConnectionLeavesNoFile) {
  const TempDir folder;
  const auto dump = [&] {
    Connection connection(database_.options());
    SchemaDump schema(connection, everything());
    OutputFile file(folder / "d.sql");
    const std::string kill = "KILL " + std::to_string(connection.id());
    schema.write([&](std::string_view text) { file.write(text); },
                 once([&] { database_.run(kill); }));
    file.commit();
  };
  EXPECT_EQ(code_of(dump), ErrorCode::unavailable);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST_F(DumpFailures, RowsOfLaterAreNoPartOfThePicture) {
  Connection connection(database_.options());
  std::string out;
  SchemaDump schema(connection, everything());
  database_.run("CREATE TABLE IF NOT EXISTS m (i INT); DELETE FROM m WHERE id > 10");
  schema.write([&](std::string_view text) { out += text; }, {});
  EXPECT_THAT(out, HasSubstr("\n(3000, "));
}

TEST_F(DumpFailures, AChangeOfTheSchemaMeanwhileIsAnError) {
  Connection connection(database_.options());
  SchemaDump schema(connection, everything());
  EXPECT_EQ(message_of([&] {
              schema.write([](std::string_view) {},
                           once([&] { database_.run("CREATE TABLE n (i INT)"); }));
            }),
            "the schema of `" + database_.name() +
                "` was changed while it was dumped\n"
                "hint: run the same command again");
}

TEST_F(DumpFailures, AnInterruptionStopsBetweenRows) {
  Connection connection(database_.options());
  SchemaDump schema(connection, everything());
  DumpEvents events;
  events.interrupted = [] { return true; };
  EXPECT_EQ(code_of([&] { schema.write([](std::string_view) {}, events); }), ErrorCode::temporary);
}

TEST_F(DumpFailures, ABrokenViewIsNamed) {
  database_.run("CREATE VIEW v AS SELECT id FROM m; ALTER TABLE m RENAME COLUMN id TO other");
  EXPECT_THAT(message_of([&] { dump_of(database_); }),
              EndsWith("hint: drop it (DROP VIEW `v`), or bring back what it reads"));
}

TEST_F(DumpFailures, AUserFromWhomTheServerHidesTriggersIsWarned) {
  database_.run("CREATE OR REPLACE USER hidden@localhost; GRANT SELECT, SHOW VIEW ON `" +
                database_.name() + "`.* TO hidden@localhost");
  ConnectOptions options = database_.options();
  options.user = "hidden";
  Connection connection(options);
  const SchemaDump dump(connection, everything());
  ASSERT_GE(dump.notes().size(), 2U);
  EXPECT_THAT(dump.notes().rbegin()[1].text, HasSubstr("has not got the right TRIGGER"));
  database_.run("DROP USER hidden@localhost");
}

TEST_F(DumpFailures, RefusalsComeBeforeAnythingIsWritten) {
  database_.run("CREATE SEQUENCE s");
  DumpOptions options = everything();
  options.translate.target = DumpTarget::mysql8;
  std::string out;
  EXPECT_EQ(code_of([&] { dump_of(database_, options); }), ErrorCode::data);
}

struct LoadFailures : testing::Test {
  TestDatabase database;
};

TEST_F(LoadFailures, AStatementThatTheServerRefusesIsShownWithItsPlace) {
  const std::string message = message_of([&] {
    load_into(database,
              "CREATE TABLE a (i INT);\nINSERT INTO b VALUES (1);\n-- dbmig dump complete\n");
  });
  EXPECT_THAT(message, HasSubstr("d.sql:2:1: the server refused the statement\n"
                                 "  INSERT INTO b VALUES (1);\n  ^\n"));
  EXPECT_THAT(message, HasSubstr("state: 1 statement ran; `" + database.name() +
                                 "` holds a part of the dump\n"));
  EXPECT_THAT(message, EndsWith("drop and create `" + database.name() + "`, then load again"));
}

TEST_F(LoadFailures, ADatabaseThatIsNotEmptyIsRefused) {
  database.run("CREATE TABLE a (i INT); CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1");
  EXPECT_EQ(message_of([&] { load_into(database, "SELECT 1;\n-- dbmig dump complete\n"); }),
            "database `" + database.name() +
                "` is not empty: it has 2 objects (`a`, `e`)\n"
                "state: nothing was changed\n"
                "hint: a dump is loaded into an empty database; name another one with --url");
}

TEST_F(LoadFailures, ValuesThatTheServerChangesAreCounted) {
  const LoadResult result = load_into(
      database,
      "SET sql_mode = '';\nCREATE TABLE a (i TINYINT);\nINSERT INTO a VALUES (300);\n-- dbmig dump "
      "complete\n");
  EXPECT_EQ(result.warnings, 1U);
  EXPECT_THAT(result.first_warning,
              EndsWith("d.sql:3:1: Out of range value for column 'i' at row 1"));
}

TEST_F(LoadFailures, TheDatabaseOfTheUrlIsMeantWhateverTheDumpCallsIt) {
  load_into(
      database,
      "CREATE DATABASE other;\nUSE other;\nALTER DATABASE other CHARACTER SET latin1;\nCREATE "
      "TABLE a (c CHAR(1));\n-- Dump completed on 2026-11-21  1:02:03\n");
  EXPECT_THAT(database.run("SHOW CREATE TABLE a"), HasSubstr("CHARSET=latin1"));
}

}  // namespace
}  // namespace dbmig

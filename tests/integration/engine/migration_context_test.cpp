#include "engine/migration_context.h"

#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "base/text.h"
#include "engine/live_run.h"
#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

using Ids = std::vector<RevisionId>;

class MigrationContextTest : public testing::Test {
 protected:
  std::string ask(const std::string& query) { return std::string(trim(database_.run(query))); }

  DatabaseOptions options() const {
    DatabaseOptions options;
    options.connect = database_.options();
    options.adopt_version_table = "alembic_version_config";
    return options;
  }

  void make_table(const std::string& name, const std::string& rows) {
    database_.run("CREATE TABLE " + name + " (version_num VARCHAR(32) NOT NULL PRIMARY KEY)");
    if (!rows.empty()) database_.run("INSERT INTO " + name + " VALUES " + rows);
  }

  static std::optional<std::string> prepare(MigrationContext& context) {
    take_lock(context, {std::chrono::seconds(10)});
    return context.prepare();
  }
  std::optional<std::string> prepare() const {
    MigrationContext context(options());
    return prepare(context);
  }

  TestDatabase database_;
};

TEST_F(MigrationContextTest, OpeningCreatesNothing) {
  EXPECT_EQ(MigrationContext(options()).rows(), Ids{});
  EXPECT_EQ(ask("SHOW TABLES"), "");
}

TEST_F(MigrationContextTest, PreparingCreatesTheVersionTable) {
  MigrationContext context(options());
  EXPECT_EQ(prepare(context), std::nullopt);
  EXPECT_EQ(ask("SHOW TABLES"), "alembic_version");
}

TEST_F(MigrationContextTest, AnOldTablesRowsCountFromTheStartAndAreTakenOverByPrepare) {
  make_table("alembic_version_config", "('b'), ('a')");
  MigrationContext context(options());
  EXPECT_EQ(context.rows(), (Ids{"a", "b"}));
  EXPECT_EQ(prepare(context), "alembic_version_config");
  EXPECT_EQ(ask("SELECT version_num FROM alembic_version ORDER BY 1"), "a\nb");
  EXPECT_EQ(ask("SELECT COUNT(*) FROM alembic_version_config"), "2");
  EXPECT_EQ(prepare(context), std::nullopt);
}

TEST_F(MigrationContextTest, AnEmptyNewTableIsFilledToo) {
  make_table("alembic_version", "");
  make_table("alembic_version_config", "('a')");
  EXPECT_EQ(prepare(), "alembic_version_config");
}

TEST_F(MigrationContextTest, EqualTablesAreNoConflict) {
  make_table("alembic_version", "('a')");
  make_table("alembic_version_config", "('a')");
  EXPECT_EQ(prepare(), std::nullopt);
}

TEST_F(MigrationContextTest, RowsThatWereTakenOverMayMoveOn) {
  make_table("alembic_version_config", "('a')");
  prepare();
  ask("UPDATE alembic_version SET version_num = 'b'");
  EXPECT_EQ(MigrationContext(options()).rows(), Ids{"b"});
  ask("DELETE FROM alembic_version");
  MigrationContext at_base(options());
  EXPECT_EQ(prepare(at_base), std::nullopt);
  EXPECT_EQ(at_base.rows(), Ids{});
}

TEST_F(MigrationContextTest, EqualRowsMayMoveOnOnceAWriterHasSeenThem) {
  make_table("alembic_version", "('a')");
  make_table("alembic_version_config", "('a')");
  prepare();
  ask("UPDATE alembic_version SET version_num = 'b'");
  EXPECT_EQ(MigrationContext(options()).rows(), Ids{"b"});
}

TEST_F(MigrationContextTest, AnOldTableThatMovesAfterItWasTakenOverIsRefused) {
  make_table("alembic_version_config", "('a')");
  prepare();
  ask("UPDATE alembic_version SET version_num = 'b'");
  ask("UPDATE alembic_version_config SET version_num = 'c'");
  EXPECT_EQ(code_of([&] { MigrationContext(options()).rows(); }), ErrorCode::data);
}

TEST_F(MigrationContextTest, TablesThatDifferAreRefusedAndShown) {
  make_table("alembic_version", "('a')");
  make_table("alembic_version_config", "('b'), ('c')");
  const std::string name = "`" + database_.name() + "`";
  EXPECT_EQ(message_of([&] { MigrationContext(options()).rows(); }),
            "two version tables disagree: " + name + ".`alembic_version` holds a, " + name +
                ".`alembic_version_config` holds b, c\n"
                "hint: find out which one is true, and empty the other; nothing was changed");
}

TEST_F(MigrationContextTest, TheVersionTableMayLiveInAnotherDatabase) {
  TestDatabase elsewhere;
  DatabaseOptions other = options();
  other.version_table_schema = elsewhere.name();
  MigrationContext context(other);
  context.prepare();
  EXPECT_EQ(elsewhere.run("SHOW TABLES"), "alembic_version\n");
  EXPECT_EQ(ask("SHOW TABLES"), "");
}

TEST_F(MigrationContextTest, RefusesAUrlWithoutADatabase) {
  DatabaseOptions nowhere = options();
  nowhere.connect.database.clear();
  EXPECT_EQ(message_of([&] { MigrationContext context(nowhere); }),
            "the url names no database\n"
            "hint: add it to the url: mysql://user@host/DATABASE");
}

}  // namespace
}  // namespace dbmig

#include "db/version_table.h"

#include <gtest/gtest.h>

#include "support/message_of.h"
#include "support/test_server.h"

namespace dbmig {
namespace {

using Ids = std::vector<RevisionId>;

RowEdit insert(const RevisionId& id) { return {RowEdit::Kind::insert, "", id}; }
RowEdit update(const RevisionId& from, const RevisionId& to) {
  return {RowEdit::Kind::update, from, to};
}
RowEdit remove(const RevisionId& id) { return {RowEdit::Kind::remove, id, ""}; }

class VersionTableTest : public testing::Test {
 protected:
  void apply(std::vector<RowEdit> edits) { table_.apply(edits); }

  TestDatabase database_;
  Connection connection_{database_.options()};
  VersionTable table_{connection_, {database_.name(), "alembic_version"}};
};

TEST_F(VersionTableTest, IsEmptyWhereThereIsNoTable) {
  EXPECT_FALSE(table_.exists());
  EXPECT_EQ(table_.rows(), Ids{});
  EXPECT_FALSE(table_.exists());
}

TEST_F(VersionTableTest, IsCreatedAsAlembicDoes) {
  table_.create();
  table_.create();
  const std::string ddl = database_.run("SHOW CREATE TABLE alembic_version");
  EXPECT_EQ(ddl.substr(0, ddl.find(" ENGINE=")),
            "alembic_version|CREATE TABLE `alembic_version` (\n"
            "  `version_num` varchar(32) NOT NULL,\n"
            "  PRIMARY KEY (`version_num`)\n"
            ")");
}

TEST_F(VersionTableTest, IsCreatedWithoutAKeyWhenToldSo) {
  VersionTable bare(connection_, {database_.name(), "bare"}, VersionTable::PrimaryKey::no);
  bare.create();
  EXPECT_EQ(database_.run("SHOW INDEX FROM bare"), "");
}

TEST_F(VersionTableTest, GivesItsRowsInOrder) {
  table_.create();
  apply({insert("bbb"), insert("aaa")});
  EXPECT_EQ(table_.rows(), (Ids{"aaa", "bbb"}));
}

TEST_F(VersionTableTest, AppliesEditsInOrder) {
  table_.create();
  apply({insert("a"), update("a", "b"), insert("c"), remove("b")});
  EXPECT_EQ(table_.rows(), Ids{"c"});
}

TEST_F(VersionTableTest, RefusesAnEditOfARowThatIsNotThere) {
  table_.create();
  EXPECT_EQ(message_of([&] { apply({update("a", "b")}); }),
            "Online migration expected to match one row when updating 'a' to 'b' in "
            "'alembic_version'; 0 found\n"
            "hint: something else changed the version table meanwhile: see `dbmig current`");
  EXPECT_EQ(message_of([&] { apply({remove("a")}); }),
            "Online migration expected to match one row when deleting 'a' in 'alembic_version'; "
            "0 found\n"
            "hint: something else changed the version table meanwhile: see `dbmig current`");
}

TEST_F(VersionTableTest, AcceptsAnUpdateToTheSameId) {
  table_.create();
  apply({insert("a"), update("a", "a")});  // Matched rows count, not changed ones.
  EXPECT_EQ(table_.rows(), Ids{"a"});
}

TEST_F(VersionTableTest, IsFoundWhateverDatabaseAScriptWentTo) {
  table_.create();
  connection_.execute("USE mysql");
  apply({insert("a")});
  EXPECT_EQ(table_.rows(), Ids{"a"});
}

TEST_F(VersionTableTest, TakesIdsAsTheyAre) {
  table_.create();
  apply({insert("it's:x"), update("it's:x", "b\\%")});
  EXPECT_EQ(table_.rows(), Ids{"b\\%"});
}

TEST_F(VersionTableTest, RefusesANullRow) {
  database_.run("CREATE TABLE alembic_version (version_num VARCHAR(32))");
  database_.run("INSERT INTO alembic_version VALUES (NULL)");
  EXPECT_EQ(message_of([&] { table_.rows(); }),
            "`" + database_.name() +
                "`.`alembic_version` holds a row that is NULL\n"
                "hint: delete that row by hand; dbmig and Alembic never write one");
}

TEST_F(VersionTableTest, RefusesANameThatItsQueriesCannotCarry) {
  EXPECT_EQ(message_of([&] {
              VersionTable(connection_, {"a:b", "v"});
            }),
            "a version table cannot be kept in `a:b`.`v`: its name has a colon or an apostrophe\n"
            "hint: set version_table and version_table_schema to plainer names");
  EXPECT_EQ(code_of([&] { VersionTable(connection_, {"a", "v'"}); }), ErrorCode::config);
}

TEST_F(VersionTableTest, QuotesHostileNames) {
  VersionTable odd(connection_, {database_.name(), "my-`ver"});
  odd.create();
  const std::vector<RowEdit> edits = {insert("a")};
  odd.apply(edits);
  EXPECT_EQ(odd.rows(), Ids{"a"});
}

}  // namespace
}  // namespace dbmig

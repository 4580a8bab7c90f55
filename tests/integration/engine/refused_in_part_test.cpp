// Statements that the server refused though they had a part of their effect, and a run that died
// before it had recorded that.
#include <gtest/gtest.h>

#include "resume_fixture.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

class RefusedInPartTest : public ResumeFixture {
 protected:
  /// Makes the journal say that the run died at the statement that was refused in `sql`, its last.
  void die_behind_refused(const std::string& sql) {
    EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::statement);
    database_.run("UPDATE dbmig_journal SET state = 'running', error = ''");
  }
};

TEST_F(RefusedInPartTest, ADropOfWhatIsAbsentIsRefusedAgain) {
  database_.run("CREATE TABLE a (x INT)");
  die_behind_refused("DROP TABLE a, nothing;");
  EXPECT_EQ(code_of([&] { upgrade("DROP TABLE a, nothing;"); }), ErrorCode::statement);
  EXPECT_EQ(journal(), "0 failed , 1 failed drop");
  EXPECT_NO_THROW(upgrade("CREATE TABLE a (x INT);"));
}

TEST_F(RefusedInPartTest, ACreationOfAccountsOfWhichOneWasThereIsInDoubt) {
  const std::string sql =
      "CREATE USER " + database_.name() + "a@localhost, " + database_.name() + "b@localhost;";
  database_.run("CREATE USER " + database_.name() + "b@localhost");
  die_behind_refused(sql);
  EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::data);
  EXPECT_EQ(code_of([&] { upgrade(sql, Assume::not_done); }), ErrorCode::statement);
  database_.run("DROP USER " + database_.name() + "a@localhost, " + database_.name() +
                "b@localhost");
}

TEST_F(RefusedInPartTest, AnEventThatMayHaveRunAndDroppedItselfIsInDoubt) {
  const std::string sql =
      "CREATE EVENT once ON SCHEDULE AT CURRENT_TIMESTAMP DO INSERT INTO t VALUES (1);";
  upgrade(sql);
  die_at(1, ask("SELECT evidence FROM dbmig_journal WHERE number = 1"));
  database_.run("DROP EVENT IF EXISTS once");  // As the server does when it has run.
  EXPECT_EQ(code_of([&] { upgrade(sql); }), ErrorCode::data);
}

}  // namespace
}  // namespace dbmig

#include "scratch/private_server.h"

#include <gtest/gtest.h>

#include "support/test_server.h"

namespace dbmig {
namespace {

TEST(PrivateServer, AnswersQueriesAndLeavesNothing) {
  std::filesystem::path folder;
  {
    const PrivateServer server;
    folder = server.folder();
    TestSession session(server.connect_options("mysql"));
    EXPECT_EQ(session.run("SELECT CURRENT_USER(), @@skip_networking"), "root@localhost|1\n");
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST(TestDatabase, IsFreshAndUsable) {
  TestDatabase database;
  EXPECT_EQ(database.run("SHOW TABLES"), "");
  EXPECT_EQ(
      database.run("CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (NULL); SELECT * FROM t"),
      "1\nNULL\n");
}

}  // namespace
}  // namespace dbmig

#include "sql/written_table.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

std::string target(std::string_view statement) {
  const std::optional<ObjectName> table = written_table(statement, {});
  return table ? table->schema + "." + table->name : "";
}

TEST(WrittenTable, IsTheOneBehindTheWordsThatSayHow) {
  EXPECT_EQ(target("INSERT LOW_PRIORITY IGNORE INTO a.T VALUES (1)"), "a.T");
  EXPECT_EQ(target("DELETE LOW_PRIORITY QUICK IGNORE FROM t WHERE a = 1"), ".t");
  EXPECT_EQ(target("UPDATE LOW_PRIORITY IGNORE t SET a = 1"), ".t");
}

TEST(WrittenTable, MayHaveTheNameOfAWordThatSaysHowElsewhere) {
  EXPECT_EQ(target("INSERT quick VALUES (1)"), ".quick");
  EXPECT_EQ(target("REPLACE INTO quick VALUES (1)"), ".quick");
  EXPECT_EQ(target("UPDATE quick SET a = 1"), ".quick");
  EXPECT_EQ(target("DELETE FROM quick"), ".quick");
}

}  // namespace
}  // namespace dbmig

#include "dump/view_order.h"

#include <gtest/gtest.h>

#include "unit/dump/schema_text.h"

namespace dbmig {
namespace {

std::string order_of(const std::vector<std::pair<std::string, std::string>>& views) {
  std::vector<SchemaObject> objects;
  for (const auto& [name, select] : views)
    objects.push_back({SchemaObject::Kind::view, name, "CREATE VIEW `" + name + "` AS " + select,
                       StoredContext{}});
  std::string order;
  for (const SchemaObject& each : in_view_order(std::move(objects), "shop", mariadb()))
    order += each.name + " ";
  return order;
}

TEST(ViewOrder, AViewComesAfterThoseItReads) {
  EXPECT_EQ(order_of({{"a", "select `b`.`x` from (`t` join `b`)"},
                      {"b", "select `c`.`x` from `shop`.`c` where `c`.`x` in (select 1 from `d`)"},
                      {"c", "select 1"},
                      {"d", "select 2"}}),
            "c d b a ");
}

TEST(ViewOrder, WithoutDependenciesItIsTheNames) {
  EXPECT_EQ(order_of({{"b", "select 'a'"}, {"A", "select 1"}, {"a", "select `b`.`a` AS `b`"}}),
            "A a b ");
}

TEST(ViewOrder, ANameInAnotherDatabaseIsAnother) {
  EXPECT_EQ(order_of({{"a", "select 1 from `other`.`b`"}, {"b", "select 1"}}), "a b ");
}

TEST(ViewOrder, AliasesThatLookLikeACircleDoNotStopIt) {
  EXPECT_EQ(order_of({{"a", "select f(`b`)"}, {"b", "select f(`a`)"}}), "a b ");
}

TEST(ViewOrder, ALongChainTakesNoTime) {
  std::vector<std::pair<std::string, std::string>> views;
  for (int i = 0; i < 2000; ++i)
    views.emplace_back("v" + std::to_string(i), "select 1 from `v" + std::to_string(i + 1) + "`");
  EXPECT_TRUE(order_of(views).starts_with("v1999 v1998 "));
}

}  // namespace
}  // namespace dbmig

#include "config/database_list.h"

#include <gtest/gtest.h>

#include "support/message_of.h"

namespace dbmig {
namespace {

const ListTrees kBoth{{"shop", "log"}, {"shop", "log"}};
const ListTrees kShop{{"shop", "log"}, {"shop"}};

/// `tree database`, line by line.
std::string read(std::string_view text, const ListTrees& trees = kBoth) {
  std::string out;
  for (const ListedDatabase& each : parse_database_list("dbs", text, trees))
    out += each.tree + " " + each.database + "\n";
  return out;
}

TEST(DatabaseList, ALineIsATreeAndADatabase) {
  EXPECT_EQ(read("# tree database\n\n  shop\tshop_eu\r\nlog mysql://u@h/log\n"),
            "shop shop_eu\nlog mysql://u@h/log\n");
}

TEST(DatabaseList, TheOnlyTreeNeedNotBeNamed) {
  EXPECT_EQ(read("shop_eu\nlog log_eu\nshop shop_us", kShop), "shop shop_eu\nshop shop_us\n");
}

TEST(DatabaseList, AmongSeveralTreesEachLineNamesOne) {
  EXPECT_EQ(message_of([] { read("\nshop_eu\n"); }),
            "dbs:2: which tree is this for: shop or log?\n"
            "hint: write it before the database, or choose one with -n");
}

TEST(DatabaseList, AnUnknownTreeIsAnError) {
  EXPECT_EQ(message_of([] { read("shpo shop_eu\n"); }),
            "dbs:1: no section [shpo] in the configuration, did you mean \"shop\"?");
}

TEST(DatabaseList, WhatMayHoldAPasswordIsNotShown) {
  EXPECT_EQ(message_of([] { read("mysql://u:secret@h/d shop\n"); }),
            "dbs:1: the first of two words is a tree\nhint: write [TREE] DATABASE");
  EXPECT_EQ(message_of([] { read("shop mysql://u:secret@h/d # mine\n"); }),
            "dbs:1: more than a tree and a database\n"
            "hint: write [TREE] DATABASE; a comment has a line of its own");
}

TEST(DatabaseList, NothingIsListedTwice) {
  EXPECT_EQ(message_of([] { read("shop a\nlog a\nshop a\n"); }),
            "dbs:3: this database is listed twice");
}

TEST(DatabaseList, BytesThatAreNoTextAreRefused) {
  EXPECT_EQ(message_of([] { read("shop \xff\n"); }), "dbs:1: this line is not UTF-8");
}

TEST(Shard, AllShardsTogetherAreTheList) {
  const auto list = parse_database_list("dbs", "a\nb\nc\nd\ne", kShop);
  std::vector<std::string> names;
  for (std::size_t index : {0, 1, 2}) {
    for (const ListedDatabase& each : shard_of(list, {index, 3}))
      names.push_back(each.database);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a", "d", "b", "e", "c"}));
  EXPECT_TRUE(shard_of(list, {6, 7}).empty());
}

TEST(Shard, IsAnIndexBelowACount) {
  EXPECT_EQ(find_shard("2/8"), (Shard{2, 8}));
  for (const char* wrong : {"", "/", "2", "2/", "/8", "8/8", "0/0", "-1/8", "2/8x", " 2/8", "2//8",
                            "99999999999999999999/8"})
    EXPECT_EQ(find_shard(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace dbmig

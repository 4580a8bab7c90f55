#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/tree_status.h"

namespace dbmig {
namespace {

TreeStatus shop() {
  TreeStatus status;
  status.tree = "shop";
  status.address = "root@db:3306/shop";
  status.database = "shop";
  status.server.emplace();
  status.server->version = 101119;
  status.server->version_text = "10.11.19-MariaDB";
  status.server->hostname = "db";
  status.version_table = "alembic_version";
  status.has_version_table = true;
  status.current = {{"a1", {}, "users create table"}};
  status.heads = {{"a1", {}, "users create table"}};
  status.pending.emplace();
  return status;
}

std::string text(const TreeStatus& status) {
  return status_text(status, Palette::plain, PendingList::first_few);
}

void add_pending(TreeStatus& status, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    status.pending->push_back({"r" + std::to_string(i), {}, "t"});
}

TEST(StatusText, OfADatabaseAtHead) {
  EXPECT_EQ(text(shop()),
            "tree      shop\n"
            "database  root@db:3306/shop\n"
            "server    MariaDB 10.11.19 on db, read-write\n"
            "current   a1, users create table\n"
            "head      a1, users create table\n"
            "pending   none\n");
}

TEST(StatusText, SaysWhenNothingIsAppliedAndWhyThatIsKnown) {
  TreeStatus status = shop();
  status.current->clear();
  EXPECT_NE(text(status).find("current   base: nothing is applied\n"), std::string::npos);
  status.has_version_table = false;
  EXPECT_NE(
      text(status).find("current   base: nothing is applied, there is no table alembic_version\n"),
      std::string::npos);
}

TEST(StatusText, ListsSixPendingRevisionsWholeAndOfSevenFive) {
  TreeStatus status = shop();
  add_pending(status, 6);
  EXPECT_NE(text(status).find("pending   6 revisions\n          r0, t\n"), std::string::npos);
  EXPECT_TRUE(text(status).ends_with("          r5, t\n"));
  add_pending(status, 1);
  EXPECT_TRUE(
      text(status).ends_with("          r4, t\n          and 2 more; dbmig -v status lists all\n"));
}

TEST(StatusText, ListsEveryPendingRevisionWhenAsked) {
  TreeStatus status = shop();
  add_pending(status, 50);
  EXPECT_TRUE(
      status_text(status, Palette::plain, PendingList::all).ends_with("          r49, t\n"));
}

TEST(StatusText, AlignsEachLineOfAnError) {
  TreeStatus status = shop();
  status.pending.reset();
  status.errors.push_back(Error(ErrorCode::data, "wrong").with_hint("mend it"));
  EXPECT_TRUE(
      text(status).ends_with("pending   not known\nerror     wrong\n          hint: mend it\n"));
}

TEST(StatusText, ColoursOnlyWhatHasAStateAndOnlyWhenAsked) {
  TreeStatus status = shop();
  const std::string colored = status_text(status, Palette::colored, PendingList::all);
  EXPECT_TRUE(colored.ends_with("pending   \033[32mnone\033[0m\n"));
  EXPECT_EQ(text(status).find('\033'), std::string::npos);
}

TEST(StatusText, ShowsNoControlCharactersOfTitlesAndServers) {
  TreeStatus status = shop();
  status.heads->front().title = "x\033[2J";
  status.server->hostname = "\033]0;";
  EXPECT_EQ(text(status).find('\033'), std::string::npos);
}

TEST(StatusJson, SaysNullForWhatIsNotKnown) {
  TreeStatus status;
  status.tree = "shop";
  const nlohmann::json json = status_json(status);
  for (const char* key : {"address", "database", "server", "current", "heads", "pending"})
    EXPECT_TRUE(json[key].is_null()) << key;
  EXPECT_EQ(json["errors"], nlohmann::json::array());
}

}  // namespace
}  // namespace dbmig

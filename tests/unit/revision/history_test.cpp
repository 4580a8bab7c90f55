#include <gtest/gtest.h>

#include "base/error.h"
#include "revision/planner.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

constexpr std::string_view kChain = "a1; b1<-a1; c1<-b1; d1<-c1; k3333<-d1; f1<-k3333";
constexpr std::string_view kShop =
    "109e<-3cac; 1975; 27c6<-1975 label:shoppingcart; 29f8<-109e; 2a95<-29f8 dep:55af; "
    "3cac label:networking; 55af<-ae10; ae10<-1975; d747<-27c6";

std::string listed(std::string_view tree, std::string_view range, std::string_view rows = "") {
  const RevisionGraph history = graph(tree);
  try {
    return text(history, history_range(history, range, words(rows)));
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(History, IsNewestFirstOneBranchAfterTheOther) {
  EXPECT_EQ(listed(kShop, ":"), "2a95 29f8 109e 3cac d747 27c6 55af ae10 1975");
  const RevisionGraph tree = graph(kShop);
  EXPECT_EQ(text(tree, history(tree)), listed(kShop, ":"));
}

TEST(History, BothEndsAreIncluded) {
  EXPECT_EQ(listed(kChain, "b1:d1"), "d1 c1 b1");
  EXPECT_EQ(listed(kChain, "k3333:"), "f1 k3333");
  EXPECT_EQ(listed(kChain, ":b1"), "b1 a1");
}

TEST(History, StepsAtTheUpperEndAreCountedFromTheLowerOne) {
  EXPECT_EQ(listed(kChain, "current:+1", "d1"), "k3333 d1");
  EXPECT_EQ(listed(kChain, "d1:+9"), "f1 k3333 d1");
  EXPECT_EQ(listed(kChain, "d1:head-1"), "k3333 d1");
}

TEST(History, StepsAtTheLowerEndAreCountedFromTheHeads) {
  EXPECT_EQ(listed(kChain, "-2:current", "d1"), "d1");
  EXPECT_EQ(listed(kChain, "-1:"), "f1 k3333");
  EXPECT_EQ(listed(kChain, "-1:d1"),
            "Requested range -1:d1 does not refer to ancestor/descendant revisions along the same "
            "branch");
  EXPECT_EQ(listed(kChain, "-9:c1"), "c1 b1 a1");
  EXPECT_EQ(listed(kChain, "-9:"), "Relative revision -9 didn't produce 9 migrations");
}

TEST(History, ALowerEndLeavesDependenciesOut) {
  EXPECT_EQ(listed(kShop, ":networking@head"), "2a95 29f8 109e 3cac 55af ae10 1975");
  EXPECT_EQ(listed(kShop, "3cac:2a95"), "2a95 29f8 109e 3cac");
  EXPECT_EQ(listed(kShop, "networking@base:"), "2a95 29f8 109e 3cac 55af ae10 1975");
}

TEST(History, EndsMustBeOnOneLine) {
  EXPECT_EQ(listed(kShop, "27c6:ae10"),
            "Requested range 27c6:ae10 does not refer to ancestor/descendant revisions along the "
            "same branch");
  EXPECT_EQ(listed(kShop, "a1"), "History range requires [start]:[end], [start]:, or :[end]");
  EXPECT_EQ(listed(kShop, "current:current"), "Can't locate revision identified by 'current'");
}

TEST(History, CurrentWithoutRowsIsNoLimit) {
  EXPECT_EQ(listed(kChain, ":current"), listed(kChain, ":"));
  EXPECT_EQ(listed(kChain, "current:"), listed(kChain, ":"));
}

TEST(History, ListsWhatOnlyADependencyLeadsTo) {
  EXPECT_EQ(listed("a1; b1<-a1; x1 dep:b1; c1<-a1; d1<-c1 dep:x1", "a1:d1"), "d1 c1 b1 a1");
}

TEST(Current, ShowsWhatIsAppliedAsADependencyToo) {
  const RevisionGraph tree = graph(kShop);
  EXPECT_EQ(text(tree, current_tips(tree, words("2a95"))), "2a95 55af");
  EXPECT_EQ(text(tree, current_tips(tree, words("2a95 d747"))), "2a95 55af d747");
  EXPECT_EQ(text(tree, current_tips(tree, {})), "");
}

TEST(Current, AppliedIsEverythingBelowTheRows) {
  const RevisionGraph tree = graph(kShop);
  EXPECT_EQ(text(tree, applied_revisions(tree, words("55af"))), "1975 55af ae10");
  EXPECT_EQ(unknown_rows(tree, words("55af dead")), std::vector<RevisionId>{"dead"});
}

}  // namespace
}  // namespace dbmig

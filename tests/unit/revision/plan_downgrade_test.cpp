#include <gtest/gtest.h>

#include "base/error.h"
#include "revision/planner.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

constexpr std::string_view kLinear = "a1; b1<-a1; c1<-b1";
constexpr std::string_view kBranches = "1975; 27c6<-1975 label:shoppingcart; ae10<-1975";
constexpr std::string_view kMerged =
    "1975; 27c6<-1975 label:shoppingcart; 53ff<-ae10,27c6; ae10<-1975";
constexpr std::string_view kShop =
    "1975; 27c6<-1975 label:shoppingcart; d747<-27c6; ae10<-1975; 55af<-ae10; "
    "3cac label:networking; 109e<-3cac; 29f8<-109e; 2a95<-29f8 dep:55af";

std::string down(std::string_view tree, std::string_view rows, std::string_view target) {
  try {
    return text(plan_downgrade(graph(tree), words(rows), target));
  } catch (const Error& error) {
    return error.what();
  }
}

std::string rows_at(std::string_view tree, std::string_view rows, std::string_view target) {
  const RevisionGraph history = graph(tree);
  std::string result;
  for (const RevisionId& row :
       rows_after(words(rows), plan_downgrade(history, words(rows), target)))
    result += (result.empty() ? "" : " ") + row;
  return result;
}

TEST(PlanDowngrade, GoesDownByStepsOrToARevision) {
  EXPECT_EQ(down(kLinear, "c1", "-1"), "down c1: c1->b1");
  EXPECT_EQ(down(kLinear, "c1", "a1"), "down c1: c1->b1; down b1: b1->a1");
  EXPECT_EQ(down(kLinear, "a1", "base"), "down a1: -a1");
  EXPECT_EQ(down(kLinear, "c1", "-3"), "down c1: c1->b1; down b1: b1->a1; down a1: -a1");
}

TEST(PlanDowngrade, ToWhereTheDatabaseIsNeedsNothing) {
  EXPECT_EQ(down(kLinear, "b1", "b1"), "");
  EXPECT_EQ(down(kLinear, "", "base"), "");
  EXPECT_EQ(down(kLinear, "b1", "c1-1"), "");
}

TEST(PlanDowngrade, RefusesMoreStepsThanThereAre) {
  EXPECT_EQ(down(kLinear, "b1", "-9"), "Relative revision -9 didn't produce 9 migrations");
  EXPECT_EQ(down(kLinear, "", "-1"), "Relative revision -1 didn't produce 1 migrations");
  EXPECT_EQ(down(kLinear, "b1", "+1"), "Relative revision +1 didn't produce 1 migrations");
  EXPECT_EQ(down(kLinear, "c1", "head-9"), "Walked too far: the history has only 3 of 9 steps");
}

TEST(PlanDowngrade, RefusesATargetThatIsNotBelowTheRows) {
  EXPECT_EQ(down(kLinear, "b1", "c1"),
            "Destination c1 is not a valid downgrade target from current head(s)");
  EXPECT_EQ(down(kBranches, "27c6", "ae10"),
            "Destination ae10 is not a valid downgrade target from current head(s)");
  EXPECT_EQ(down(kShop, "2a95", "55af"),
            "Destination 55af is not a valid downgrade target from current head(s)");
}

TEST(PlanDowngrade, ASharedRootTakesBothBranchesWithIt) {
  EXPECT_EQ(down(kBranches, "27c6 ae10", "1975"), "down 27c6: -27c6; down ae10: ae10->1975");
  EXPECT_EQ(down(kBranches, "27c6 ae10", "27c6-1"), "down 27c6: -27c6; down ae10: ae10->1975");
  EXPECT_EQ(rows_at(kBranches, "27c6 ae10", "shoppingcart@base"), "");
}

TEST(PlanDowngrade, ABranchLimitsItToThatBranch) {
  EXPECT_EQ(down(kBranches, "27c6 ae10", "shoppingcart@1975"), "down 27c6: -27c6");
  EXPECT_EQ(down(kBranches, "27c6 ae10", "shoppingcart@-1"), "down 27c6: -27c6");
  EXPECT_EQ(rows_at(kShop, "55af d747", "networking@base"), "55af d747");
  EXPECT_EQ(down(kShop, "2a95 d747", "networking@1975"),
            "Not a valid downgrade target from current heads");
}

TEST(PlanDowngrade, AcrossAMergeRestoresBothBranches) {
  EXPECT_EQ(down(kMerged, "53ff", "1975"),
            "down 53ff: +ae10 53ff->27c6; down ae10: -ae10; down 27c6: 27c6->1975");
  EXPECT_EQ(down(kMerged, "53ff", "-1"),
            "Ambiguous walk: 53ff merges several revisions\n  ae10\n  27c6 (shoppingcart)");
}

TEST(PlanDowngrade, ADependencyGetsItsRowBack) {
  EXPECT_EQ(down(kShop, "2a95", "29f8"), "down 2a95: +29f8 2a95->55af");
  EXPECT_EQ(rows_at(kShop, "2a95", "ae10"), "29f8 ae10");
  EXPECT_EQ(rows_at(kShop, "2a95 d747", "1975"), "1975 29f8");
}

TEST(PlanDowngrade, StepsWithSeveralRowsGoByTheFirstAndAreWarnedOf) {
  EXPECT_EQ(down(kBranches, "ae10 27c6", "-1"), "down 27c6: -27c6");
  EXPECT_EQ(downgrade_warning(graph(kBranches), words("ae10 27c6"), "-1"),
            "downgrade -1 from multiple heads is ambiguous; it goes by 27c6, the first of 2 rows; "
            "name the branch to choose: BRANCH@-1");
  EXPECT_EQ(downgrade_warning(graph(kBranches), words("ae10"), "-1"), std::nullopt);
  EXPECT_EQ(downgrade_warning(graph(kBranches), words("ae10 27c6"), "base"), std::nullopt);
}

TEST(PlanDowngrade, ABranchWithNothingAppliedIsAMessage) {
  EXPECT_EQ(down(kShop, "ae10", "networking@-1"),
            "Relative revision -1 didn't produce 1 migrations: nothing of branch 'networking' is "
            "applied");
}

TEST(PlanDowngrade, AHeadIsATargetOnlyWhereItIsARow) {
  EXPECT_EQ(down(kLinear, "b1", "head"),
            "Destination head is not a valid downgrade target from current head(s)");
  EXPECT_EQ(down(kLinear, "c1", "head"), "");
}

// A parent that another parent needs anyway never was a row, and does not become one.
TEST(PlanDowngrade, ARedundantParentGetsNoRow) {
  constexpr std::string_view tree = "a1; b1<-a1; c1; m1<-a1,b1,c1; z1";
  EXPECT_EQ(text(plan_upgrade(graph(tree), words("b1 c1"), "m1")), "up m1: -b1 c1->m1");
  EXPECT_EQ(rows_at(tree, "m1 z1", "b1"), "b1 c1 z1");
}

TEST(PlanRange, GivesTheRowsInTheArgument) {
  EXPECT_EQ(text(plan_upgrade_range(graph(kLinear), "a1:head")), "up b1: a1->b1; up c1: b1->c1");
  EXPECT_EQ(text(plan_upgrade_range(graph(kLinear), "base:a1")), "up a1: +a1");
  EXPECT_EQ(text(plan_upgrade_range(graph(kLinear), "a1")), "up a1: +a1");
  EXPECT_EQ(text(plan_downgrade_range(graph(kLinear), "c1:b1")), "down c1: c1->b1");
  EXPECT_THROW(plan_downgrade_range(graph(kLinear), "b1"), Error);
  EXPECT_THROW(plan_upgrade_range(graph(kLinear), ":b1"), Error);
  EXPECT_THROW(plan_upgrade_range(graph(kLinear), "a1:"), Error);
}

}  // namespace
}  // namespace dbmig

#include <gtest/gtest.h>

#include "base/error.h"
#include "revision/planner.h"
#include "support/graph_text.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

constexpr std::string_view kLinear = "a1; b1<-a1; c1<-b1";
constexpr std::string_view kBranches = "1975; 27c6<-1975 label:shoppingcart; ae10<-1975";
constexpr std::string_view kMerged =
    "1975; 27c6<-1975 label:shoppingcart; 53ff<-ae10,27c6; ae10<-1975";
constexpr std::string_view kShop =
    "1975; 27c6<-1975 label:shoppingcart; d747<-27c6; ae10<-1975; 55af<-ae10; "
    "3cac label:networking; 109e<-3cac; 29f8<-109e; 2a95<-29f8 dep:55af";

std::string up(std::string_view tree, std::string_view rows, std::string_view target) {
  return text(plan_upgrade(graph(tree), words(rows), target));
}

std::string refusal(std::string_view tree, std::string_view rows, std::string_view target) {
  try {
    return up(tree, rows, target);
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(PlanUpgrade, TakesEveryStepToTheHead) {
  EXPECT_EQ(up(kLinear, "", "head"), "up a1: +a1; up b1: a1->b1; up c1: b1->c1");
  EXPECT_EQ(up(kLinear, "b1", "head"), "up c1: b1->c1");
  EXPECT_EQ(up(kLinear, "c1", "head"), "");
}

TEST(PlanUpgrade, LeavesWhatIsAppliedAlone) {
  EXPECT_EQ(up(kLinear, "b1", "a1"), "");
  EXPECT_EQ(up(kLinear, "b1", "base"), "");
}

TEST(PlanUpgrade, TheLogLineShowsParentsButNoDependencies) {
  const RevisionGraph tree = graph("a1; b1; c1<-a1 dep:b1");
  const std::vector<RevisionId> rows{"a1", "b1"};
  const Plan plan = plan_upgrade(tree, rows, "c1");
  EXPECT_EQ(plan.at(0).from, std::vector<RevisionId>{"a1"});
  EXPECT_EQ(plan.at(0).to, std::vector<RevisionId>{"c1"});
}

TEST(PlanUpgrade, ABranchGetsARowOfItsOwnAndAMergeTakesItBack) {
  EXPECT_EQ(up(kMerged, "", "head"),
            "up 1975: +1975; up 27c6: 1975->27c6; up ae10: +ae10; up 53ff: -ae10 27c6->53ff");
}

TEST(PlanUpgrade, TheBranchLoadedFirstRunsLast) {
  EXPECT_EQ(up(kBranches, "", "heads"), "up 1975: +1975; up ae10: 1975->ae10; up 27c6: +27c6");
}

TEST(PlanUpgrade, ADependencyIsAppliedFirstAndItsRowIsTakenOver) {
  EXPECT_EQ(up(kShop, "29f8 55af", "networking@head"), "up 2a95: -29f8 55af->2a95");
  EXPECT_EQ(up("a1; b1 dep:a1", "a1", "b1"), "up b1: a1->b1");
}

TEST(PlanUpgrade, SeveralHeadsNeedAWordOnWhich) {
  EXPECT_EQ(refusal("a1; b1<-a1 msg:left; c1<-a1", "", "head"),
            "Multiple head revisions are present for given argument 'head'; please specify a "
            "specific target revision, '<branchname>@head' to narrow to a specific head, or "
            "'heads' for all heads\n  b1  left\n  c1");
}

TEST(PlanUpgrade, ARowThatNoFileKnowsIsRefused) {
  EXPECT_EQ(refusal(kLinear, "dead", "head"),
            "Can't locate revision identified by 'dead': the version table holds it, but no "
            "revision file has that id");
}

TEST(PlanUpgrade, RowsThatOverlapAreRefused) {
  EXPECT_EQ(message_of([] { up(kLinear, "a1 b1", "head"); }),
            "Requested revision b1 overlaps with other requested revisions a1\n"
            "hint: the version table holds a revision and one that it builds on: say where the "
            "database stands with stamp --purge REVISION");
}

TEST(PlanUpgrade, StepsAreCountedFromTheOnlyRow) {
  EXPECT_EQ(up(kLinear, "", "+1"), "up a1: +a1");
  EXPECT_EQ(up(kLinear, "a1", "+2"), "up b1: a1->b1; up c1: b1->c1");
  EXPECT_EQ(refusal(kLinear, "a1", "+3"), "Relative revision +3 didn't produce 3 migrations");
  EXPECT_EQ(refusal(kLinear, "b1", "-1"), "Relative revision -1 didn't produce 1 migrations");
  EXPECT_EQ(refusal(kLinear, "b1", "+0"), "Relative revision 0 didn't produce 0 migrations");
  EXPECT_EQ(refusal(kBranches, "27c6 ae10", "+1"),
            "Ambiguous upgrade from multiple current revisions");
  EXPECT_EQ(refusal(kBranches, "1975", "+1"),
            "Ambiguous walk: 1975 is followed by several revisions\n  27c6 (shoppingcart)\n  ae10");
}

}  // namespace
}  // namespace dbmig

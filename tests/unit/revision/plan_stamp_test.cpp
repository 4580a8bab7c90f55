#include <gtest/gtest.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/planner.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

constexpr std::string_view kShop =
    "1975; 27c6<-1975 label:shoppingcart; d747<-27c6; ae10<-1975; 55af<-ae10; "
    "3cac label:networking; 109e<-3cac; 29f8<-109e; 2a95<-29f8 dep:55af";
constexpr std::string_view kBranches = "1975; 27c6<-1975 label:shoppingcart; ae10<-1975";

std::string stamp(std::string_view tree, std::string_view rows, std::string_view targets,
                  Purge purge = Purge::no) {
  try {
    return text(plan_stamp(graph(tree), words(rows), words(targets), purge));
  } catch (const Error& error) {
    return error.what();
  }
}

std::string rows_at(std::string_view tree, std::string_view rows, std::string_view targets) {
  const Plan plan = plan_stamp(graph(tree), words(rows), words(targets), Purge::no);
  return join(rows_after(words(rows), plan), " ");
}

TEST(PlanStamp, MovesTheRowsThatShareALineage) {
  EXPECT_EQ(rows_at(kShop, "", "heads"), "2a95 d747");
  EXPECT_EQ(rows_at(kBranches, "1975", "27c6 ae10"), "27c6 ae10");
  EXPECT_EQ(rows_at(kBranches, "27c6 ae10", "27c6"), "27c6 ae10");
  EXPECT_EQ(rows_at(kBranches, "27c6", "ae10"), "27c6 ae10");
  EXPECT_EQ(rows_at(kBranches, "27c6 ae10", "1975"), "1975");
  EXPECT_EQ(rows_at(kShop, "2a95", "55af"), "55af");
  EXPECT_EQ(rows_at(kShop, "2a95 d747", "1975"), "1975");
}

TEST(PlanStamp, ToBaseTakesTheRowsOfTheBranchAway) {
  EXPECT_EQ(rows_at(kBranches, "27c6 ae10", "shoppingcart@base"), "ae10");
  EXPECT_EQ(stamp(kBranches, "27c6 ae10", "base"), "stamp 27c6->: -27c6; stamp ae10->: -ae10");
  EXPECT_EQ(rows_at("a1; a2<-a1; b1 label:B; b2<-b1 dep:a2", "b2", "B@base"), "");
}

TEST(PlanStamp, OneStepTakesSeveralRowsToOne) {
  EXPECT_EQ(stamp(kBranches, "27c6 ae10", "1975"), "stamp 27c6,ae10->1975: -27c6 ae10->1975");
}

TEST(PlanStamp, RefusesARevisionTogetherWithOneItBuildsOn) {
  EXPECT_EQ(stamp(kShop, "1975", "27c6 d747"),
            "Requested revision d747 overlaps with other requested revisions 27c6");
  EXPECT_EQ(stamp(kShop, "", "55af 2a95"),
            "Requested revision 2a95 overlaps with other requested revisions 55af");
}

TEST(PlanStamp, TheSameTargetTwiceIsOneTarget) {
  EXPECT_EQ(stamp(kBranches, "", "27c6 shoppingcart"), "stamp ->27c6: +27c6");
}

TEST(PlanStamp, ATargetThatIsARowStaysWhenAnotherMoves) {
  EXPECT_EQ(rows_at("a1; a2<-a1; b1", "a1 b1", "a2 b1"), "a2 b1");
}

TEST(PlanStamp, SeveralHeadsHaveTheirOwnMessage) {
  EXPECT_EQ(stamp(kBranches, "", "head"),
            "Multiple heads are present; please specify a single target revision\n"
            "  27c6 (shoppingcart)\n  ae10");
  EXPECT_EQ(stamp(kBranches, "", "shoppingcart@head"), "stamp ->27c6: +27c6");
}

TEST(PlanStamp, StepsAreNoPlaceToStamp) {
  EXPECT_EQ(stamp(kBranches, "27c6", "-1"), "Can't locate revision identified by '-1'");
}

TEST(PlanStamp, OnlyAPurgeGoesPastAnUnknownRow) {
  EXPECT_EQ(stamp(kBranches, "dead", "27c6"),
            "Can't locate revision identified by 'dead': the version table holds it, but no "
            "revision file has that id");
  EXPECT_EQ(stamp(kBranches, "dead", "27c6", Purge::yes), "stamp ->27c6: -dead +27c6");
  EXPECT_EQ(stamp(kBranches, "27c6 dead", "base", Purge::yes), "stamp 27c6,dead->: -27c6 -dead");
}

TEST(PlanStamp, ATypoStopsAPurgeBeforeAnythingIsGone) {
  EXPECT_EQ(stamp(kBranches, "27c6", "nope", Purge::yes),
            "Can't locate revision identified by 'nope'");
}

TEST(PlanStampRange, StartsFromTheRevisionInTheArgument) {
  EXPECT_EQ(text(plan_stamp_range(graph(kBranches), words("1975:27c6"))),
            "stamp 1975->27c6: 1975->27c6");
  EXPECT_EQ(text(plan_stamp_range(graph(kBranches), words("heads"))),
            "stamp ->27c6: +27c6; stamp ->ae10: +ae10");
  EXPECT_THROW(plan_stamp_range(graph(kBranches), words("1975:27c6 base:ae10")), Error);
}

}  // namespace
}  // namespace dbmig

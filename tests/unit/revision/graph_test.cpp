#include "revision/graph.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/text.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

std::string problems(std::string_view text) {
  try {
    graph(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::data);
    return error.what();
  }
  return "none";
}

std::string labels(const RevisionGraph& graph, std::string_view id) {
  return join(graph.labels(*graph.find(id)), ",");
}

// The account, shopping cart and networking branches of Alembic's manual, in file order.
constexpr std::string_view kShop =
    "1975; 27c6<-1975 label:shoppingcart; d747<-27c6; ae10<-1975; 55af<-ae10; "
    "3cac label:networking; 109e<-3cac; 29f8<-109e; 2a95<-29f8 dep:55af";

TEST(RevisionGraph, HeadsAreInLoadOrder) {
  const RevisionGraph tree = graph("c1<-a1; b1<-a1; a1");
  EXPECT_EQ(text(tree, tree.heads()), "c1 b1");
  EXPECT_EQ(text(tree, tree.bases()), "a1");
}

TEST(RevisionGraph, AHeadThatSomethingDependsOnIsNotARealHead) {
  const RevisionGraph tree = graph(kShop);
  EXPECT_EQ(text(tree, tree.heads()), "d747 55af 2a95");
  EXPECT_EQ(text(tree, tree.real_heads()), "d747 2a95");
  EXPECT_EQ(text(tree, tree.effective_heads()), "55af");
}

TEST(RevisionGraph, ABranchPointHasTwoChildrenByDownRevision) {
  const RevisionGraph tree = graph("a1; b1<-a1; c1<-a1; m1<-b1,c1; x1 dep:b1");
  EXPECT_EQ(text(tree, tree.branch_points()), "a1");
  EXPECT_EQ(text(tree, tree.merge_points()), "m1");
}

TEST(RevisionGraph, FindsIdsAndLabelsExactly) {
  const RevisionGraph tree = graph("a1 label:shop; b1<-a1");
  EXPECT_EQ(tree.find("a1"), Node{0});
  EXPECT_EQ(tree.find("shop"), std::nullopt);
  EXPECT_EQ(tree.find_name("shop"), Node{0});
  EXPECT_EQ(tree.find_name("sho"), std::nullopt);
}

TEST(RevisionGraph, ADependencyNamedByLabelIsTheDeclaringRevision) {
  const RevisionGraph tree = graph("a1 label:shop; b1<-a1; c1 dep:shop");
  EXPECT_EQ(text(tree, {tree.dependencies(2).begin(), tree.dependencies(2).end()}), "a1");
}

TEST(RevisionGraph, NeedsLeaveOutADependencyThatAnAncestorLists) {
  const RevisionGraph tree = graph("a1; x1; b1<-a1 dep:x1; c1<-b1 dep:x1; d1<-c1 dep:x1,a1");
  EXPECT_EQ(text(tree, {tree.needs(2).begin(), tree.needs(2).end()}), "a1 x1");
  EXPECT_EQ(text(tree, {tree.needs(3).begin(), tree.needs(3).end()}), "b1");
  // That a1 is an ancestor itself does not matter: nobody lists it as a dependency.
  EXPECT_EQ(text(tree, {tree.needs(4).begin(), tree.needs(4).end()}), "c1 a1");
}

TEST(RevisionGraph, LineageIsAncestorsAndDescendants) {
  const RevisionGraph tree = graph(kShop);
  const std::vector<Node> shop{*tree.find("ae10")};
  EXPECT_EQ(text(tree, tree.lineage(shop, Follow::down_revisions).nodes()), "1975 ae10 55af");
  EXPECT_EQ(text(tree, tree.lineage(shop, Follow::dependencies).nodes()), "1975 ae10 55af 2a95");
}

TEST(Labels, ApplyToTheWholeLineWhenNothingBranches) {
  const RevisionGraph tree = graph("a1; b1<-a1 label:x; c1<-b1");
  EXPECT_EQ(labels(tree, "a1"), "x");
  EXPECT_EQ(labels(tree, "c1"), "x");
}

TEST(Labels, ReachDownToTheBranchPointOnly) {
  const RevisionGraph tree = graph("a1; b1<-a1; b2<-b1 label:x; c1<-a1 label:y");
  EXPECT_EQ(labels(tree, "a1"), "");
  EXPECT_EQ(labels(tree, "b1"), "x");
  EXPECT_EQ(labels(tree, "c1"), "y");
}

TEST(Labels, ABranchOrMergeAboveKeepsThemFromWhatIsBelow) {
  const RevisionGraph branched = graph("a1; b1<-a1 label:x; c1<-b1; d1<-b1");
  EXPECT_EQ(labels(branched, "a1"), "");
  EXPECT_EQ(labels(branched, "d1"), "x");
  const RevisionGraph merged = graph("a1; b1<-a1 label:x; c1; m1<-b1,c1");
  EXPECT_EQ(labels(merged, "a1"), "");
  EXPECT_EQ(labels(merged, "m1"), "x");
  EXPECT_EQ(labels(merged, "c1"), "");
}

TEST(Labels, ADependentCountsAsABranch) {
  const RevisionGraph tree = graph("a1; b1<-a1; c1<-b1 label:x; z1 dep:b1");
  EXPECT_EQ(labels(tree, "b1"), "");
  EXPECT_EQ(labels(tree, "c1"), "x");
}

TEST(Labels, OfSeveralRevisionsAreInLoadOrder) {
  const RevisionGraph tree = graph("b1<-a1 label:y,x; a1 label:z; c1<-b1");
  EXPECT_EQ(labels(tree, "c1"), "y,x,z");
}

TEST(Problems, NamesEveryOne) {
  EXPECT_EQ(problems("a1; a1; b1<-nope; c1 dep:away; d1<-d1; e1 dep:e1"),
            "Revision a1 is present more than once\n"
            "Revision nope referenced from b1 is not present\n"
            "Revision away referenced from c1 is not present\n"
            "Self-loop is detected in revisions (d1)\n"
            "Dependency self-loop is detected in revisions (e1)");
}

TEST(Problems, AMissingParentComesWithTheNearestId) {
  EXPECT_EQ(problems("abcd1234; b1<-abdc1234"),
            "Revision abdc1234 referenced from b1 is not present, did you mean \"abcd1234\"?");
  EXPECT_EQ(problems("a1 label:shop; b1<-shop"),
            "Revision shop referenced from b1 is not present (it is a branch label of revision "
            "a1)");
}

TEST(Problems, CyclesNameTheirMembers) {
  EXPECT_EQ(problems("a1; b1<-c1; c1<-b1; d1<-c1; e1<-a1"),
            "Cycle is detected in revisions (b1, c1)");
  EXPECT_EQ(problems("a1 dep:b1; b1 dep:a1"), "Dependency cycle is detected in revisions (a1, b1)");
  EXPECT_EQ(problems("a1<-z1; z1<-a1; c1 dep:d1; d1<-c1"),
            "Cycle is detected in revisions (a1, z1)\n"
            "Dependency cycle is detected in revisions (c1, d1)");
}

TEST(Problems, ALabelIsUsedOnceAndIsNoId) {
  EXPECT_EQ(problems("a1 label:x; b1<-a1 label:x"),
            "Branch name 'x' in revision b1 already used by revision a1");
  EXPECT_EQ(problems("a1 label:b1; b1<-a1"),
            "Branch name 'b1' in revision a1 already used by revision b1");
}

TEST(Problems, IdsHaveNoSignsAndFitTheVersionTable) {
  EXPECT_EQ(problems("a-1+b"), "Character(s) '+, -' not allowed in revision identifier 'a-1+b'");
  const std::string longest(32, 'a');
  EXPECT_EQ(problems(longest), "none");
  EXPECT_EQ(problems(longest + "b"),
            "Revision identifier '" + longest + "b' has 33 characters; the version table holds 32");
  EXPECT_EQ(RevisionGraph(revisions(longest + "b"), HistoryLimits{64}).size(), 1U);
}

TEST(Problems, SayWhichRevisionsTheyAreAbout) {
  const auto list = history_problems(revisions("a1; b1<-c1; c1<-b1; x1<-nope"));
  ASSERT_EQ(list.size(), 1U);  // Cycles are looked for once every reference leads somewhere.
  EXPECT_EQ(list[0].kind, HistoryProblem::Kind::missing_parent);
  EXPECT_EQ(list[0].revisions, std::vector<Node>{3});
  const auto cycle = history_problems(revisions("a1; b1<-c1; c1<-b1"));
  EXPECT_EQ(cycle.at(0).revisions, (std::vector<Node>{1, 2}));
}

TEST(Problems, AParentIsNamedOnce) {
  EXPECT_EQ(problems("a1; b1<-a1,a1"), "Revision b1 names a1 more than once as its down_revision");
}

TEST(RevisionGraph, ALongChainNeedsNoStack) {
  std::vector<Revision> chain(20'000);
  for (std::size_t i = 0; i < chain.size(); ++i) {
    chain[i].id = std::to_string(i);
    if (i > 0) chain[i].down_revisions = {chain[i - 1].id};
  }
  chain[0].down_revisions = {chain.back().id};
  EXPECT_EQ(history_problems(chain).size(), 1U);
  chain[0].down_revisions.clear();
  EXPECT_EQ(RevisionGraph(std::move(chain)).heads(), std::vector<Node>{19'999});
}

}  // namespace
}  // namespace dbmig

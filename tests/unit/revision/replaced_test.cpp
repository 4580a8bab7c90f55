#include "revision/replaced.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/planner.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

// r1 stands for a1, b1 and x1; c1 was written for the old history.
constexpr std::string_view kWithOldFiles = "a1; b1<-a1; x1<-b1; r1 rep:x1; c1<-x1; d1<-c1";
constexpr std::string_view kWithoutOldFiles = "r1 rep:x1; c1<-x1; d1<-c1";

std::string up(std::string_view tree, std::string_view rows, std::string_view target = "head") {
  try {
    return text(plan_upgrade(graph(tree), words(rows), target));
  } catch (const Error& error) {
    return error.what();
  }
}

std::string down(std::string_view tree, std::string_view rows, std::string_view target) {
  return text(plan_downgrade(graph(tree), words(rows), target));
}

std::string problems(std::string_view tree) {
  std::vector<std::string> messages;
  for (const HistoryProblem& problem : history_problems(revisions(tree)))
    messages.push_back(problem.message);
  return join(messages, "\n");
}

TEST(Replaces, AnEmptyDatabaseGoesByTheNewRevision) {
  EXPECT_EQ(up(kWithOldFiles, ""), "up r1: +r1; up c1: r1->c1; up d1: c1->d1");
  EXPECT_EQ(up(kWithoutOldFiles, ""), up(kWithOldFiles, ""));
}

TEST(Replaces, TheOldRowIsThereUntilAStepMovesIt) {
  EXPECT_EQ(up(kWithOldFiles, "x1", "r1"), "");
  EXPECT_EQ(up(kWithoutOldFiles, "x1", "x1"), "");
  EXPECT_EQ(up(kWithOldFiles, "x1"), "up c1: x1->c1; up d1: c1->d1");
  EXPECT_EQ(up(kWithoutOldFiles, "x1"), "up c1: x1->c1; up d1: c1->d1");
}

TEST(Replaces, ADatabaseOnTheWayGoesOnByTheOldFiles) {
  EXPECT_EQ(up(kWithOldFiles, "a1"), "up b1: a1->b1; up x1: b1->x1; up c1: x1->c1; up d1: c1->d1");
  EXPECT_EQ(up(kWithOldFiles, "a1", "r1"), "up b1: a1->b1; up x1: b1->x1");
  EXPECT_EQ(down(kWithOldFiles, "b1", "base"), "down b1: b1->a1; down a1: -a1");
}

TEST(Replaces, ARowWhoseOldFilesAreGoneIsRefused) {
  EXPECT_EQ(up(kWithoutOldFiles, "a1"),
            "Can't locate revision identified by 'a1': the version table holds it, but no revision "
            "file has that id");
}

TEST(Replaces, DowngradesGoBackTheWayThatTheFilesAllow) {
  EXPECT_EQ(down(kWithoutOldFiles, "c1", "r1"), "down c1: c1->r1");
  EXPECT_EQ(down(kWithoutOldFiles, "x1", "base"), "down r1: -x1");
  EXPECT_EQ(down(kWithOldFiles, "x1", "base"), "down x1: x1->b1; down b1: b1->a1; down a1: -a1");
}

TEST(Replaces, OldFilesMakeNoSecondHead) {
  const RevisionGraph tree = graph(kWithOldFiles);
  EXPECT_EQ(text(tree, tree.heads()), "d1");
  EXPECT_EQ(text(tree, history(tree)), "d1 c1 r1");
  const RevisionGraph alone = graph("a1; x1<-a1; r1 rep:x1");
  EXPECT_EQ(text(alone, alone.heads()), "r1");
  const RevisionGraph all = alone.whole();
  EXPECT_EQ(text(all, all.heads()), "r1");
  EXPECT_EQ(text(all, history(all)), "r1 x1 a1");
}

TEST(Replaces, AnIdOfTheOldHistoryIsNamedAsSuch) {
  EXPECT_EQ(up(kWithOldFiles, "", "b1"),
            "Can't locate revision identified by 'b1': it is part of the history that r1 replaces");
}

TEST(Replaces, ASideLineOfTheOldHistoryFollowsTheNewRevision) {
  EXPECT_EQ(up("a1; x1<-a1; s1<-a1 label:side; r1 rep:x1", "", "side@head"),
            "up r1: +r1; up s1: r1->s1");
}

TEST(Replaces, WhatTheNewRevisionBuildsOnStays) {
  constexpr std::string_view tree = "a1; b1<-a1; x1<-b1; r1<-a1 rep:x1; c1<-x1";
  EXPECT_EQ(up(tree, ""), "up a1: +a1; up r1: a1->r1; up c1: r1->c1");
  EXPECT_EQ(up(tree, "a1"), "up r1: a1->r1; up c1: r1->c1");
  EXPECT_EQ(up(tree, "b1"), "up x1: b1->x1; up c1: x1->c1");
}

// A tree that follows a foreign one: r1 is the end of its own line, and stands for x1.
constexpr std::string_view kFollowing =
    "q1; q2<-q1; r1<-q2 rep:x1; a1; b1<-a1; x1<-b1; c1<-x1; d1<-c1";

TEST(Replaces, AnEmptyDatabaseGoesByTheOwnLineOfTheNewRevision) {
  EXPECT_EQ(up(kFollowing, ""),
            "up q1: +q1; up q2: q1->q2; up r1: q2->r1; up c1: r1->c1; up d1: c1->d1");
  EXPECT_EQ(up(kFollowing, "q1", "r1"), "up q2: q1->q2; up r1: q2->r1");
}

TEST(Replaces, WhoeverComesByTheOldFilesHasWhatTheOwnLineLeadsTo) {
  EXPECT_EQ(up(kFollowing, "x1", "r1"), "");
  EXPECT_EQ(up(kFollowing, "x1"), "up c1: x1->c1; up d1: c1->d1");
  EXPECT_EQ(up(kFollowing, "a1", "r1"), "up b1: a1->b1; up x1: b1->x1");
  EXPECT_EQ(up(kFollowing, "b1"), "up x1: b1->x1; up c1: x1->c1; up d1: c1->d1");
}

TEST(Replaces, ABranchOffTheOwnLineHasARowOfItsOwnWhereTheOldFilesWereTaken) {
  constexpr std::string_view tree = "q1; r1<-q1 rep:x1; a1; x1<-a1; s1<-q1";
  EXPECT_EQ(up(tree, "x1", "heads"), "up s1: +s1");
  EXPECT_EQ(up(tree, "x1 s1", "heads"), "");
}

TEST(Replaces, OnTheOldWayADowngradeRevertsNothingOfTheOwnLine) {
  EXPECT_EQ(down(kFollowing, "x1", "base"), "down x1: x1->b1; down b1: b1->a1; down a1: -a1");
  EXPECT_EQ(down(kFollowing, "c1", "base"),
            "down c1: c1->r1; down r1: r1->q2; down q2: q2->q1; down q1: -q1");
}

TEST(Replaces, OldFilesWithoutTheOnesThatAreReplacedMakeNoHeadBesideTheOwnLine) {
  const RevisionGraph tree = graph(kFollowing);
  EXPECT_EQ(text(tree, tree.heads()), "d1");
  const std::optional<RevisionGraph> old_way = tree.on_the_way(words("b1"));
  ASSERT_TRUE(old_way);
  EXPECT_EQ(text(*old_way, old_way->heads()), "d1");
  const RevisionGraph all = tree.whole();
  EXPECT_EQ(all.size(), 8U);
}

TEST(Replaces, ASecondReleaseIsFollowedFromEveryPlaceOfTheFirst) {
  constexpr std::string_view tree =
      "q1; r1<-q1 rep:x1; r2<-r1 rep:y1; a1; x1<-a1; b1<-x1; y1<-b1; c1<-y1";
  EXPECT_EQ(up(tree, ""), "up q1: +q1; up r1: q1->r1; up r2: r1->r2; up c1: r2->c1");
  EXPECT_EQ(up(tree, "r1"), "up r2: r1->r2; up c1: r2->c1");
  EXPECT_EQ(up(tree, "a1"), "up x1: a1->x1; up b1: x1->b1; up y1: b1->y1; up c1: y1->c1");
  EXPECT_EQ(up(tree, "x1"), "up b1: x1->b1; up y1: b1->y1; up c1: y1->c1");
  EXPECT_EQ(up(tree, "b1"), "up y1: b1->y1; up c1: y1->c1");
  EXPECT_EQ(up(tree, "y1"), "up c1: y1->c1");
}

TEST(Replaces, RowsOnBothWaysAreRefused) {
  EXPECT_EQ(up(kFollowing, "a1 q1"),
            "The database is on its way through the history that r1 replaces, and through what r1 "
            "itself builds on");
}

TEST(Replaces, SeveralOldHeadsAreOnePlaceTogether) {
  constexpr std::string_view tree = "x1; y1; r1 rep:x1,y1; c1<-r1";
  EXPECT_EQ(up(tree, "x1 y1"), "up c1: -x1 y1->c1");
  EXPECT_EQ(up(tree, "x1"), "up y1: +y1; up c1: -x1 y1->c1");
  EXPECT_EQ(up("r1 rep:x1,y1; c1<-r1", "x1 y1"), "up c1: -x1 y1->c1");
  EXPECT_EQ(up("r1 rep:x1,y1; c1<-r1", "x1"),
            "The database is on its way through the history that r1 replaces, and the revision "
            "file of y1 is not there");
}

TEST(Replaces, ALaterSquashMayReplaceAnEarlierOne) {
  constexpr std::string_view tree = "a1; x1<-a1; r1 rep:x1; b1<-x1; y1<-b1; r2 rep:y1; c1<-y1";
  EXPECT_EQ(up(tree, ""), "up r2: +r2; up c1: r2->c1");
  EXPECT_EQ(up(tree, "r1"), "up b1: r1->b1; up y1: b1->y1; up c1: y1->c1");
  EXPECT_EQ(up(tree, "a1"), "up x1: a1->x1; up b1: x1->b1; up y1: b1->y1; up c1: y1->c1");
  EXPECT_EQ(up(tree, "y1"), "up c1: y1->c1");
}

TEST(Replaces, StampsToTheSamePlaceChangeNothing) {
  EXPECT_EQ(text(plan_stamp(graph(kWithoutOldFiles), words("x1"), words("r1"), Purge::no)), "");
  EXPECT_EQ(text(plan_stamp(graph(kWithoutOldFiles), words("x1"), words("head"), Purge::no)),
            "stamp x1->d1: x1->d1");
  EXPECT_EQ(text(plan_stamp(graph(kWithOldFiles), words("a1"), words("r1"), Purge::no)),
            "stamp a1->r1: a1->r1");
}

TEST(Replaces, CurrentIsAskedOfTheGraphOnTheWay) {
  const RevisionGraph tree = graph(kWithOldFiles);
  const std::optional<RevisionGraph> old_way = tree.on_the_way(words("b1"));
  ASSERT_TRUE(old_way);
  EXPECT_EQ(text(*old_way, current_tips(*old_way, words("b1"))), "b1");
  EXPECT_EQ(text(graph(kWithoutOldFiles), current_tips(graph(kWithoutOldFiles), words("x1"))),
            "r1");
  EXPECT_FALSE(tree.on_the_way(words("d1")));
  EXPECT_EQ(unknown_rows(tree, words("b1 x1 dead")), words("dead"));
  EXPECT_THROW(current_tips(tree, words("b1")), Error);
}

TEST(Replaces, ARangeMayBeginInTheOldHistory) {
  EXPECT_EQ(text(plan_upgrade_range(graph(kWithOldFiles), "b1:c1")),
            "up x1: b1->x1; up c1: x1->c1");
}

TEST(Replaces, LabelsOfTheOldHistoryGoOnToNameTheBranch) {
  constexpr std::string_view tree = "a1 label:old; x1<-a1; r1 rep:x1; c1<-x1 dep:old; z1";
  EXPECT_EQ(up(tree, "", "old@head"), "up r1: +r1; up c1: r1->c1");
  EXPECT_EQ(up(tree, "a1", "old@head"), "up x1: a1->x1; up c1: x1->c1");
}

TEST(Replaces, WhatMakesNoSenseIsRefused) {
  EXPECT_EQ(problems("r1 rep:r1"), "Revision r1 replaces itself");
  EXPECT_EQ(problems("r1 rep:x1; s1 rep:x1"), "Revision x1 is replaced by r1 and by s1");
  EXPECT_EQ(problems("r1 rep:x1; x1<-r1"), "Revision r1 replaces what builds on it");
  EXPECT_EQ(problems("r1 rep:s1; s1 rep:r1"), "Revisions r1 and s1 replace each other");
  EXPECT_EQ(problems("a1; x1<-a1; v1<-a1; r1<-v1 rep:x1; w1<-nope"),
            "Revision nope referenced from w1 is not present");
}

}  // namespace
}  // namespace dbmig

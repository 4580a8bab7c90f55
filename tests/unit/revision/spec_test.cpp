#include "revision/spec.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "revision/planner.h"
#include "revision/resolve.h"
#include "support/graph_text.h"

namespace dbmig {
namespace {

/// `branch@symbol+N` of the relative reading, or `name` and `branch` of the other.
std::string reading(std::string_view text) {
  const RevisionSpec spec = RevisionSpec::parse(text);
  if (!spec.relative()) return fmt::format("{} in {}", spec.name(), spec.branch());
  const RevisionSpec::Relative& relative = *spec.relative();
  return fmt::format("{} steps from {} in {}", relative.steps, relative.symbol, relative.branch);
}

std::string syntax_error(std::string_view text) {
  try {
    RevisionSpec::parse(text).refuse_trailing_text();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::usage);
    return error.report();
  }
  return "none";
}

std::string found(const RevisionGraph& tree, std::string_view argument) {
  try {
    return text(tree, resolved(tree, argument));
  } catch (const Error& error) {
    return error.what();
  }
}

TEST(RevisionSpec, ReadsNamesAndBranches) {
  EXPECT_EQ(reading("head"), "head in ");
  EXPECT_EQ(reading("shop@head"), "head in shop");
  EXPECT_EQ(reading("@head"), "head in ");
  EXPECT_EQ(reading("my_rev.1"), "my_rev.1 in ");
  EXPECT_EQ(reading(" head"), " head in ");
}

TEST(RevisionSpec, ReadsSteps) {
  EXPECT_EQ(reading("+2"), "2 steps from  in ");
  EXPECT_EQ(reading("-1"), "-1 steps from  in ");
  EXPECT_EQ(reading("ae10+1"), "1 steps from ae10 in ");
  EXPECT_EQ(reading("shop@head-2"), "-2 steps from head in shop");
  EXPECT_EQ(reading("my-branch@-1"), "-1 steps from  in my-branch");
  EXPECT_EQ(reading("+99999999999999999999"), "1000000000 steps from  in ");
}

TEST(RevisionSpec, ASignWithoutDigitsIsPartOfAName) {
  EXPECT_EQ(reading("my-branch"), "my-branch in ");
  EXPECT_EQ(reading("a-"), "a- in ");
}

TEST(RevisionSpec, TextAfterTheNumberIsAnError) {
  EXPECT_EQ(syntax_error("+1zzz"),
            "<revision>:1:3: Unexpected 'zzz' after the number of steps\n  +1zzz\n    ^\n"
            "hint: did you mean +1?");
  EXPECT_EQ(syntax_error("ae10+1+1"),
            "<revision>:1:7: Unexpected '+1' after the number of steps\n  ae10+1+1\n        ^\n"
            "hint: did you mean ae10+1?");
}

TEST(RevisionSpec, WhatCanNeverBeARevisionIsPointedAt) {
  EXPECT_EQ(syntax_error("a:b"),
            "<revision>:1:2: Range revision not allowed\n  a:b\n   ^\n"
            "hint: a range A:B goes with history -r, or with --sql");
  EXPECT_EQ(syntax_error("a@b@c"),
            "<revision>:1:4: A revision has one branch only\n  a@b@c\n     ^\n"
            "hint: write BRANCH@REVISION");
  EXPECT_EQ(syntax_error("shop@"),
            "<revision>:1:6: A revision is missing after the branch\n  shop@\n       ^\n"
            "hint: write BRANCH@head, BRANCH@base or BRANCH@REVISION");
  EXPECT_NE(syntax_error(""), "none");
  EXPECT_NE(syntax_error(std::string_view("a\0b", 3)), "none");
  EXPECT_NE(syntax_error("a\xC0"), "none");
}

TEST(RevisionSpec, HugeInputGivesAShortError) {
  EXPECT_LT(syntax_error("+1" + std::string(1'000'000, 'x')).size(), 400U);
  EXPECT_LT(found(graph("a1"), std::string(1'000'000, 'x')).size(), 400U);
}

TEST(RevisionSpec, AnythingShortIsAnAnswerOrAnError) {
  const RevisionGraph tree = graph("a1; b1<-a1 label:b-1; c1<-a1 dep:b1; m1<-b1,c1");
  constexpr std::string_view letters{"ab1+-@:h \0\xC3\xA4", 12};
  const std::vector<RevisionId> rows{"b1", "c1"};
  std::size_t answers = 0;
  for (std::size_t number = 0; number < letters.size() * letters.size() * letters.size();
       ++number) {
    std::string spec;
    for (std::size_t rest = number; rest > 0; rest /= letters.size())
      spec += letters[rest % letters.size()];
    for (int command = 0; command < 5; ++command) {
      try {
        if (command == 0) plan_upgrade(tree, rows, spec);
        if (command == 1) plan_downgrade(tree, rows, spec);
        if (command == 2) plan_stamp(tree, rows, std::span(&spec, 1), Purge::no);
        if (command == 3) history_range(tree, spec, rows);
        if (command == 4) resolved(tree, spec);
        ++answers;
      } catch (const Error& error) {
        EXPECT_STRNE(error.what(), "");
      }
    }
  }
  EXPECT_GT(answers, 0U);
}

TEST(RevisionRange, SplitsAtItsOnlyColon) {
  EXPECT_EQ(RevisionRange::parse("a1:b1")->lower, "a1");
  EXPECT_EQ(RevisionRange::parse(":b1")->upper, "b1");
  EXPECT_EQ(RevisionRange::parse("a1"), std::nullopt);
  EXPECT_THROW(RevisionRange::parse("a:b:c"), Error);
}

TEST(Resolve, TakesIdsLabelsAndUniquePrefixes) {
  const RevisionGraph tree = graph("abcd1111 label:shop; abcd2222<-abcd1111; zz<-abcd2222");
  EXPECT_EQ(found(tree, "shop"), "abcd1111");
  EXPECT_EQ(found(tree, "abcd2"), "abcd2222");
  EXPECT_EQ(found(tree, "s"), "abcd1111");
  EXPECT_EQ(found(tree, "z"), "Can't locate revision identified by 'z', did you mean \"zz\"?");
}

TEST(Resolve, AnAmbiguousPrefixListsWhatFits) {
  const RevisionGraph tree =
      graph("abcd1111 msg:first; abcd2222<-abcd1111 label:abcdef msg:second");
  EXPECT_EQ(found(tree, "abcd"),
            "Multiple revisions start with 'abcd':\n"
            "  abcd1111 (abcdef)  first\n"
            "  abcd2222 (abcdef)  second\n"
            "  abcdef, the branch of abcd2222 (abcdef)  second");
}

TEST(Resolve, UnknownNamesSayWhatIsUnknown) {
  const RevisionGraph tree = graph("a1; b1<-a1 label:shop; c1<-a1");
  EXPECT_EQ(found(tree, "haed"),
            "Can't locate revision identified by 'haed', did you mean \"head\"?");
  EXPECT_EQ(found(tree, "shpo@head"), "No such branch: 'shpo', did you mean \"shop\"?");
  EXPECT_EQ(found(tree, "shop@c1"), "Revision c1 is not a member of branch 'shop'");
  EXPECT_EQ(found(tree, "current"), "Can't locate revision identified by 'current'");
  EXPECT_EQ(found(tree, "HEADS"),
            "Can't locate revision identified by 'HEADS', did you mean \"heads\"?");
}

TEST(Resolve, HeadsAreRealHeadsButOfABranchVersionedOnes) {
  const RevisionGraph tree = graph("a1 label:A; a2<-a1; b1; b2<-b1 dep:a2");
  EXPECT_EQ(found(tree, "heads"), "b2");
  EXPECT_EQ(found(tree, "A@heads"), "a2");
  EXPECT_EQ(found(tree, "base"), "");
  EXPECT_EQ(found(graph(""), "head"), "");
}

TEST(Resolve, StepsAreCountedDownFromTheHeads) {
  const RevisionGraph tree = graph("a1; b1<-a1; c1<-b1; d1<-a1 label:x");
  EXPECT_EQ(found(tree, "-1"), "b1 a1");
  EXPECT_EQ(found(tree, "x@-1"), "a1");
  EXPECT_EQ(found(tree, "-9"), "Relative revision -9 didn't produce 9 migrations");
  EXPECT_EQ(found(tree, "+1"), "Can't locate revision identified by '+1'");
}

TEST(Resolve, ALabelThatLooksLikeStepsIsTheLabel) {
  const RevisionGraph tree = graph("a1; b1<-a1 label:main-1,rel+2; c1<-b1");
  EXPECT_EQ(found(tree, "main-1"), "b1");
  EXPECT_EQ(found(tree, "main-1@head"), "c1");
  EXPECT_EQ(text(plan_upgrade(tree, {}, "rel+2")), "up a1: +a1; up b1: a1->b1");
  EXPECT_EQ(text(plan_upgrade(tree, {}, "main-1@+1")), "up a1: +a1");
  EXPECT_THROW(plan_upgrade(tree, {}, "main-1+1"), Error);
}

}  // namespace
}  // namespace dbmig

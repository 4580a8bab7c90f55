#include "engine/finding.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

const char* const kAbsent = "table `d`.`t`: absent";
const char* const kOld = "table `d`.`t`: present definition=aa";
const char* const kNew = "table `d`.`t`: present definition=bb";

Finding judged(DdlVerb verb, const std::string& before, const std::string& now) {
  return judge(verb, std::nullopt, parse_evidence(before), parse_evidence(now));
}

/// Of a statement whose text is known.
Finding judged(const std::string& statement, const std::string& before, const std::string& now) {
  const DdlVerb verb = ddl_verb(statement, {});
  return judge(verb, ddl_terms(statement, verb, {}), parse_evidence(before), parse_evidence(now));
}

TEST(Judge, ACreationHappenedWhenWhatWasAbsentIsThere) {
  EXPECT_EQ(judged(DdlVerb::create, kAbsent, kNew), Finding::happened);
  EXPECT_EQ(judged(DdlVerb::create, kAbsent, kAbsent), Finding::not_happened);
}

TEST(Judge, ACreationOfWhatIsThereMayBeTriedAgain) {
  EXPECT_EQ(judged(DdlVerb::create, kOld, kOld), Finding::not_happened);
}

TEST(Judge, AReplacementThatOnlyDroppedTheOldOneIsDoneAgain) {
  EXPECT_EQ(judged(DdlVerb::create_or_replace, kOld, kNew), Finding::happened);
  EXPECT_EQ(judged(DdlVerb::create_or_replace, kOld, kAbsent), Finding::not_happened);
}

TEST(Judge, AChangeHappenedWhenTheDefinitionIsAnother) {
  EXPECT_EQ(judged(DdlVerb::alter, kOld, kNew), Finding::happened);
  EXPECT_EQ(judged(DdlVerb::alter, kOld, kOld), Finding::not_happened);
  EXPECT_EQ(judged(DdlVerb::alter, kOld, kAbsent), Finding::happened);
}

TEST(Judge, ADropOfSeveralMayHaveHappenedInPart) {
  const std::string other = "\ntable `d`.`u`: ";
  const std::string both = std::string(kOld) + other + "present definition=cc";
  EXPECT_EQ(judged(DdlVerb::drop, both, std::string(kAbsent) + other + "absent"),
            Finding::happened);
  EXPECT_EQ(judged(DdlVerb::drop, both, std::string(kAbsent) + other + "present definition=cc"),
            Finding::partly);
  EXPECT_EQ(judged(DdlVerb::drop, both, both), Finding::not_happened);
}

TEST(Judge, ADropThatWasRefusedForWhatWasAbsentIsSentAgain) {
  const std::string absent = "\ntable `d`.`u`: absent";
  const std::string before = kOld + absent;
  const std::string now = kAbsent + absent;
  EXPECT_EQ(judged("DROP TABLE t, u", before, now), Finding::not_happened);
  EXPECT_EQ(judged("DROP TABLE IF EXISTS t, u", before, now), Finding::happened);
  EXPECT_EQ(judged("EXECUTE s", before, now), Finding::unknown);
  EXPECT_EQ(judged(DdlVerb::drop, before, now), Finding::unknown);
}

TEST(Judge, SeveralAccountsHaveToBeAllAsWanted) {
  const auto of = [](const std::string& a, const std::string& b) {
    return "account 'a': " + a + "\naccount 'b': " + b;
  };
  const std::string is = "present definition=aa";
  const std::string changed = "present definition=bb";
  const std::string create = "CREATE USER a, b";
  EXPECT_EQ(judged(create, of("absent", "absent"), of(is, is)), Finding::happened);
  EXPECT_EQ(judged(create, of("absent", is), of(is, is)), Finding::unknown);
  EXPECT_EQ(judged(create, of("absent", is), of("absent", is)), Finding::not_happened);
  EXPECT_EQ(judged("CREATE USER IF NOT EXISTS a, b", of("absent", is), of(is, is)),
            Finding::happened);
  EXPECT_EQ(judged("DROP USER a, b", of(is, "absent"), of("absent", "absent")), Finding::unknown);
  EXPECT_EQ(judged("DROP USER IF EXISTS a, b", of(is, "absent"), of("absent", "absent")),
            Finding::happened);
  EXPECT_EQ(judged("GRANT r TO a, b", of(is, is), of(changed, is)), Finding::not_happened);
  EXPECT_EQ(judged("GRANT r TO a, b", of(is, is), of(changed, changed)), Finding::happened);
  EXPECT_EQ(judged("RENAME USER a TO b", of(is, "absent"), of("absent", is)), Finding::happened);
}

TEST(Judge, NoRevocationAndNoSwapOfAccountsIsDoneAgain) {
  const std::string before =
      "account 'a': present definition=aa\naccount 'b': present definition=cc";
  const std::string now = "account 'a': present definition=bb\naccount 'b': present definition=cc";
  EXPECT_EQ(judged("REVOKE SELECT ON d.* FROM a, b", before, now), Finding::unknown);
  EXPECT_EQ(judged("RENAME USER b TO x, a TO b, x TO a", before, now), Finding::unknown);
  EXPECT_EQ(judged("REVOKE SELECT ON d.* FROM a, b", before, before), Finding::not_happened);
}

TEST(Judge, OfAnEventThatDropsItselfAbsenceTellsNothing) {
  const std::string absent = "event `d`.`e`: absent";
  const std::string present = "event `d`.`e`: present definition=aa";
  const std::string once = "CREATE EVENT e ON SCHEDULE AT NOW() ";
  const std::string daily = "CREATE EVENT e ON SCHEDULE EVERY 1 DAY ";
  EXPECT_EQ(judged(once + "DO SELECT 1", absent, absent), Finding::unknown);
  EXPECT_EQ(judged(once + "DO SELECT 1", absent, present), Finding::happened);
  EXPECT_EQ(judged(once + "ON COMPLETION NOT PRESERVE DO SELECT 1", absent, absent),
            Finding::unknown);
  EXPECT_EQ(judged(once + "ON COMPLETION PRESERVE DO SELECT 1", absent, absent),
            Finding::not_happened);
  EXPECT_EQ(judged(daily + "ENDS NOW() DO SELECT 1", absent, absent), Finding::unknown);
  EXPECT_EQ(judged(daily + "DO SELECT 1 AS at", absent, absent), Finding::not_happened);
  EXPECT_EQ(judged("ALTER EVENT e ENABLE", present, absent), Finding::unknown);
}

TEST(Judge, ATableIdTellsARebuildThatTheDefinitionDoesNot) {
  EXPECT_EQ(judged(DdlVerb::truncate, "table `d`.`t`: present definition=aa id=7",
                   "table `d`.`t`: present definition=aa id=8"),
            Finding::happened);
}

TEST(Judge, WithoutATableIdRowsThatChangedDecideNothing) {
  const std::string before = "table `d`.`t`: present definition=aa created=1 rows=yes checksum=5";
  EXPECT_EQ(judged(DdlVerb::truncate, before,
                   "table `d`.`t`: present definition=aa created=1 rows=yes checksum=6"),
            Finding::unknown);
  EXPECT_EQ(judged(DdlVerb::truncate, before,
                   "table `d`.`t`: present definition=aa created=1 rows=no checksum=0"),
            Finding::happened);
  EXPECT_EQ(judged(DdlVerb::truncate, before, before), Finding::not_happened);
}

TEST(Judge, ASwapOfTablesWithoutIdsLeavesNoTrace) {
  const std::string two =
      "table `d`.`a`: present definition=aa created=1 rows=yes\n"
      "table `d`.`b`: present definition=aa created=1 rows=yes";
  EXPECT_EQ(judged(DdlVerb::rename, two, two), Finding::unknown);
  const std::string move =
      "table `d`.`a`: present definition=aa created=1 rows=yes\n"
      "table `d`.`b`: absent";
  EXPECT_EQ(judged(DdlVerb::rename, move, move), Finding::not_happened);
}

TEST(Judge, NeitherDoesASwapByWayOfANameThatNothingHas) {
  const std::string three =
      "table `d`.`a`: present definition=aa created=1 rows=yes\n"
      "table `d`.`x`: absent\n"
      "table `d`.`b`: present definition=aa created=1 rows=yes";
  EXPECT_EQ(judged(DdlVerb::rename, three, three), Finding::unknown);
}

std::optional<Finding> judged_by_names(const std::string& statement, const std::string& before,
                                       const std::string& now) {
  const Dialect dialect{};
  return judge_names(schema_changes(statement, dialect, "d").value(), parse_evidence(before),
                     parse_evidence(now));
}

TEST(JudgeNames, ATableHasMovedWhenItsOldNameIsFreeAndTheNewOneIsNot) {
  const std::string before = "table `d`.`t`: present rows=no\ntable `d`.`u`: absent";
  const std::string after = "table `d`.`t`: absent\ntable `d`.`u`: present rows=no";
  const std::string both = "table `d`.`t`: present rows=no\ntable `d`.`u`: present rows=no";
  for (const char* statement : {"RENAME TABLE t TO u", "ALTER TABLE t ADD c INT, RENAME TO u"}) {
    EXPECT_EQ(judged_by_names(statement, before, before), Finding::not_happened);
    EXPECT_EQ(judged_by_names(statement, before, after), Finding::happened);
    EXPECT_EQ(judged_by_names(statement, before, both), Finding::unknown);
  }
}

TEST(JudgeNames, RowsThatTheApplicationHasWrittenSinceAreNoSignOfIt) {
  EXPECT_EQ(judged_by_names("RENAME TABLE t TO u",
                            "table `d`.`t`: present created=1 rows=no\ntable `d`.`u`: absent",
                            "table `d`.`t`: present created=1 rows=yes\ntable `d`.`u`: absent"),
            Finding::not_happened);
}

TEST(JudgeNames, ARotationMovesNamesAndASwapMovesNone) {
  const std::string before =
      "table `d`.`t`: present\ntable `d`.`t_old`: absent\ntable `d`.`t_new`: present";
  const std::string after =
      "table `d`.`t`: present\ntable `d`.`t_old`: present\ntable `d`.`t_new`: absent";
  const char* rotation = "RENAME TABLE t TO t_old, t_new TO t";
  EXPECT_EQ(judged_by_names(rotation, before, before), Finding::not_happened);
  EXPECT_EQ(judged_by_names(rotation, before, after), Finding::happened);
  const char* swap = "RENAME TABLE t TO t_old, t_new TO t, t_old TO t_new";
  EXPECT_EQ(judged_by_names(swap, before, before), std::nullopt);
}

TEST(JudgeNames, ASwapIsToldByWhatElseIsKnown) {
  const auto of = [](const std::string& a, const std::string& b) {
    return "table `d`.`a`: present definition=aa created=1 rows=yes checksum=" + a +
           "\ntable `d`.`c`: absent" +
           "\ntable `d`.`b`: present definition=bb created=1 rows=yes checksum=" + b;
  };
  const char* swap = "RENAME TABLE a TO c, b TO a, c TO b";
  EXPECT_EQ(judged_by_names(swap, of("1", "2"), of("2", "1")), Finding::happened);
  EXPECT_EQ(judged_by_names(swap, of("1", "2"), of("1", "2")), Finding::not_happened);
  EXPECT_EQ(judged_by_names(swap, of("1", "2"), of("2", "3")), std::nullopt);
  EXPECT_EQ(judged_by_names(swap, of("1", "1"), of("1", "1")), std::nullopt);
}

TEST(Judge, WhatCannotBeReadDecidesNothing) {
  EXPECT_EQ(judged(DdlVerb::alter, kOld, "table `d`.`t`: unreadable error=1142"), Finding::unknown);
  EXPECT_EQ(judged(DdlVerb::other, kOld, kNew), Finding::unknown);
  EXPECT_EQ(judged(DdlVerb::alter, "", ""), Finding::unknown);
}

TEST(Judge, MaintenanceMayAlwaysBeDoneAgain) {
  EXPECT_EQ(judged(DdlVerb::maintenance, kOld, kNew), Finding::not_happened);
}

TEST(JudgeRows, AServerThatWentOnRunningFinishedWhatItHadBegun) {
  const auto rows = [](const std::string& fingerprint) {
    return parse_evidence("rows `d`.`t`: present " + fingerprint);
  };
  const Evidence before = rows("checksum=1 server=1000");
  EXPECT_EQ(judge_rows(before, rows("checksum=1 server=2000")), Finding::not_happened);
  EXPECT_EQ(judge_rows(before, rows("checksum=2 server=1001")), Finding::happened);
  EXPECT_EQ(judge_rows(before, rows("checksum=2 server=2000")), Finding::unknown);
}

TEST(JudgeRows, WhereValuesBeginAndEndCountsWhereItIsKnown) {
  const auto rows = [](const std::string& fingerprint) {
    return parse_evidence("rows `d`.`t`: present " + fingerprint + " server=1");
  };
  EXPECT_EQ(judge_rows(rows("checksum=1 lengths=5"), rows("checksum=1 lengths=5")),
            Finding::not_happened);
  EXPECT_EQ(judge_rows(rows("checksum=1 lengths=5"), rows("checksum=1 lengths=6")),
            Finding::happened);
  EXPECT_EQ(judge_rows(rows("checksum=1"), rows("checksum=1 lengths=6")), Finding::not_happened);
  EXPECT_EQ(judge_rows(rows("checksum=none"), rows("checksum=none")), Finding::unknown);
}

TEST(EvidenceText, ReadsBackWhatItWrites) {
  const std::string lines =
      "table `d`.`a: b`: present definition=aa id=1,2\nview `d`.`v`: absent\n"
      "account 'u'@'%': unreadable error=1044";
  EXPECT_EQ(text(parse_evidence(lines)), lines);
}

TEST(SubjectOfEvidence, NamesTheSameObjects) {
  const Subject subject = subject_of(
      parse_evidence("table `d`.`a``b`: present definition=aa id=1\naccount 'u'@'%': absent"),
      DdlVerb::alter);
  ASSERT_EQ(subject.objects.size(), 1U);
  EXPECT_EQ(subject.objects[0], (ObjectName{ObjectName::Kind::table, "d", "a`b"}));
  EXPECT_TRUE(subject.needs_identity);
  EXPECT_EQ(subject.accounts, std::vector<std::string>{"'u'@'%'"});
}

}  // namespace
}  // namespace dbmig

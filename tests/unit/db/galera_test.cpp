#include "db/galera.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "db/lease.h"
#include "support/message_of.h"

namespace dbmig {
namespace {

GaleraNode usable() {
  GaleraNode node;
  node.name = "n3";
  node.id = "3";
  node.component = "Primary";
  node.state = "Synced";
  node.schema_method = "TOI";
  node.ready = true;
  return node;
}

std::string refusal(const GaleraNode& node) {
  return message_of([&] { require_usable(node); });
}

TEST(GaleraNode, IsReadOutOfStatusAndVariablesInAnyCase) {
  const std::vector<Rows> answers = {
      {{}, {}, {{"WSREP_READY", "ON"}, {"wsrep_cluster_status", "Primary"}}},
      {{}, {}, {{"wsrep_OSU_method", "TOI"}, {"wsrep_node_name", "n3"}, {"wsrep_on", "OFF"}}}};
  const GaleraNode node = parse_node(answers);
  EXPECT_TRUE(node.ready);
  EXPECT_EQ(node.component, "Primary");
  EXPECT_EQ(node.schema_method, "TOI");
  EXPECT_EQ(node.name, "n3");
  EXPECT_FALSE(node.replicates);
}

TEST(GaleraNode, ReplicatesRowsWithoutTransactionsWhereItsModesSaySo) {
  GaleraNode node = usable();
  EXPECT_FALSE(node.replicates_all_rows());
  node.modes = "STRICT_REPLICATION,REPLICATE_MYISAM";
  EXPECT_TRUE(node.replicates_all_rows());
}

TEST(RequireUsable, ANodeInStepWithItsClusterIsFine) { EXPECT_NO_THROW(require_usable(usable())); }

TEST(RequireUsable, OneWithoutTheOthersIsForAnotherTime) {
  GaleraNode node = usable();
  node.component = "non-Primary";
  node.ready = false;
  EXPECT_EQ(code_of([&] { require_usable(node); }), ErrorCode::temporary);
  EXPECT_EQ(refusal(node),
            "node n3 has lost the others of its Galera cluster: it is in a non-Primary component\n"
            "hint: connect to a node of the primary component, or run the same command again when "
            "this one is part of it");
}

TEST(RequireUsable, OneThatIsNotSyncedIsForAnotherTime) {
  GaleraNode node = usable();
  node.state = "Joining";
  node.ready = false;
  EXPECT_EQ(code_of([&] { require_usable(node); }), ErrorCode::temporary);
  EXPECT_EQ(refusal(node),
            "node n3 is not in step with its Galera cluster: its state is Joining, and it takes no "
            "statements\n"
            "hint: connect to a node whose wsrep_local_state_comment is Synced, or run the same "
            "command again when this one is");
}

TEST(RequireUsable, WhatWouldStayOnOneNodeIsForSomebodyToDecide) {
  GaleraNode node = usable();
  node.schema_method = "RSU";
  EXPECT_EQ(code_of([&] { require_usable(node); }), ErrorCode::policy);
  EXPECT_EQ(refusal(node),
            "wsrep_OSU_method is RSU: what dbmig changes of the schema would stay on node n3\n"
            "hint: on the server: SET GLOBAL wsrep_OSU_method = 'TOI'; then run the same command "
            "again");
  node.replicates = false;
  EXPECT_EQ(refusal(node),
            "wsrep_on is OFF in this session: what dbmig changes would stay on node n3\n"
            "hint: take it out of init_connect on the server, then run the same command again");
}

LeaseRow lease_on(const std::string& node, double seconds_left) {
  LeaseRow row;
  row.owner = "somebody";
  row.node_id = node;
  row.seconds_left = seconds_left;
  return row;
}

TEST(LeaseStanding, IsFreeWithoutAnOwnerWhateverTheTimeSays) {
  LeaseRow row = lease_on("1", 59);
  row.owner.clear();
  EXPECT_EQ(standing(row, "2", {"1", "2"}), LeaseStanding::free);
}

TEST(LeaseStanding, IsHeldUntilItsTimeIsUp) {
  EXPECT_EQ(standing(lease_on("1", 0.001), "2", {"1", "2"}), LeaseStanding::held);
  EXPECT_EQ(standing(lease_on("1", 0), "2", {"1", "2"}), LeaseStanding::expired);
}

TEST(LeaseStanding, OfThisNodeIsOverWithTheSessionThatHadTheLock) {
  EXPECT_EQ(standing(lease_on("2", 59), "2", {"1", "2"}), LeaseStanding::session_over);
}

TEST(LeaseStanding, OfALostNodeLastsShorter) {
  EXPECT_EQ(standing(lease_on("1", kLeaseTime - kLeaseOfLostNode + 1), "2", {"2", "3"}),
            LeaseStanding::held);
  EXPECT_EQ(standing(lease_on("1", kLeaseTime - kLeaseOfLostNode), "2", {"2", "3"}),
            LeaseStanding::node_gone);
}

TEST(LeaseStanding, WhereMembersAreNotKnownNoNodeIsLost) {
  EXPECT_EQ(standing(lease_on("1", 1), "2", {}), LeaseStanding::held);
}

TEST(LeaseTimes, ASessionEndsOfItselfBeforeItsLeaseIsTaken) {
  // With what is left for clocks that differ.
  EXPECT_GE(kLeaseTime, kLeaseSilence + kLeaseRenewal + 15);
}

TEST(LeaseRow, NamesItsHolderWithTheNode) {
  LeaseRow row = lease_on("1", 1);
  row.connection = 17;
  row.node = "n2";
  row.account = "app@10.1.2.3";
  row.runner = "pat@laptop, dbmig 0.1.0";
  EXPECT_EQ(row.holder(), "connection 17 on node n2 (app@10.1.2.3), pat@laptop, dbmig 0.1.0");
}

}  // namespace
}  // namespace dbmig

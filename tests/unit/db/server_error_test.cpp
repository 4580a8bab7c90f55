#include "db/server_error.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

Error refused(unsigned number, const std::string& message = "") {
  return connect_failure(ConnectOptions{}, {number, "HY000", message});
}

TEST(MayPass, WhatIsDownOrBusyMayBeThereAgain) {
  for (const unsigned number : {1040u, 1053u, 1203u, 1927u, 2002u, 2003u, 2006u, 2012u, 2013u})
    EXPECT_TRUE(may_pass(refused(number))) << number;
}

TEST(MayPass, ARefusalStaysOne) {
  // Host blocked, database, login, rights, TLS, plugin, hourly limit.
  for (const unsigned number : {1129u, 1049u, 1045u, 1044u, 2026u, 2059u, 1226u})
    EXPECT_FALSE(may_pass(refused(number))) << number;
}

TEST(MayPass, ANameThatDoesNotExistIsNotANameServiceThatDoesNotAnswer) {
  EXPECT_TRUE(may_pass(refused(2005, "Unknown server host 'db' (-3)")));
  EXPECT_FALSE(may_pass(refused(2005, "Unknown server host 'db' (-2)")));
}

TEST(MayPass, AStatementThatFailsIsNoLostConnection) {
  EXPECT_FALSE(may_pass(statement_failure("no", {1050, "42S01", ""})));
  EXPECT_FALSE(may_pass(statement_failure("no", {1205, "HY000", ""})));
  EXPECT_TRUE(may_pass(statement_failure("no", {2013, "HY000", ""})));
  EXPECT_FALSE(may_pass(Error(ErrorCode::unavailable, "the server says nothing")));
}

TEST(IsNodeClosed, IsWhatAGaleraNodeSaysThatBeginsNoStatement) {
  const ServerError closed{1047, "08S01", "WSREP has not yet prepared node for application use"};
  EXPECT_TRUE(is_node_closed(closed));
  EXPECT_FALSE(is_node_failure(closed));
  EXPECT_FALSE(is_node_closed({1047, "08S01", "Unknown command"}));
}

TEST(IsNodeFailure, IsWhatAGaleraNodeSaysThatLosesTheOthersInTheMiddle) {
  EXPECT_TRUE(is_node_failure({1213, "40001",
                               "Deadlock: WSREP replication failed. Check your "
                               "wsrep connection state and retry the query"}));
  EXPECT_TRUE(is_node_failure({1180, "HY000",
                               "Error while appending streaming replication fragment(provider "
                               "status: Not connected to Primary Component)"}));
  EXPECT_FALSE(is_node_failure({1180, "HY000", "Got error 28 during COMMIT"}));
  EXPECT_FALSE(is_node_failure(
      {1213, "40001", "Deadlock found when trying to get lock; try restarting transaction"}));
}

TEST(StatementFailure, OfANodeWithoutTheOthersIsTemporary) {
  const Error error =
      statement_failure("the server refused the statement",
                        {1047, "08S01", "WSREP has not yet prepared node for application use"});
  EXPECT_EQ(error.code(), ErrorCode::temporary);
  EXPECT_EQ(error.report(),
            "the server refused the statement\n"
            "server error 1047 (08S01): WSREP has not yet prepared node for application use\n"
            "hint: this node has lost the others of its Galera cluster: run the same command again "
            "when it is back, or on a node of the primary component");
}

TEST(StatementFailure, OfWhatGaleraDoesNotReplicateSaysWhatItAsksFor) {
  EXPECT_EQ(statement_failure("no", {4165, "HY000", "Galera replication not supported"}).hint(),
            "wsrep_mode on the server asks for what Galera replicates whole: an InnoDB table with "
            "a primary key");
}

TEST(MayBeSetUp, WhoWaitsForASetupTakesARefusedLoginForOneToCome) {
  for (const unsigned number : {1044u, 1045u, 1049u, 1130u, 2002u, 2005u})
    EXPECT_TRUE(may_be_set_up(refused(number))) << number;
  for (const unsigned number : {2026u, 2059u})
    EXPECT_FALSE(may_be_set_up(refused(number))) << number;
  EXPECT_FALSE(may_be_set_up(Error(ErrorCode::config, "no url")));
}

}  // namespace
}  // namespace dbmig

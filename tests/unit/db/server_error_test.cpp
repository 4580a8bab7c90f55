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

TEST(MayBeSetUp, WhoWaitsForASetupTakesARefusedLoginForOneToCome) {
  for (const unsigned number : {1044u, 1045u, 1049u, 1130u, 2002u, 2005u})
    EXPECT_TRUE(may_be_set_up(refused(number))) << number;
  for (const unsigned number : {2026u, 2059u})
    EXPECT_FALSE(may_be_set_up(refused(number))) << number;
  EXPECT_FALSE(may_be_set_up(Error(ErrorCode::config, "no url")));
}

}  // namespace
}  // namespace dbmig

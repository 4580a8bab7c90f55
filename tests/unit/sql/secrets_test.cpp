#include "sql/secrets.h"

#include <gtest/gtest.h>

namespace dbmig {
namespace {

constexpr std::string_view kCreate = "CREATE USERR u@h IDENTIFIED BY 'pw-long' ACCOUNT LOCK";

std::string shown(std::string_view statement, std::string_view text) {
  return without_secrets_of(statement, Dialect{}, text);
}

TEST(WithoutSecretsOf, WhatAServerQuotesOfAStatement) {
  EXPECT_EQ(shown(kCreate, "near 'USERR u@h IDENTIFIED BY 'pw-long' ACCOUNT LOCK' at line 1"),
            "near 'USERR u@h IDENTIFIED BY '***' ACCOUNT LOCK' at line 1");
}

TEST(WithoutSecretsOf, OneThatTheQuotationCutsOff) {
  EXPECT_EQ(shown(kCreate, "near 'USERR u@h IDENTIFIED BY 'pw-' at line 1"),
            "near 'USERR u@h IDENTIFIED BY '***' at line 1");
  EXPECT_EQ(shown(kCreate, "near 'IDENTIFIED BY 'p' at line 1"),
            "near 'IDENTIFIED BY '***' at line 1");
}

TEST(WithoutSecretsOf, AShortOneIsNotTakenOutOfWords) {
  EXPECT_EQ(shown("SET PASSWORD = 'a'", "a table; near '= 'a'' at line 1"),
            "a table; near '= ***' at line 1");
}

TEST(WithoutSecretsOf, TextThatIsNoSecretStays) {
  EXPECT_EQ(shown("INSERT INTO t VALUES ('value')", "near ''value')'"), "near ''value')'");
}

TEST(WithoutSecretsOf, EachLineOfOneThatHasSeveral) {
  EXPECT_EQ(shown("SET PASSWORD = 'first\n  second'", "  second';"), "  ***';");
}

TEST(HideSecretsOf, TheSourceLineAndItsCaret) {
  const std::string file = "ALTER USER u IDENTIFIED BY 'pw-long' NOSUCH;";
  Error error = Error(ErrorCode::statement, "refused")
                    .at(Location::at("a.sql", file, 37))
                    .with_server({1064, "42000", "near 'NOSUCH' at line 1"});
  hide_secrets_of(file, Dialect{}, error);
  EXPECT_EQ(error.report(),
            "a.sql:1:38: refused\n"
            "  ALTER USER u IDENTIFIED BY '***' NOSUCH;\n"
            "                                   ^\n"
            "server error 1064 (42000): near 'NOSUCH' at line 1");
}

TEST(HideSecretsOf, AnErrorWithoutAPlaceIsLeft) {
  Error error(ErrorCode::statement, "refused");
  hide_secrets_of("SET PASSWORD = 'pw-long'", Dialect{}, error);
  EXPECT_EQ(error.report(), "refused");
}

}  // namespace
}  // namespace dbmig

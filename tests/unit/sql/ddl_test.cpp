#include "sql/ddl.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "sql/secrets.h"

namespace dbmig {
namespace {

TEST(DdlVerb, IsToldFromTheFirstWords) {
  EXPECT_EQ(ddl_verb("CREATE TABLE t (a INT)", {}), DdlVerb::create);
  EXPECT_EQ(ddl_verb("create or replace view v as select 1", {}), DdlVerb::create_or_replace);
  EXPECT_EQ(ddl_verb("/* x */ ALTER TABLE t FORCE", {}), DdlVerb::alter);
  EXPECT_EQ(ddl_verb("SET STATEMENT lock_wait_timeout = (1) FOR DROP TABLE t", {}), DdlVerb::drop);
  EXPECT_EQ(ddl_verb("RENAME TABLE a TO b", {}), DdlVerb::rename);
  EXPECT_EQ(ddl_verb("TRUNCATE t", {}), DdlVerb::truncate);
  EXPECT_EQ(ddl_verb("INSTALL SONAME 'x'", {}), DdlVerb::other);
}

TEST(DdlVerb, AccountsAreAKindOfTheirOwn) {
  for (const char* statement :
       {"CREATE USER u", "CREATE OR REPLACE ROLE r", "DROP USER u", "ALTER USER u ACCOUNT LOCK",
        "RENAME USER a TO b", "GRANT SELECT ON *.* TO u", "REVOKE ALL ON *.* FROM u",
        "SET PASSWORD FOR u = 'x'"}) {
    EXPECT_EQ(ddl_verb(statement, {}), DdlVerb::account) << statement;
  }
}

TEST(DdlVerb, WhatMayBeDoneTwiceIsMaintenance) {
  for (const char* statement : {"ANALYZE TABLE t", "OPTIMIZE TABLE t", "FLUSH PRIVILEGES"}) {
    EXPECT_EQ(ddl_verb(statement, {}), DdlVerb::maintenance) << statement;
  }
}

TEST(Accounts, AreNamedInEverySpelling) {
  const auto of = [](std::string_view statement) { return join(accounts(statement, {}), " "); };
  EXPECT_EQ(of("CREATE USER IF NOT EXISTS 'a'@'%' IDENTIFIED BY 'x', b@localhost"),
            "'a'@'%' 'b'@'localhost'");
  EXPECT_EQ(of("GRANT SELECT ON d.t TO `a`@`10.%`, r"), "'a'@'10.%' 'r'");
  EXPECT_EQ(of("REVOKE ALL ON *.* FROM u"), "'u'");
  EXPECT_EQ(of("RENAME USER a TO b"), "'a' 'b'");
  EXPECT_EQ(of("CREATE USER a IDENTIFIED BY 'x', b IDENTIFIED BY 'y', c"), "'a' 'b' 'c'");
}

TEST(Accounts, AreOnlyThoseThatAreChanged) {
  const auto of = [](std::string_view statement) { return join(accounts(statement, {}), " "); };
  EXPECT_EQ(of("GRANT CREATE USER, CREATE ROLE ON *.* TO u WITH GRANT OPTION"), "'u'");
  EXPECT_EQ(of("GRANT 'r'@'%' TO u, v"), "'u' 'v'");
  EXPECT_EQ(of("SET DEFAULT ROLE r FOR u@localhost"), "'u'@'localhost'");
  EXPECT_EQ(of("CREATE USER u DEFAULT ROLE r, s"), "'u'");
  EXPECT_EQ(of("CREATE ROLE r WITH ADMIN u@localhost"), "'r'");
}

TEST(Names, AreEveryNameOnce) {
  EXPECT_EQ(join(names("INSERT INTO `T` (a) SELECT a FROM d.u -- x", {}), " "),
            "a d from insert into select t u");
}

TEST(WithoutSecrets, KeepsAllButWhatMayBeOne) {
  EXPECT_EQ(without_secrets("CREATE USER 'u'@'h' IDENTIFIED BY 'pw' -- why", {}, 100),
            "CREATE USER 'u'@'h' IDENTIFIED BY '***' -- why");
  EXPECT_EQ(without_secrets("INSERT INTO t VALUES ('a')", {}, 100), "INSERT INTO t VALUES ('a')");
}

TEST(WithoutSecrets, CutsBetweenCharacters) {
  EXPECT_EQ(without_secrets("SELECT 'äöü'", {}, 9), "SELECT '…");
}

}  // namespace
}  // namespace dbmig

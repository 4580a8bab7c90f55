#include "config/redact.h"

#include <gtest/gtest.h>

#include "config/url.h"

namespace dbmig {
namespace {

std::string redacted_line(std::string_view line) {
  return RedactedText(line, hidden_in_line(line)).str();
}

TEST(Redact, ReplacesThePasswordOfAGoodUrlAlone) {
  EXPECT_EQ(redacted_url("mysql://root:hunter2@h:3306/d?x=a"), "mysql://root:***@h:3306/d?x=a");
  EXPECT_EQ(redacted_url("u:hunter2@tcp(h:3306)/d?tls=true"), "u:***@tcp(h:3306)/d?tls=true");
  EXPECT_EQ(redacted_url("u:hunter2@unix(/run/my.sock)/d"), "u:***@unix(/run/my.sock)/d");
  EXPECT_EQ(redacted_url("mysql://h:3306/d"), "mysql://h:3306/d");
  EXPECT_EQ(redacted_url("mysql://h/d?passwd=hunter2&x=1"), "mysql://h/d?passwd=***&x=1");
}

TEST(Redact, HidesMoreOfABrokenUrl) {
  EXPECT_EQ(redacted_url("mysql://u:p@ss@h/d"), "mysql://u:***@h/d");
  EXPECT_EQ(redacted_url("mysql:/u:hunter2@h/d"), "mysql:***");
  EXPECT_EQ(redacted_url("mysql://u:hunter2/h/d"), "mysql://u:***");
  EXPECT_EQ(redacted_url("mysql://uhunter2@h/d"), "mysql://***@h/d");
}

TEST(Redact, FindsThePositionBehindASecret) {
  const RedactedText text("a:hunter2@b", {{2, 9}});
  EXPECT_EQ(text.str(), "a:***@b");
  EXPECT_EQ(text.position(1), 1U);
  EXPECT_EQ(text.position(5), 2U);
  EXPECT_EQ(text.position(9), 5U);
  EXPECT_EQ(text.position(99), 7U);
}

TEST(Redact, SlicesShowNoPartOfASecret) {
  const RedactedText text("a:hunter2@b", {{2, 9}});
  EXPECT_EQ(text.slice(0, 5), "a:***");
  EXPECT_EQ(text.slice(4, 6), "***");
  EXPECT_EQ(text.slice(4, 11), "***@b");
  EXPECT_EQ(text.slice(9, 11), "@b");
}

TEST(Redact, KnowsLinesOfAnIni) {
  EXPECT_EQ(redacted_line("url = mysql://u:hunter2@h/d"), "url = mysql://u:***@h/d");
  EXPECT_EQ(redacted_line("db_password = hunter2"), "db_password = ***");
  EXPECT_EQ(redacted_line("password_file = /run/secrets/db"), "password_file = /run/secrets/db");
  EXPECT_EQ(redacted_line("hunter2@h/d"), "***@h/d");
  EXPECT_EQ(redacted_line("password hunter2"), "***");
  EXPECT_EQ(redacted_line("script_location = %(here)s/a:b"), "script_location = %(here)s/a:b");
}

}  // namespace
}  // namespace dbmig

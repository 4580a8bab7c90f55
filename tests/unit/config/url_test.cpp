#include "config/url.h"

#include <gtest/gtest.h>

#include "config/url_display.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

UrlLogin parsed(std::string_view url) { return parse_url(url, locate_in("URL", url)); }

std::string url_complaint(std::string_view url) {
  return complaint([&] { parsed(url); });
}

/// A login in one line: `user:password@host:port{socket}/database`.
std::string text(std::string_view url) {
  const UrlLogin login = parsed(url);
  return login.user.value_or("") + (login.password ? ":" + login.password->reveal() : "") + "@" +
         login.host.value_or("") + (login.port ? ":" + std::to_string(*login.port) : "") +
         (login.socket ? "{" + *login.socket + "}" : "") + "/" + login.database;
}

std::string tls(std::string_view url) {
  const auto mode = parsed(url).ssl_mode;
  return mode ? std::string(name(*mode)) : "open";
}

TEST(Url, ReadsSqlalchemysForm) {
  EXPECT_EQ(text("mysql://root@localhost/voipbin"), "root@localhost/voipbin");
  EXPECT_EQ(text("mysql+pymysql://u:p@db.example:3307/d?charset=utf8mb4"), "u:p@db.example:3307/d");
  EXPECT_EQ(text("mariadb+mariadbconnector://u@h/d"), "u@h/d");
  EXPECT_EQ(text("mysql://[::1]:3306/d"), "@::1:3306/d");
  EXPECT_EQ(text("mysql:///d"), "@/d");
  EXPECT_EQ(text("MySQL://h"), "@h/");
}

TEST(Url, DecodesUserPasswordAndDatabase) {
  EXPECT_EQ(text("mysql://a%40b:p%3A%2f%25@h/d%2Fe"), "a@b:p:/%@h/d/e");
  EXPECT_EQ(text("mysql://u:50%off+1@h/d"), "u:50%off+1@h/d");
}

TEST(Url, KeepsASlashAndAQuestionMarkOfAPassword) {
  EXPECT_EQ(text("mysql://u:a/b?c@h/d"), "u:a/b?c@h/d");
}

TEST(Url, KnowsAnEmptyPasswordFromNone) {
  EXPECT_TRUE(parsed("mysql://u:@h/d").password.has_value());
  EXPECT_FALSE(parsed("mysql://u@h/d").password.has_value());
}

TEST(Url, TakesAnAtSignBehindTheQuestionMarkForNoLogin) {
  EXPECT_EQ(text("mysql://h:3306/d?unix_socket=/a@b"), "@h:3306{/a@b}/d");
}

TEST(Url, LocalhostIsAnAddressWithAPortOrAPythonDriver) {
  EXPECT_EQ(text("mysql://localhost/d"), "@localhost/d");
  EXPECT_EQ(text("mysql+mysqldb://localhost/d"), "@localhost/d");
  EXPECT_EQ(text("mysql://localhost:3307/d"), "@127.0.0.1:3307/d");
  EXPECT_EQ(text("mysql+pymysql://localhost/d"), "@127.0.0.1/d");
  EXPECT_EQ(parsed("mysql+pymysql:///d").default_host, "127.0.0.1");
}

TEST(Url, ReadsTheOptionsOfADriver) {
  const UrlLogin login = parsed(
      "mysql://h/d?unix_socket=%2Frun%2Fs&ssl_ca=/ca&ssl_cert=/c&ssl-key=/k&connect_timeout=3"
      "&plugin_dir=/p&local_infile=1");
  EXPECT_EQ(login.socket, "/run/s");
  EXPECT_EQ(login.ssl_ca, "/ca");
  EXPECT_EQ(login.ssl_cert, "/c");
  EXPECT_EQ(login.ssl_key, "/k");
  EXPECT_EQ(login.plugin_dir, "/p");
  EXPECT_EQ(login.connect_timeout, std::chrono::seconds(3));
}

TEST(Url, TurnsEveryWordForTlsIntoAMode) {
  EXPECT_EQ(tls("mysql://h/d"), "open");
  EXPECT_EQ(tls("mysql://h/d?ssl_mode=VERIFY_CA"), "verify_ca");
  EXPECT_EQ(tls("mysql://h/d?ssl-mode=verify-identity"), "verify_identity");
  EXPECT_EQ(tls("mysql://h/d?ssl=true"), "required");
  EXPECT_EQ(tls("mysql://h/d?ssl_disabled=true"), "disabled");
  EXPECT_EQ(tls("mysql://h/d?ssl_verify_cert=true"), "verify_ca");
  EXPECT_EQ(tls("mysql://h/d?ssl_check_hostname=true"), "verify_identity");
  EXPECT_EQ(tls("mysql://h/d?ssl_ca=/ca"), "verify_ca");
  EXPECT_EQ(tls("mysql+pymysql://h/d?ssl_ca=/ca"), "verify_identity");
  EXPECT_EQ(tls("mysql+pymysql://h/d?ssl_ca=/ca&ssl_check_hostname=false"), "verify_ca");
  EXPECT_EQ(tls("mysql://h/d?ssl_ca=/ca&ssl_verify_cert=false"), "required");
  EXPECT_EQ(tls("mysql://h/d?ssl_ca=/ca&ssl_mode=required"), "required");
}

TEST(Url, PassesOverAnOptionWithoutAValue) { EXPECT_EQ(text("mysql://h/d?charset=&&"), "@h/d"); }

TEST(Dsn, ReadsGosForm) {
  EXPECT_EQ(text("user:pass@tcp(host:3306)/db?parseTime=true&loc=UTC"), "user:pass@host:3306/db");
  EXPECT_EQ(text("user@unix(/run/my.sock)/db"), "user@{/run/my.sock}/db");
  EXPECT_EQ(text("user:pass@/db"), "user:pass@/db");
  EXPECT_EQ(text("user@tcp([::1]:3306)/db"), "user@::1:3306/db");
  EXPECT_EQ(text("user@tcp(localhost)/"), "user@127.0.0.1/");
  EXPECT_EQ(text("unix(/s)/db"), "@{/s}/db");
  EXPECT_EQ(text("/db"), "@/db");
  EXPECT_EQ(parsed("user@/db").default_host, "127.0.0.1");
}

TEST(Dsn, TakesTheLastAtSignBeforeTheLastSlash) {
  EXPECT_EQ(text("u:p@s:s/w?o%41rd@tcp(h:1)/d"), "u:p@s:s/w?o%41rd@h:1/d");
  EXPECT_EQ(text("u:p@/d@/db"), "u:p@/d@/db");
}

TEST(Dsn, TurnsTlsIntoAMode) {
  EXPECT_EQ(tls("u@tcp(h)/d?tls=true"), "verify_identity");
  EXPECT_EQ(tls("u@tcp(h)/d?tls=skip-verify"), "required");
  EXPECT_EQ(tls("u@tcp(h)/d?tls=preferred"), "preferred");
  EXPECT_EQ(tls("u@tcp(h)/d?tls=false"), "disabled");
}

TEST(Dsn, ReadsItsTimeout) {
  EXPECT_EQ(parsed("u@/d?timeout=1m30s").connect_timeout, std::chrono::seconds(90));
  EXPECT_EQ(parsed("u@/d?timeout=500ms").connect_timeout, std::chrono::seconds(1));
}

TEST(UrlError, PointsIntoTheRedactedUrl) {
  EXPECT_EQ(url_complaint("mysql://root:hunter2@localhost/voipbin?sll_ca=x"),
            "URL:1:36: unknown option \"sll_ca\" in the URL, did you mean \"ssl_ca\"?\n"
            "  mysql://root:***@localhost/voipbin?sll_ca=x\n"
            "                                     ^");
}

TEST(UrlError, NamesOtherDatabases) {
  EXPECT_EQ(url_complaint("postgresql://u:secret@h/d"),
            "URL:1:1: dbmig speaks to MySQL and MariaDB, not to \"postgresql\"\n"
            "  postgresql://u:***@h/d\n  ^\n"
            "hint: write mysql://user:password@host:3306/database or "
            "user:password@tcp(host:3306)/database");
  EXPECT_NE(url_complaint("sqlite:///x.db").find("not to \"sqlite\""), std::string::npos);
  EXPECT_NE(url_complaint("mysq://h/d").find("did you mean \"mysql\"?"), std::string::npos);
}

TEST(UrlError, RefusesAPortThatIsNone) {
  EXPECT_EQ(url_complaint("mysql://u:p@h:33o6/d"),
            "URL:1:19: \"33o6\" is not a port number\n  mysql://u:***@h:33o6/d\n"
            "                    ^");
  EXPECT_NE(url_complaint("mysql://h:0/d"), "no error");
  EXPECT_NE(url_complaint("mysql://h:65536/d"), "no error");
  EXPECT_NE(url_complaint("mysql://h:99999999999999999999/d"), "no error");
}

TEST(UrlError, HidesWhatMayBeAPasswordWhoseAtSignIsMissing) {
  EXPECT_EQ(url_complaint("mysql://root:hunter2"),
            "URL:1:14: \"***\" is not a port number\n  mysql://root:***\n               ^");
}

TEST(UrlError, ExplainsAnAtSignInAPassword) {
  EXPECT_EQ(url_complaint("mysql://u:p@ss@h/d"),
            "URL:1:11: an @ in a user name or a password is written %40\n  mysql://u:***@h/d\n"
            "            ^");
}

TEST(UrlError, RefusesOptionsThatBelongElsewhere) {
  EXPECT_EQ(url_complaint("mysql://h/d?password=hunter2"),
            "URL:1:13: the option \"password\" is not taken in a URL\n"
            "  mysql://h/d?password=***\n              ^\n"
            "hint: put it before the @, or better in password_file or DBMIG_PASSWORD");
  EXPECT_EQ(url_complaint("mysql://h/d?read_default_file=~/x"),
            "URL:1:13: the option \"read_default_file\" is not taken in a URL\n"
            "  mysql://h/d?read_default_file=~/x\n              ^\n"
            "hint: dbmig reads the groups [client] and [dbmig] of the usual option files by "
            "itself; for a password alone use password_file");
  EXPECT_NE(url_complaint("mysql://h/d?sql_mode=ANSI"), "no error");
  EXPECT_NE(url_complaint("mysql://h/d?user=x"), "no error");
}

TEST(UrlError, RefusesWrongValuesOfOptions) {
  EXPECT_EQ(url_complaint("mysql://h/d?ssl_mode=requird"),
            "URL:1:22: \"requird\" is not a TLS mode, did you mean \"required\"?\n"
            "  mysql://h/d?ssl_mode=requird\n                       ^\n"
            "hint: one of disabled, preferred, required, verify_ca, verify_identity");
  EXPECT_EQ(url_complaint("mysql://h/d?ssl=maybe"),
            "URL:1:17: \"maybe\" is neither true nor false\n  mysql://h/d?ssl=maybe\n"
            "                  ^");
  EXPECT_EQ(url_complaint("mysql://h/d?connect_timeout=soon"),
            "URL:1:29: \"soon\" is not a length of time\n  mysql://h/d?connect_timeout=soon\n"
            "                              ^\nhint: write it as 5, 5s, 500ms or 2m");
  EXPECT_NE(url_complaint("mysql://h/d?ssl=1&ssl=0"), "no error");
}

TEST(UrlError, RefusesWrongPartsOfADsn) {
  EXPECT_EQ(url_complaint("u:p@localhost/d"),
            "URL:1:3: \"***\" is not a network\n  u:***\n    ^\n"
            "hint: write tcp(host:3306) or unix(/path/to/socket) between the @ and the last /");
  EXPECT_EQ(url_complaint("u:p@tpc(h)/d"),
            "URL:1:7: \"tpc\" is not a network, did you mean \"tcp\"?\n  u:***@tpc(h)/d\n"
            "        ^\nhint: write tcp(host:3306) or unix(/path/to/socket) between the @ and "
            "the last /");
  EXPECT_EQ(url_complaint("u:p@tcp(h/d"),
            "URL:1:10: this ( is never closed by a )\n  u:***@tcp(h/d\n           ^");
  EXPECT_EQ(url_complaint("u@unix()/d"),
            "URL:1:10: the path of the socket is missing\n  ***@unix()/d\n           ^");
  EXPECT_EQ(url_complaint("u:p@/d?tls=custom"),
            "URL:1:14: \"custom\" is not a value of tls\n  u:***@/d?tls=custom\n"
            "               ^\nhint: one of true, false, skip-verify, preferred; a CA of your "
            "own: ssl_ca");
  EXPECT_EQ(url_complaint("u:p@/d?parsetime=true"),
            "URL:1:10: unknown parameter \"parsetime\" in the DSN, did you mean \"parseTime\"?\n"
            "  u:***@/d?parsetime=true\n           ^");
}

TEST(UrlError, RefusesWhatIsNoUrl) {
  EXPECT_EQ(url_complaint("voipbin"),
            "URL:1:1: not the URL of a database\n  voipbin\n  ^\n"
            "hint: write mysql://user:password@host:3306/database or "
            "user:password@tcp(host:3306)/database");
  EXPECT_NE(url_complaint(""), "no error");
  EXPECT_NE(url_complaint("  "), "no error");
  EXPECT_NE(url_complaint("jdbc:mysql://h/d"), "no error");
  EXPECT_NE(url_complaint("mysql+://h/d"), "no error");
  EXPECT_NE(url_complaint("mysql://[::1/d"), "no error");
  EXPECT_NE(url_complaint("mysql://[]/d"), "no error");
  EXPECT_NE(url_complaint("mysql://[::1]x/d"), "no error");
  EXPECT_NE(url_complaint("mysql://[::g]/d"), "no error");
  EXPECT_NE(url_complaint("mysql://h o/d"), "no error");
  EXPECT_NE(url_complaint("mysql://h/a/b"), "no error");
  EXPECT_NE(url_complaint("mysql://h/a%00"), "no error");
  EXPECT_NE(url_complaint("mysql://h/a\nb"), "no error");
  EXPECT_NE(url_complaint(std::string_view("mysql://h/a\0", 12)), "no error");
}

TEST(UrlDisplay, IsWhatAlembicShows) {
  const auto shown = [](std::string_view url) { return parsed(url).display; };
  EXPECT_EQ(shown("mysql+pymysql://root@localhost/d?unix_socket=/tmp/a b/s&charset=utf8mb4"),
            "mysql+pymysql://root@localhost/d?charset=utf8mb4&unix_socket=%2Ftmp%2Fa+b%2Fs");
  EXPECT_EQ(shown("mysql://h:3306/d%20b?charset="), "mysql://h:3306/d%20b");
  EXPECT_EQ(shown("MySQL://u%40x:@[::1]:33"), "MySQL://u%40x:***@[::1]:33");
  EXPECT_EQ(shown("u:geheim@tcp(h)/d"), "");
}

TEST(UrlDisplay, HidesThePasswordWhereverItStands) {
  EXPECT_EQ(parsed("mysql://u:ge/he?im@h/d").display, "mysql://u:***@h/d");
  EXPECT_EQ(parsed("mysql://:geheim@h").display, "mysql://:***@h");
  UrlParts parts;
  parts.scheme = "mysql";
  parts.query = "passwd=geheim&charset=utf8";
  EXPECT_EQ(displayed_url(parts), "mysql://?charset=utf8&passwd=***");
}

}  // namespace
}  // namespace dbmig

#include "config/login.h"

#include <gtest/gtest.h>

#include "support/temp_dir.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

/// An ini with one tree, [main], and these lines in its section.
std::string one_tree(std::string_view lines) {
  return "[dbmig]\ntrees = main\n[main]\nscript_location = main\n" + std::string(lines) + "\n";
}

constexpr std::string_view kTwoTrees =
    "[dbmig]\ntrees = a-a, b\n"
    "[a-a]\nscript_location = a\nurl = mysql://u:pa@h/da\n"
    "[b]\nscript_location = b\nurl = mysql://u:pb@h/db\n";

class LoginTest : public testing::Test {
 protected:
  ConnectOptions login(std::string_view ini) { return settings(ini, request_).trees[0].server(); }
  std::string error(std::string_view ini) {
    return complaint([&] { login(ini); });
  }
  std::string password(std::string_view lines) { return login(one_tree(lines)).password.reveal(); }
  std::string origin(std::string_view ini, std::string_view key) {
    const Settings read = settings(ini, request_);
    for (const SettingLine& line : read.trees[0].lines) {
      if (line.key == key) return line.value + " from " + line.origin;
    }
    return "(none)";
  }
  std::string write(const std::string& name, std::string_view text) {
    put(dir_ / name, text);
    return (dir_ / name).string();
  }
  void write_options(std::string_view text) { request_.option_files = {write("my.cnf", text)}; }

  TempDir dir_;
  ConfigRequest request_ = quiet_request();
};

TEST_F(LoginTest, NamesTheVariableOfATree) {
  EXPECT_EQ(url_variable("bin-manager"), "DBMIG_URL_BIN_MANAGER");
  EXPECT_EQ(url_variable("asterisk_config"), "DBMIG_URL_ASTERISK_CONFIG");
}

TEST_F(LoginTest, FlagWinsOverEnvironmentOverFile) {
  const std::string ini = one_tree("url = mysql://file/d");
  EXPECT_EQ(login(ini).host, "file");
  request_.environment = {{"DBMIG_URL", "mysql://all/d"}};
  EXPECT_EQ(login(ini).host, "all");
  request_.environment["DBMIG_URL_MAIN"] = "mysql://own/d";
  EXPECT_EQ(login(ini).host, "own");
  request_.url = "mysql://flag/d";
  EXPECT_EQ(login(ini).host, "flag");
  EXPECT_EQ(origin(ini, "host"), "flag from --url");
}

TEST_F(LoginTest, EmptyVariablesAreNotSet) {
  request_.environment = {{"DBMIG_URL", ""}, {"DBMIG_URL_MAIN", ""}, {"DBMIG_PASSWORD", ""}};
  EXPECT_EQ(login(one_tree("url = mysql://file/d")).host, "file");
}

TEST_F(LoginTest, AUrlWithoutADatabaseKeepsTheTreesOwn) {
  request_.environment = {{"DBMIG_URL", "mysql://root:pw@other"}};
  const Settings read = settings(kTwoTrees, request_);
  EXPECT_EQ(read.trees[0].server().display(), "root@other:3306/da");
  EXPECT_EQ(read.trees[1].server().display(), "root@other:3306/db");
  EXPECT_EQ(origin(kTwoTrees, "database"), "da from migrate.ini:5");
}

TEST_F(LoginTest, RefusesOneDatabaseForSeveralTrees) {
  request_.environment = {{"DBMIG_URL", "mysql://other/x"}};
  EXPECT_EQ(error(kTwoTrees),
            "DBMIG_URL names the database \"x\", but 2 trees are to be worked on: a-a, b\n"
            "hint: leave the database out, set DBMIG_URL_A_A and DBMIG_URL_B, or choose one "
            "with -n");
  request_.tree = "b";
  EXPECT_EQ(login(kTwoTrees).database, "x");
}

TEST_F(LoginTest, ATreesFolderChoosesItForTheDatabaseOfTheEnvironment) {
  request_.environment = {{"DBMIG_URL", "mysql://other/x"}};
  request_.cwd = "/project/a";
  EXPECT_EQ(login(kTwoTrees).database, "x");
}

TEST_F(LoginTest, RefusesTheFlagForSeveralTrees) {
  request_.url = "mysql://other/x";
  EXPECT_EQ(error(kTwoTrees),
            "--url is for one tree, but 2 are to be worked on: a-a, b\n"
            "hint: choose one with -n, or set DBMIG_URL_A_A and DBMIG_URL_B");
}

TEST_F(LoginTest, RefusesAVariableOfNoTree) {
  request_.environment = {{"DBMIG_URL_AA", "mysql://other/x"}};
  EXPECT_EQ(error(kTwoTrees),
            "DBMIG_URL_AA is set, but no section is its tree, did you mean \"DBMIG_URL_A_A\"?");
}

TEST_F(LoginTest, RefusesAVariableOfTwoTrees) {
  request_.environment = {{"DBMIG_URL_A_A", "mysql://other/x"}};
  EXPECT_EQ(error(std::string(kTwoTrees) + "[a_a]\nscript_location = c\n"),
            "DBMIG_URL_A_A could mean more than one section\nhint: rename one of them");
}

TEST_F(LoginTest, PointsAtAMistakeInTheUrlOfAFile) {
  EXPECT_EQ(error(one_tree("url = mysql://u:hunter2@h:x/d")),
            "migrate.ini:5:27: \"x\" is not a port number\n"
            "  url = mysql://u:***@h:x/d\n                        ^");
}

TEST_F(LoginTest, PointsIntoTheLineOfAUrlInTheEnvironment) {
  request_.environment = {{"DBMIG_URL", "mysql://u:hunter2@h:x/d"}};
  EXPECT_EQ(error(one_tree("url = mysql://h/d")),
            "DBMIG_URL:1:17: \"x\" is not a port number\n"
            "  mysql://u:***@h:x/d\n                  ^");
}

TEST_F(LoginTest, PointsAtTheReferenceThatBringsTheMistake) {
  request_.environment = {{"PORT", "x"}};
  EXPECT_EQ(error(one_tree("url = mysql://u@h:${PORT}/d")),
            "migrate.ini:5:19: \"x\" is not a port number\n"
            "  url = mysql://***@h:${PORT}/d\n                      ^");
}

TEST_F(LoginTest, NeedsAUrlAndADatabase) {
  EXPECT_EQ(error(one_tree("")),
            "no url in [main]\n"
            "hint: add `url = mysql://user@host/database`, or set DBMIG_URL_MAIN");
  EXPECT_EQ(error(one_tree("url = mysql://h")),
            "migrate.ini:5:16: this URL names no database\n  url = mysql://h\n"
            "                 ^\nhint: end it with /database");
  request_.environment = {{"DBMIG_URL", "mysql://h"}};
  EXPECT_EQ(error(one_tree("")), "DBMIG_URL names no database, and neither does [main]");
}

TEST_F(LoginTest, AMistakeInTheLoginWaitsUntilSomebodyAsks) {
  const Settings read = settings(one_tree("url = mysql://u:50%@h/d"), request_);
  EXPECT_FALSE(read.trees[0].login.is_known());
  EXPECT_EQ(read.trees[0].script_location, "/project/main");
  EXPECT_EQ(complaint([&] { read.trees[0].server(); }),
            "migrate.ini:5:19: a % that is neither %% nor %(name)s\n"
            "  url = mysql://u:***@h/d\n                  ^\n"
            "hint: write %% for a percent sign");
}

TEST_F(LoginTest, TakesThePasswordFromTheMostSpecificSource) {
  write_options("[client]\npassword = options\n");
  EXPECT_EQ(password("url = mysql://u@h/d"), "options");
  EXPECT_EQ(password("url = mysql://u:url@h/d"), "url");
  request_.environment["DBMIG_PASSWORD"] = "variable";
  EXPECT_EQ(password("url = mysql://u:url@h/d"), "variable");
  request_.environment["DBMIG_PASSWORD_FILE"] = write("a", "variable file");
  EXPECT_EQ(password("url = mysql://u:url@h/d"), "variable file");
  const std::string key = "\npassword_file = " + write("b", "key");
  EXPECT_EQ(password("url = mysql://u:url@h/d" + key), "key");
  request_.environment["DBMIG_URL"] = "mysql://u:outside@h";
  EXPECT_EQ(password("url = mysql://u:url@h/d" + key), "outside");
}

TEST_F(LoginTest, DropsOneNewlineAtTheEndOfAPasswordFile) {
  const std::string key = "url = mysql://u@h/d\npassword_file = ";
  EXPECT_EQ(password(key + write("p", " a b \n")), " a b ");
  EXPECT_EQ(password(key + write("p", "x\r\n")), "x");
  EXPECT_EQ(password(key + write("p", "x\n\n")), "x\n");
}

TEST_F(LoginTest, RefusesAPasswordFileThatHoldsNone) {
  EXPECT_EQ(error(one_tree("url = mysql://u@h/d\npassword_file = /none")),
            "migrate.ini:6:17: password_file: cannot read /none: No such file or directory\n"
            "  password_file = /none\n                  ^");
  const std::string empty = write("p", "\n");
  request_.environment["DBMIG_PASSWORD_FILE"] = empty;
  EXPECT_EQ(error(one_tree("url = mysql://u@h/d")), "DBMIG_PASSWORD_FILE: " + empty + " is empty");
  write("p", std::string(5000, 'x'));
  EXPECT_EQ(error(one_tree("url = mysql://u@h/d")),
            "DBMIG_PASSWORD_FILE: " + empty + " is too long for a password");
}

TEST_F(LoginTest, MayAskOnlyWhenNothingNamesAPassword) {
  const auto may_ask = [&](std::string_view lines) {
    return settings(one_tree(lines), request_).trees[0].login.may_ask_for_password;
  };
  EXPECT_TRUE(may_ask("url = mysql://u@h/d"));
  EXPECT_FALSE(may_ask("url = mysql://u:@h/d"));
  EXPECT_FALSE(may_ask("url = mysql://u:p@h/d"));
}

TEST_F(LoginTest, OptionFilesGiveWhatTheUrlLeavesOpen) {
  write_options("[client]\nuser = ann\npassword = p\nhost = db1\nport = 3307\n");
  EXPECT_EQ(login(one_tree("url = mysql:///d")).display(), "ann@db1:3307/d");
  EXPECT_EQ(login(one_tree("url = mysql://db2/d")).display(), "ann@db2:3306/d");
  EXPECT_EQ(login(one_tree("url = mysql://bob@/d")).password.reveal(), "");
  EXPECT_EQ(login(one_tree("url = mysql://ann@/d")).password.reveal(), "p");
  EXPECT_EQ(origin(one_tree("url = mysql:///d"), "user"),
            "ann from " + (dir_ / "my.cnf").string() + " [client]");
}

TEST_F(LoginTest, OptionFilesGiveTheSocketOfTheLocalServer) {
  write_options("[client]\nsocket = /run/my.sock\n");
  EXPECT_EQ(login(one_tree("url = mysql://u@localhost/d")).socket, "/run/my.sock");
  EXPECT_EQ(login(one_tree("url = mysql:///d")).socket, "/run/my.sock");
  EXPECT_EQ(login(one_tree("url = u@/d")).socket, "/run/my.sock");
  EXPECT_EQ(login(one_tree("url = mysql://u@db1/d")).socket, "");
  EXPECT_EQ(login(one_tree("url = mysql://u@localhost:3306/d")).socket, "");
}

TEST_F(LoginTest, RefusesAPortOfAnOptionFileThatIsNone) {
  write_options("[client]\nport = x\n");
  EXPECT_EQ(error(one_tree("url = mysql:///d")), "the port in " + (dir_ / "my.cnf").string() +
                                                     " [client] is not a number from 1 to 65535");
}

TEST_F(LoginTest, WhatTheUrlSaysAboutTlsWins) {
  const std::string keys = "\nssl_mode = verify_ca\nssl_ca = ca.pem\nssl_cert = /c\nssl_key = /k";
  const ConnectOptions by_keys = login(one_tree("url = mysql://h/d" + keys));
  EXPECT_EQ(by_keys.ssl_mode, SslMode::verify_ca);
  EXPECT_EQ(by_keys.ssl_ca, "/project/ca.pem");
  EXPECT_EQ(by_keys.ssl_cert, "/c");
  EXPECT_EQ(by_keys.ssl_key, "/k");
  EXPECT_EQ(login(one_tree("url = mysql://h/d?ssl_mode=required" + keys)).ssl_mode,
            SslMode::required);
}

TEST_F(LoginTest, VerifiesAgainstTheSystemsOwnWhenNoCaIsNamed) {
  const std::string ini = one_tree("url = mysql://h/d\nssl_mode = verify_identity");
  EXPECT_EQ(error(ini),
            "ssl_mode verify_identity needs ssl_ca: this system has no CA bundle\n"
            "hint: name the CA of the server in ssl_ca, or install ca-certificates");
  request_.ca_bundles = {"/none", write("ca", "")};
  EXPECT_EQ(login(ini).ssl_ca, (dir_ / "ca").string());
  request_.environment["SSL_CERT_FILE"] = write("own", "");
  EXPECT_EQ(login(ini).ssl_ca, (dir_ / "own").string());
}

TEST_F(LoginTest, RefusesAnUnknownTlsMode) {
  EXPECT_EQ(error(one_tree("url = mysql://h/d\nssl_mode = verify-cs")),
            "migrate.ini:6:12: ssl_mode is not a TLS mode, did you mean \"verify_ca\"?\n"
            "  ssl_mode = verify-cs\n             ^\n"
            "hint: one of disabled, preferred, required, verify_ca, verify_identity");
}

TEST_F(LoginTest, TheUrlsOwnTimeoutWins) {
  EXPECT_EQ(login(one_tree("url = mysql://h/d")).connect_timeout, std::chrono::seconds(10));
  EXPECT_EQ(login(one_tree("url = mysql://h/d\nconnect_timeout = 1500ms")).connect_timeout,
            std::chrono::seconds(2));
  EXPECT_EQ(
      login(one_tree("url = mysql://h/d?connect_timeout=3\nconnect_timeout = 4")).connect_timeout,
      std::chrono::seconds(3));
}

TEST_F(LoginTest, ShowsEachPartWithItsOriginAndNoPassword) {
  const std::string ini = one_tree("url = mysql://u:hunter2@h:3307/d");
  EXPECT_EQ(origin(ini, "url"), "mysql://u:***@h:3307/d from migrate.ini:5");
  EXPECT_EQ(origin(ini, "password"), "*** from migrate.ini:5");
  EXPECT_EQ(origin(ini, "port"), "3307 from migrate.ini:5");
  EXPECT_EQ(origin(ini, "ssl_mode"), "preferred from default");
}

TEST_F(LoginTest, ShowsTheUserOfAUrlWithoutAPassword) {
  EXPECT_EQ(origin(one_tree("url = mysql://u@h/d"), "url"), "mysql://u@h/d from migrate.ini:5");
}

TEST_F(LoginTest, ShowsTheUrlOfALoginThatIsNotKnown) {
  EXPECT_EQ(origin(one_tree("url = mysql://u:hunter2@h:x/d"), "url"),
            "mysql://u:***@h:x/d from migrate.ini:5");
}

}  // namespace
}  // namespace dbmig

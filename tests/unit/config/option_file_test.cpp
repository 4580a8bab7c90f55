#include "config/option_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temp_dir.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

class OptionFile : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view text) {
    put(dir_ / name, text);
    return dir_ / name;
  }
  OptionFileLogin read(std::initializer_list<std::string_view> texts) {
    std::vector<std::filesystem::path> files;
    for (const std::string_view text : texts)
      files.push_back(write(std::to_string(files.size()) + ".cnf", text));
    return read_option_files(files, {});
  }
  std::string password(std::string_view line) {
    const OptionFileLogin login = read({"[client]\npassword = " + std::string(line) + "\n"});
    return login.password ? login.password->text : "(none)";
  }

  TempDir dir_;
};

TEST_F(OptionFile, ReadsTheTwoGroupsAlone) {
  const OptionFileLogin login =
      read({"user = none\n[mysqld]\nuser = mysql\n[client]\nuser=ann\nport = "
            "3307\n[mysqldump]\nhost=x\n"});
  EXPECT_EQ(login.user->text, "ann");
  EXPECT_EQ(login.user->origin, (dir_ / "0.cnf").string() + " [client]");
  EXPECT_EQ(login.port->text, "3307");
  EXPECT_FALSE(login.host);
}

TEST_F(OptionFile, LetsTheLaterFileWin) {
  EXPECT_EQ(read({"[client]\nhost=a\n", "[client]\nhost=b\n"}).host->text, "b");
}

TEST_F(OptionFile, LetsTheGroupDbmigWin) {
  EXPECT_EQ(read({"[dbmig]\nhost=a\n", "[client]\nhost=b\n"}).host->text, "a");
}

TEST_F(OptionFile, KnowsQuotesEscapesAndComments) {
  EXPECT_EQ(password("a b # c"), "a b");
  EXPECT_EQ(password("'a # b' # c"), "a # b");
  EXPECT_EQ(password("\"a\\\"#\\s\\\\n\\t\""), "a\"# \\n\t");
  EXPECT_EQ(password("a\\qb"), "a\\qb");
  EXPECT_EQ(password(""), "");
}

TEST_F(OptionFile, TakesAPasswordWithoutAValueForNone) {
  EXPECT_FALSE(read({"[client]\npassword\n"}).password);
}

TEST_F(OptionFile, FollowsIncludes) {
  std::filesystem::create_directory(dir_ / "d");
  write("d/b.cnf", "[client]\nhost=b\n");
  write("d/a.cnf", "[client]\nhost=a\nuser=a\n");
  write("d/c.txt", "[client]\nhost=c\n");
  write("e.cnf", "[client]\nsocket=/s\n");
  const OptionFileLogin login = read(
      {"!includedir " + (dir_ / "d").string() + "\n!include " + (dir_ / "e.cnf").string() + "\n"});
  EXPECT_EQ(login.host->text, "b");
  EXPECT_EQ(login.user->text, "a");
  EXPECT_EQ(login.socket->text, "/s");
}

TEST_F(OptionFile, SurvivesFilesThatIncludeThemselves) {
  const std::string self = (dir_ / "0.cnf").string();
  EXPECT_EQ(
      read({"[client]\nuser=a\n!include " + self + "\n!includedir " + dir_.path().string() + "\n"})
          .user->text,
      "a");
}

TEST_F(OptionFile, PassesOverWhatEverybodyMayWrite) {
  const auto file = write("w.cnf", "[client]\nuser=mallory\n");
  ::chmod(file.c_str(), 0666);
  EXPECT_FALSE(read_option_files(std::vector{file}, {}).user);
}

TEST_F(OptionFile, PassesOverWhatIsNoRegularFile) {
  EXPECT_FALSE(read_option_files(std::vector{dir_.path(), dir_ / "none"}, {}).user);
}

TEST_F(OptionFile, FindsTheHomeFolder) {
  write(".my.cnf", "[client]\nuser=home\n");
  const std::vector<std::filesystem::path> files = {"~/.my.cnf"};
  EXPECT_EQ(read_option_files(files, {{"HOME", dir_.path().string()}}).user->text, "home");
  EXPECT_FALSE(read_option_files(files, {}).user);
}

TEST_F(OptionFile, SurvivesEveryTruncation) {
  const std::string text =
      "[client]\npassword = \"a\\\"#b\" # c\n!include /none\n[dbmig]\nuser=x\n";
  const std::vector files = {write("cut.cnf", text)};
  for (std::size_t size = text.size(); size > 0; --size) {
    std::filesystem::resize_file(files[0], size);
    EXPECT_NO_THROW(read_option_files(files, {}));
  }
}

}  // namespace
}  // namespace dbmig

#include <gtest/gtest.h>

#include "config/config_file.h"
#include "support/temp_dir.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

constexpr std::string_view kTwoTrees =
    "[dbmig]\ntrees = bin-manager, asterisk_config\n"
    "[bin-manager]\nscript_location = bin-manager/main\n"
    "[asterisk_config]\nscript_location = asterisk_config/config\n"
    "[staging]\nscript_location = staging/main\n";

/// The names of the chosen trees, or the complaint.
std::string chosen(const std::string& name, const std::string& cwd,
                   TreeCount count = TreeCount::any) {
  std::string names;
  const std::string error = complaint([&] {
    ConfigRequest request = quiet_request();
    request.tree = name;
    request.cwd = cwd;
    const Settings read = settings(kTwoTrees, request);
    for (const TreeSettings* tree : select_trees(read, name, cwd, count))
      names += tree->name + " ";
  });
  return names.empty() ? error : names;
}

TEST(SelectTrees, TakesTheNamedOne) {
  EXPECT_EQ(chosen("asterisk_config", "/project"), "asterisk_config ");
  EXPECT_EQ(chosen("staging", "/project/bin-manager"), "staging ");
}

TEST(SelectTrees, TakesTheOneWhoseFolderThisIs) {
  EXPECT_EQ(chosen("", "/project/bin-manager"), "bin-manager ");
  EXPECT_EQ(chosen("", "/project/bin-manager/main/versions"), "bin-manager ");
  EXPECT_EQ(chosen("", "/project/asterisk_config/config", TreeCount::exactly_one),
            "asterisk_config ");
}

TEST(SelectTrees, TakesAllElsewhere) {
  EXPECT_EQ(chosen("", "/project"), "bin-manager asterisk_config ");
  EXPECT_EQ(chosen("", "/project/bin-manager2"), "bin-manager asterisk_config ");
  EXPECT_EQ(chosen("", "/"), "bin-manager asterisk_config ");
}

TEST(SelectTrees, TakesAllWhereTheFoldersOfTwoTreesMeet) {
  ConfigRequest request = quiet_request();
  const Settings read =
      settings("[dbmig]\n[a]\nscript_location=db/a\n[b]\nscript_location=db/b\n", request);
  EXPECT_EQ(select_trees(read, "", "/project/db", TreeCount::any).size(), 2U);
  EXPECT_EQ(select_trees(read, "", "/project/db/b", TreeCount::any)[0]->name, "b");
}

TEST(SelectTrees, RefusesAnUnknownName) {
  EXPECT_EQ(chosen("binmanager", "/project"),
            "no tree [binmanager] in migrate.ini, did you mean \"bin-manager\"?\n"
            "hint: -n names one of: bin-manager, asterisk_config, staging");
  EXPECT_NE(chosen("dbmig", "/project").find("no tree [dbmig]"), std::string::npos);
}

TEST(SelectTrees, SaysThatExactlyOneIsNeeded) {
  EXPECT_EQ(chosen("", "/project", TreeCount::exactly_one),
            "this command acts on one tree, and migrate.ini lists 2: bin-manager, "
            "asterisk_config\nhint: choose one with -n NAME");
}

TEST(SelectTrees, FollowsSymbolicLinks) {
  const TempDir dir;
  std::filesystem::create_directories(dir / "real/bin/main");
  std::filesystem::create_directories(dir / "real/ast/main");
  std::filesystem::create_directory_symlink(dir / "real", dir / "link");
  ConfigRequest request = quiet_request();
  request.cwd = dir / "link";
  const Settings read = settings_from_text(
      dir / "link/migrate.ini",
      "[dbmig]\n[bin]\nscript_location = bin/main\n[ast]\nscript_location = ast/main\n", request);
  EXPECT_EQ(select_trees(read, "", dir / "real/bin", TreeCount::any)[0]->name, "bin");
}

class ConfigFileTest : public testing::Test {
 protected:
  ConfigFileTest() {
    std::filesystem::create_directories(dir_ / "a/b");
    request_.cwd = dir_ / "a/b";
  }
  void write(const std::string& name) { put(dir_ / name, "[dbmig]\n"); }
  std::string found() const {
    const ConfigFile file = find_config_files(request_).ini.value();
    return file.path.lexically_relative(dir_.path()).string() + " by " + file.origin;
  }

  TempDir dir_;
  ConfigRequest request_ = quiet_request();
};

TEST_F(ConfigFileTest, IsLookedForInEachFolderAbove) {
  write("alembic.ini");
  EXPECT_EQ(found(), "alembic.ini by default");
  write("a/alembic.ini");
  EXPECT_EQ(found(), "a/alembic.ini by default");
  write("a/migrate.ini");
  EXPECT_EQ(found(), "a/migrate.ini by default");
  write("a/b/alembic.ini");
  EXPECT_EQ(found(), "a/b/alembic.ini by default");
}

TEST_F(ConfigFileTest, IsNamedByFlagThenByVariables) {
  write("migrate.ini");
  write("one.ini");
  write("two.ini");
  write("three.ini");
  request_.environment = {{"ALEMBIC_CONFIG", (dir_ / "three.ini").string()}};
  EXPECT_EQ(found(), "three.ini by ALEMBIC_CONFIG");
  request_.environment["DBMIG_CONFIG"] = "../../two.ini";
  EXPECT_EQ(found(), "two.ini by DBMIG_CONFIG");
  request_.config_file = "../../one.ini";
  EXPECT_EQ(found(), "one.ini by -c");
}

TEST_F(ConfigFileTest, MustExistWhenItIsNamed) {
  request_.config_file = "x.ini";
  EXPECT_EQ(complaint([&] { found(); }), "-c names x.ini, which does not exist");
  request_.config_file.clear();
  request_.environment = {{"DBMIG_CONFIG", "y.ini"}};
  EXPECT_EQ(complaint([&] { found(); }), "DBMIG_CONFIG names y.ini, which does not exist");
}

TEST_F(ConfigFileTest, IsAnIni) {
  write("a/b/poetry.toml");
  request_.config_file = "poetry.toml";
  EXPECT_EQ(complaint([&] { found(); }),
            "-c names poetry.toml, which is no ini file\n"
            "hint: name the alembic.ini or the migrate.ini beside it");
}

TEST_F(ConfigFileTest, SaysWhereItLooked) {
  request_.cwd = "/proc/self";
  EXPECT_EQ(complaint([&] { found(); }),
            "no migrate.ini and no alembic.ini in /proc/self or any folder above it\n"
            "hint: name the file with -c FILE or DBMIG_CONFIG, or make one from "
            "migrate.ini.sample");
}

TEST_F(ConfigFileTest, IsReadFromTheDisk) {
  put(dir_ / "a/migrate.ini", "[dbmig]\n[t]\nscript_location = s\n");
  const Settings read = load_settings(request_);
  EXPECT_EQ(read.trees[0].script_location, dir_ / "a/s");
  EXPECT_EQ(setting_lines(read)[0].origin, "default");
}

TEST_F(ConfigFileTest, MayNotBeAFolder) {
  std::filesystem::create_directory(dir_ / "x.ini");
  request_.config_file = (dir_ / "x.ini").string();
  EXPECT_EQ(complaint([&] { load_settings(request_); }),
            "cannot read " + (dir_ / "x.ini").string() + ": Is a directory");
}

}  // namespace
}  // namespace dbmig

#include "config/pyproject.h"

#include <gtest/gtest.h>

#include "support/temp_dir.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

class PyprojectFile : public testing::Test {
 protected:
  PyprojectFile() { request_.cwd = folder_.path(); }

  void toml(const std::string& text) { put(folder_ / "pyproject.toml", text); }
  void ini(const std::string& text) { put(folder_ / "alembic.ini", text); }
  Settings read() { return load_settings(request_); }
  TreeSettings tree() { return read().trees.at(0); }
  std::string refused() {
    return complaint([&] { read(); });
  }

  TempDir folder_;
  ConfigRequest request_ = quiet_request();
};

TEST_F(PyprojectFile, AloneIsAConfiguration) {
  toml(
      "[tool.alembic]\nscript_location = \"%(here)s/db\"\ntruncate_slug_length = 12\n"
      "file_template = \"%%(year)d_%%(rev)s\"\n");
  const TreeSettings read = tree();
  EXPECT_EQ(read.name, "alembic");
  EXPECT_EQ(read.script_location, folder_ / "db");
  EXPECT_EQ(read.truncate_slug_length, 12U);
  EXPECT_EQ(read.file_template, "%(year)d_%(rev)s");
}

TEST_F(PyprojectFile, TheIniWinsKeyByKey) {
  toml("[tool.alembic]\nscript_location = \"a\"\ntimezone = \"UTC\"\n");
  ini("[alembic]\nscript_location = b\nsqlalchemy.url = mysql://u@h/d\n");
  const TreeSettings read = tree();
  EXPECT_EQ(read.script_location, folder_ / "b");
  EXPECT_EQ(read.timezone, "UTC");
  EXPECT_EQ(read.server().display(), "u@h:3306/d");
}

TEST_F(PyprojectFile, CompletesAnIniThatHasNoSuchSection) {
  toml("[tool.alembic]\nscript_location = \"a\"\n");
  ini("[loggers]\nkeys = root\n");
  EXPECT_EQ(tree().script_location, folder_ / "a");
}

TEST_F(PyprojectFile, ListsAreNotSplitAgain) {
  toml("[tool.alembic]\nscript_location = \"a\"\nversion_locations = [\"x y\", \"%(here)s/z\"]\n");
  EXPECT_EQ(tree().version_locations,
            (std::vector<std::filesystem::path>{folder_ / "x y", folder_ / "z"}));
}

TEST_F(PyprojectFile, HasHooksAsTables) {
  toml(
      "[tool.alembic]\nscript_location = \"a\"\n[[tool.alembic.post_write_hooks]]\n"
      "name = \"one\"\ntype = \"exec\"\nexecutable = \"%(here)s/x\"\n"
      "[[tool.alembic.post_write_hooks]]\nname = \"two\"\n");
  const Settings settings = read();
  ASSERT_EQ(settings.post_write_hooks.size(), 2U);
  EXPECT_EQ(settings.post_write_hooks[0].executable, (folder_ / "x").string());
  EXPECT_EQ(settings.post_write_hooks[1].name, "two");
}

TEST_F(PyprojectFile, HooksOfTheIniReplaceThem) {
  toml("[tool.alembic]\n[[tool.alembic.post_write_hooks]]\nname = \"one\"\n");
  ini("[alembic]\nscript_location = a\n[post_write_hooks]\n");
  EXPECT_TRUE(read().post_write_hooks.empty());
}

TEST_F(PyprojectFile, OfAnotherProjectIsLeftAlone) {
  toml("[project]\nname = \"x\"\n");
  EXPECT_NE(refused().find("no migrate.ini and no alembic.ini in "), std::string::npos);
  toml("this is = not toml");
  EXPECT_NE(refused().find("no migrate.ini and no alembic.ini in "), std::string::npos);
}

TEST_F(PyprojectFile, OfAnotherProjectMayBeBrokenBesideAnIni) {
  toml("this is = not toml");
  ini("[alembic]\nscript_location = b\n");
  EXPECT_EQ(tree().script_location, folder_ / "b");
}

TEST_F(PyprojectFile, ANamedOneNeedsTheTable) {
  toml("[project]\nname = \"x\"\n");
  request_.pyproject_file = "pyproject.toml";
  EXPECT_EQ(refused(), "pyproject.toml has no table [tool.alembic]");
}

TEST_F(PyprojectFile, IsNamedByTheVariable) {
  std::filesystem::create_directory(folder_ / "sub");
  put(folder_ / "sub" / "pyproject.toml", "[tool.alembic]\nscript_location = \"%(here)s/db\"\n");
  request_.environment["ALEMBIC_CONFIG"] = "sub/pyproject.toml";
  EXPECT_EQ(tree().script_location, folder_ / "sub" / "db");
  ini("[alembic]\nscript_location = b\n");
  EXPECT_EQ(tree().script_location, folder_ / "b");
}

TEST_F(PyprojectFile, SaysWhereItIsNotToml) {
  toml("[tool.alembic]\nscript_location = 'a\n");
  const std::string text = refused();
  EXPECT_EQ(text.substr(0, text.find(" not TOML")), "pyproject.toml:2:21:");
}

TEST_F(PyprojectFile, WantsAFlagToBeOne) {
  toml("[tool.alembic]\nscript_location = \"a\"\nrecursive_version_locations = \"true\"\n");
  EXPECT_EQ(refused(),
            "pyproject.toml:3:31: boolean value expected for TOML parameter "
            "'recursive_version_locations'\n"
            "  recursive_version_locations = \"true\"\n"
            "                                ^");
}

TEST_F(PyprojectFile, PointsAtAValueThatIsWrong) {
  toml("[tool.alembic]\nscript_location = \"a\"\ntruncate_slug_length = \"many\"\n");
  EXPECT_EQ(refused(),
            "pyproject.toml:3:24: truncate_slug_length is not a number\n"
            "  truncate_slug_length = \"many\"\n"
            "                         ^");
}

TEST_F(PyprojectFile, LeavesTheLoginToTheIni) {
  toml("[tool.alembic]\nscript_location = \"a\"\nurl = \"mysql://h/d\"\n");
  EXPECT_THROW(tree().server(), Error);
}

TEST(Pyproject, TruncatedAnywhereItIsReadOrRefused) {
  const std::string whole =
      "[tool.alembic]\nscript_location = \"\xC3\xA9\"\nversion_locations = ['a', \"b\"]\n"
      "[[tool.alembic.post_write_hooks]]\nname = 'x'\n";
  for (std::size_t size = 0; size <= whole.size(); ++size) {
    complaint([&] { Pyproject::parse("p", whole.substr(0, size), "/h"); });
  }
}

TEST(Pyproject, AMistakeShowsNoPassword) {
  for (const char* text :
       {"[tool.alembic]\nurl = \"mysql://u:geheim@h/d\n",
        "[tool.alembic]\nurl = mysql://u:geheim@h/d", "[tool.alembic]\npassword = geheim\n"}) {
    const std::string said = complaint([&] { Pyproject::parse("p", text, "/h"); });
    EXPECT_NE(said, "no error");
    EXPECT_EQ(said.find("geheim"), std::string::npos) << said;
  }
}

TEST(Pyproject, HostileTextIsRefused) {
  const std::string deep = "[tool]\nalembic = " + std::string(100'000, '[');
  for (const std::string& text :
       {deep, std::string("alembic\0=", 9), std::string("\xFF\xFE"), std::string("tool = 1\nx"),
        std::string("[tool]\nalembic = 3"), std::string("[tool.alembic]\nfile_template = {a=1}"),
        std::string("[tool.alembic]\npost_write_hooks = [1]"), std::string(2'000'000, '\n')}) {
    EXPECT_NE(complaint([&] { Pyproject::parse("p", text, "/h"); }), "no error");
  }
}

}  // namespace
}  // namespace dbmig

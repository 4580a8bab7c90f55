#include "config/settings.h"

#include <gtest/gtest.h>

#include "support/temp_dir.h"
#include "unit/config/config_text.h"

namespace dbmig {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kTwoTrees = R"([dbmig]
trees = bin-manager, asterisk_config
lock_wait = 7s
[bin-manager]
script_location = %(here)s/bin-manager/main
url = mysql://root@localhost/voipbin
[asterisk_config]
script_location = asterisk_config/config
url = mysql://root@localhost/asterisk
adopt_version_table = alembic_version_config
lock_wait = 500ms
)";

/// An ini with one tree, [main], and these lines in its section.
std::string one_tree(std::string_view lines) {
  return "[dbmig]\ntrees = main\n[main]\nscript_location = main\n" + std::string(lines) + "\n";
}

TreeSettings tree(std::string_view lines) { return settings(one_tree(lines)).trees[0]; }

std::string error(std::string_view ini) {
  return complaint([&] { settings(ini); });
}

/// The settings of an alembic.ini that was read in the folder /cwd.
Settings alembic(std::string_view text, const std::string& section = {}) {
  ConfigRequest request = quiet_request();
  request.cwd = "/cwd";
  request.tree = section;
  return settings_from_text("/project/alembic.ini", text, request);
}

TEST(Settings, ReadsTheTreesInTheOrderOfTheList) {
  const Settings read = settings(kTwoTrees);
  ASSERT_EQ(read.trees.size(), 2U);
  EXPECT_EQ(read.style, ConfigStyle::dbmig);
  EXPECT_EQ(read.trees[0].name, "bin-manager");
  EXPECT_EQ(read.trees[1].server().display(), "root@localhost:3306/asterisk");
  EXPECT_EQ(read.trees[1].adopt_version_table, "alembic_version_config");
}

TEST(Settings, PathsOfAMigrateIniBeginAtItsFolder) {
  ConfigRequest request = quiet_request();
  request.cwd = "/elsewhere";
  const Settings read = settings(kTwoTrees, request);
  EXPECT_EQ(read.trees[0].version_locations.front(), "/project/bin-manager/main/versions");
  EXPECT_EQ(read.trees[1].script_location, "/project/asterisk_config/config");
}

TEST(Settings, ASettingOfDbmigHoldsForTreesThatSayNothingElse) {
  const Settings read = settings(kTwoTrees);
  EXPECT_EQ(read.trees[0].lock_wait, milliseconds(7000));
  EXPECT_EQ(read.trees[1].lock_wait, milliseconds(500));
}

TEST(Settings, TakeTheSectionsInTheirOrderWhenNoTreeIsListed) {
  const Settings read = settings("[dbmig]\n[b]\nscript_location=b\n[a]\nscript_location=a\n");
  EXPECT_EQ(read.tree_names, (std::vector<std::string>{"b", "a"}));
}

TEST(Settings, HaveADefaultForEverything) {
  const TreeSettings read = tree("");
  EXPECT_EQ(read.version_table, "alembic_version");
  EXPECT_TRUE(read.version_table_pk);
  EXPECT_EQ(read.file_template, "%(rev)s_%(slug)s");
  EXPECT_EQ(read.truncate_slug_length, 40U);
  EXPECT_FALSE(read.is_protected);
  EXPECT_EQ(read.lock_timeout, milliseconds(10000));
  EXPECT_EQ(read.lock_wait, milliseconds(5000));
  EXPECT_EQ(read.lock_budget, milliseconds(600000));
  EXPECT_EQ(read.statement_timeout, milliseconds(0));
  EXPECT_EQ(read.retries, 3U);
  EXPECT_EQ(read.retry_delay, milliseconds(1000));
  EXPECT_EQ(read.retry_backoff, 2);
  EXPECT_FALSE(read.sql_mode);
}

TEST(Settings, ReadEveryValue) {
  const TreeSettings read = tree(
      "version_table = v\nversion_table_schema = s\nversion_table_pk = no\n"
      "file_template = %%(rev)s\ntruncate_slug_length = 0\ntimezone = Europe/Berlin\n"
      "protected = true\nlock_budget = 2m\nstatement_timeout = 1h\nretries = 0\n"
      "retry_backoff = 1.5\nsql_mode = strict_all_tables, ANSI_QUOTES\n"
      "recursive_version_locations = on\n");
  EXPECT_EQ(read.version_table, "v");
  EXPECT_EQ(read.version_table_schema, "s");
  EXPECT_FALSE(read.version_table_pk);
  EXPECT_EQ(read.file_template, "%(rev)s");
  EXPECT_EQ(read.truncate_slug_length, 40U);
  EXPECT_EQ(read.timezone, "Europe/Berlin");
  EXPECT_TRUE(read.is_protected);
  EXPECT_EQ(read.retry_backoff, 1.5);
  EXPECT_EQ(read.sql_mode, "STRICT_ALL_TABLES,ANSI_QUOTES");
  EXPECT_TRUE(read.recursive_version_locations);
}

TEST(Settings, AnEmptySqlModeIsOne) { EXPECT_EQ(tree("sql_mode =").sql_mode, ""); }

TEST(Settings, SplitVersionLocationsByTheSeparator) {
  const auto count = [](std::string_view lines) { return tree(lines).version_locations.size(); };
  EXPECT_EQ(count("version_locations = a, b c,d"), 4U);
  EXPECT_EQ(count("path_separator = os\nversion_locations = /a:/b c:/d"), 3U);
  EXPECT_EQ(count("path_separator = ;\nversion_locations = a;b,c"), 2U);
  EXPECT_EQ(count("path_separator = space\nversion_locations = a  b,c"), 2U);
  EXPECT_EQ(count("path_separator = newline\nversion_locations =\n  a b\n  c"), 2U);
  EXPECT_EQ(count("path_separator = :\nversion_locations = /a:/b"), 2U);
  EXPECT_EQ(count("version_path_separator = ;\nversion_locations = a;b"), 2U);
  EXPECT_EQ(count("path_separator = ;\nversion_path_separator = os\nversion_locations = a;b"), 2U);
}

TEST(Settings, ReadPostWriteHooksAsData) {
  const Settings read = settings(one_tree("") +
                                 "[post_write_hooks]\nhooks = A, b\nA.type = exec\n"
                                 "a.executable = %(here)s/x\nb.type = console_scripts\n"
                                 "b.entrypoint = black\nb.options = -l 79\nb.cwd = /c\n");
  ASSERT_EQ(read.post_write_hooks.size(), 2U);
  EXPECT_EQ(read.post_write_hooks[0].name, "A");
  EXPECT_EQ(read.post_write_hooks[0].executable, "/project/x");
  EXPECT_EQ(read.post_write_hooks[1].entrypoint, "black");
  EXPECT_EQ(read.post_write_hooks[1].options, "-l 79");
}

TEST(Settings, ReadReservedSections) {
  const Settings read = settings(one_tree("") +
                                 "[dbmig:collations]\nutf8mb4_uca1400_ai_ci = utf8mb4_general_ci\n"
                                 "[dbmig:names]\nproject.StringID = String(250)\n");
  EXPECT_EQ(read.collations[0].value, "utf8mb4_general_ci");
  EXPECT_EQ(read.names[0].name, "project.StringID");
}

TEST(SettingsError, PointsAtAnUnknownKey) {
  EXPECT_EQ(error(one_tree("lock_wiat = 5s")),
            "migrate.ini:5:1: unknown key \"lock_wiat\" in [main], did you mean \"lock_wait\"?\n"
            "  lock_wiat = 5s\n  ^");
  EXPECT_EQ(error("[dbmig]\ntrese = main\n"),
            "migrate.ini:2:1: unknown key \"trese\" in [dbmig], did you mean \"trees\"?\n"
            "  trese = main\n  ^");
}

TEST(SettingsError, HidesTheValueOfAKeyThatResemblesNone) {
  EXPECT_EQ(error(one_tree("credentials = hunter2")),
            "migrate.ini:5:1: unknown key \"credentials\" in [main]\n  credentials = ***\n  ^");
}

TEST(SettingsError, SaysWhereAKeyBelongs) {
  EXPECT_EQ(error("[dbmig]\nscript_location = x\n"),
            "migrate.ini:2:1: \"script_location\" belongs into the section of a tree, not into "
            "[dbmig]\n  script_location = x\n  ^");
  EXPECT_EQ(error(one_tree("trees = x")),
            "migrate.ini:5:1: \"trees\" belongs into [dbmig], not into [main]\n  trees = x\n  ^");
}

TEST(SettingsError, PointsAtAKeyOfPythonsOnly) {
  EXPECT_EQ(error(one_tree("prepend_sys_path = .")),
            "migrate.ini:5:1: \"prepend_sys_path\" means something to Alembic's Python only\n"
            "  prepend_sys_path = ***\n  ^\nhint: leave it out");
}

TEST(SettingsError, ChecksDefaultsThatNothingRefersTo) {
  EXPECT_EQ(error("[DEFAULT]\nhst = h\n" + one_tree("url = mysql://%(hst)s/d")), "no error");
  EXPECT_EQ(error("[DEFAULT]\nlock_wiat = 1\n" + one_tree("")),
            "migrate.ini:2:1: unknown key \"lock_wiat\" in [DEFAULT], did you mean "
            "\"lock_wait\"?\n  lock_wiat = 1\n  ^\n"
            "hint: a name for use in values is used as %(name)s");
}

TEST(SettingsError, RefusesAnUnknownSectionOfDbmig) {
  EXPECT_EQ(error(one_tree("") + "[dbmig:colations]\n"),
            "migrate.ini:6:1: unknown section [dbmig:colations], did you mean "
            "\"dbmig:collations\"?\n  [dbmig:colations]\n  ^");
}

TEST(SettingsError, RefusesAHookThatIsNoneOfTheirKeys) {
  EXPECT_EQ(error(one_tree("") + "[post_write_hooks]\nhook = a\n"),
            "migrate.ini:7:1: neither `hooks` nor a key of a hook, as in black.type\n"
            "  hook = ***\n  ^");
}

TEST(SettingsError, RefusesTwoUrlsInOneSection) {
  EXPECT_EQ(error(one_tree("url = mysql://h/d\nsqlalchemy.url = mysql://h/d")),
            "migrate.ini:6:1: url and sqlalchemy.url in [main]\n"
            "  sqlalchemy.url = mysql://h/d\n  ^\nhint: keep one of the two");
}

TEST(SettingsError, PointsAtATreeThatIsMissing) {
  EXPECT_EQ(error("[dbmig]\ntrees = main, binmanager\n[main]\nscript_location = x\n"
                  "[bin-manager]\nscript_location = y\n"),
            "migrate.ini:2:15: no section [binmanager] in this file, did you mean "
            "\"bin-manager\"?\n  trees = main, binmanager\n                ^");
  EXPECT_NE(error("[dbmig]\ntrees = a, a\n[a]\nscript_location=x\n"), "no error");
  EXPECT_NE(error("[dbmig]\ntrees = ,\n[a]\nscript_location=x\n"), "no error");
  EXPECT_EQ(error("[dbmig]\n"),
            "migrate.ini:1:1: no tree: add a section for one\n  [dbmig]\n  ^\n"
            "hint: a tree is a section with script_location and url");
}

TEST(SettingsError, NeedsAScriptLocation) {
  EXPECT_EQ(error("[dbmig]\n[main]\nurl = mysql://h/d\n"),
            "migrate.ini:2:1: no script_location in [main]\n  [main]\n  ^\n"
            "hint: name the folder that holds versions/, as in %(here)s/main");
}

TEST(SettingsError, RefusesAPlaceInsideAPythonPackage) {
  EXPECT_EQ(error("[dbmig]\n[main]\nscript_location = pkg:alembic\n"),
            "migrate.ini:3:22: package:folder is a place inside a Python package\n"
            "  script_location = pkg:alembic\n                       ^\n"
            "hint: give the path of the folder itself");
}

TEST(SettingsError, PointsAtWrongValues) {
  EXPECT_EQ(error(one_tree("lock_wait = soon")),
            "migrate.ini:5:13: lock_wait is not a length of time\n  lock_wait = soon\n"
            "              ^\nhint: write it as 5, 5s, 500ms or 2m");
  EXPECT_EQ(error(one_tree("protected = maybe")),
            "migrate.ini:5:13: protected is neither true nor false\n  protected = maybe\n"
            "              ^");
  EXPECT_EQ(error(one_tree("retries = 3x")),
            "migrate.ini:5:12: retries is not a number\n  retries = 3x\n             ^");
  EXPECT_EQ(error(one_tree("retries = 99999999999999999999")),
            "migrate.ini:5:11: retries is at most 1000000\n  retries = 99999999999999999999\n"
            "            ^");
  EXPECT_EQ(error(one_tree("retry_backoff = 0.5")),
            "migrate.ini:5:17: retry_backoff is not a factor from 1 to 100, such as 1.5\n"
            "  retry_backoff = 0.5\n                  ^");
  EXPECT_EQ(error(one_tree("sql_mode = ANSI'")),
            "migrate.ini:5:16: a character that no sql_mode has\n  sql_mode = ANSI'\n"
            "                 ^\n"
            "hint: write modes with commas between, as in STRICT_TRANS_TABLES,ANSI_QUOTES");
  EXPECT_EQ(error(one_tree("path_separator = comma")),
            "migrate.ini:5:18: path_separator is not a separator\n  path_separator = comma\n"
            "                   ^\nhint: one of os, space, newline, : and ;");
  EXPECT_EQ(error(one_tree("lock_wait = 0")),
            "migrate.ini:5:13: lock_wait is at least 1ms\n  lock_wait = 0\n              ^");
  EXPECT_NE(error(one_tree("version_table = " + std::string(65, 'x'))), "no error");
  EXPECT_NE(error(one_tree("version_table = a\n  b")), "no error");
}

TEST(AlembicIni, WorksUnchanged) {
  const Settings read = alembic(
      "[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\nfoo = 50%\n"
      "file_template = %%(rev)s-%%(slug)s\nversion_path_separator = os\n"
      "sqlalchemy.url = mysql+pymysql://root:p%%40ss@db/voipbin\n"
      "[loggers]\nkeys = root\n[formatter_generic]\nformat = %(levelname)-5.5s\n");
  EXPECT_EQ(read.style, ConfigStyle::alembic);
  EXPECT_EQ(read.trees[0].script_location, "/project/alembic");
  EXPECT_EQ(read.trees[0].file_template, "%(rev)s-%(slug)s");
  EXPECT_EQ(read.trees[0].server().password.reveal(), "p@ss");
}

TEST(AlembicIni, OfANewerAlembicWorksUnchanged) {
  const Settings read = alembic(
      "[alembic]\nscript_location = %(here)s/alembic\nprepend_sys_path = .\n\npath_separator = os\n"
      "# version_locations = %(here)s/bar:%(here)s/bat\nsqlalchemy.url = mysql://u@h/d\n"
      "[post_write_hooks]\n# hooks = ruff\n# ruff.type = module\n"
      "[loggers]\nkeys = root,sqlalchemy,alembic\n[handler_console]\nargs = (sys.stderr,)\n"
      "[formatter_generic]\nformat = %(levelname)-5.5s [%(name)s] %(message)s\n");
  EXPECT_EQ(read.sections, std::vector<std::string>{"alembic"});
  EXPECT_EQ(read.trees[0].version_locations.front(), "/project/alembic/versions");
  EXPECT_TRUE(read.post_write_hooks.empty());
}

// `alembic init` of 1.7 to 1.12 wrote the comment behind the value.
constexpr std::string_view kCommentBehind =
    "[alembic]\nscript_location = a\nversion_path_separator = os  # Use os.pathsep.\n";

TEST(AlembicIni, ASeparatorCountsOnlyBesideVersionLocations) {
  const std::string ini(kCommentBehind);
  EXPECT_EQ(alembic(ini).trees[0].version_locations.front(), "/cwd/a/versions");
  EXPECT_EQ(alembic(ini + "version_locations =\n").trees[0].version_locations.size(), 1U);
  const Settings newer = alembic(ini + "path_separator = ;\nversion_locations = b;c\n");
  EXPECT_EQ(newer.trees[0].version_locations.size(), 2U);
}

TEST(AlembicIni, ACommentBehindASeparatorIsPartOfItAsInAlembic) {
  EXPECT_EQ(complaint([] { alembic(std::string(kCommentBehind) + "version_locations = b c\n"); }),
            "/project/alembic.ini:3:26: version_path_separator is not a separator\n"
            "  version_path_separator = os  # Use os.pathsep.\n"
            "                           ^\n"
            "hint: a comment begins a line of its own: behind a value it is part of it");
}

TEST(AlembicIni, AMistakeInAHookWaitsForACommandThatRunsIt) {
  const Settings read =
      alembic("[alembic]\nscript_location = a\n[post_write_hooks]\nhooks = x\nx.options = 100%\n");
  ASSERT_TRUE(read.post_write_hooks_error);
  EXPECT_EQ(read.post_write_hooks_error->report(),
            "/project/alembic.ini:5:16: a % that is neither %% nor %(name)s\n"
            "  x.options = 100%\n                 ^\nhint: write %% for a percent sign");
}

TEST(AlembicIni, PathsBeginAtTheWorkingFolder) {
  EXPECT_EQ(alembic("[alembic]\nscript_location = alembic\n").trees[0].script_location,
            "/cwd/alembic");
}

TEST(AlembicIni, ReadsTheNamedSectionAlone) {
  const Settings read = alembic(
      "[alembic]\nlock_wait = wrong\n[other]\nscript_location = o\nsqlalchemy.url = mysql://h/o\n",
      "other");
  EXPECT_EQ(read.trees[0].script_location, "/cwd/o");
  EXPECT_EQ(read.sections, (std::vector<std::string>{"alembic", "other"}));
}

TEST(AlembicIni, RecursesForTheExactWordTrueAlone) {
  const auto recurses = [](const std::string& word) {
    return alembic("[alembic]\nscript_location=a\nrecursive_version_locations=" + word + "\n")
        .trees[0]
        .recursive_version_locations;
  };
  EXPECT_TRUE(recurses("true"));
  EXPECT_FALSE(recurses("True"));
}

TEST(AlembicIni, NeedsASection) {
  EXPECT_EQ(complaint([] { alembic("[main]\n"); }),
            "/project/alembic.ini: neither a section [dbmig] nor [alembic]\n"
            "hint: begin the file with [dbmig] and list your trees there, as "
            "migrate.ini.sample does");
}

TEST(SettingLines, AreCompleteAndInAStableOrder) {
  const std::vector<SettingLine> lines = setting_lines(settings(kTwoTrees));
  EXPECT_EQ(lines[0], (SettingLine{"dbmig", "config_file", "/project/migrate.ini", "-c"}));
  EXPECT_EQ(lines[1],
            (SettingLine{"dbmig", "trees", "bin-manager, asterisk_config", "migrate.ini:2"}));
  EXPECT_EQ(lines[2], (SettingLine{"bin-manager", "script_location", "/project/bin-manager/main",
                                   "migrate.ini:5"}));
  EXPECT_EQ(setting_lines(settings(kTwoTrees)), lines);
}

TEST(SettingLines, SayWhereEachValueIsFrom) {
  const TreeSettings read = settings(kTwoTrees).trees[0];
  const auto line = [&](std::string_view key) {
    for (const SettingLine& l : read.lines) {
      if (l.key == key) return l.value + " " + l.origin;
    }
    return std::string();
  };
  EXPECT_EQ(line("lock_wait"), "7s migrate.ini:3");
  EXPECT_EQ(line("lock_budget"), "10m default");
  EXPECT_EQ(line("file_template"), "%(rev)s_%(slug)s default");
}

}  // namespace
}  // namespace dbmig

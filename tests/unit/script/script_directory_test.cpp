#include "script/script_directory.h"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/text.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

/// A tree in a folder of its own, built file by file.
class Tree {
 public:
  Tree() { fs::create_directories(dir_ / "versions"); }

  /// Any file, by its path below the tree.
  Tree& file(const fs::path& path, const std::string& text) {
    fs::create_directories((dir_ / path).parent_path());
    std::ofstream(dir_ / path) << text;  // write_file() would wait for the disk
    return *this;
  }
  /// `versions/NAME` with the revision `id` above `down`, as YAML has it.
  Tree& revision(const fs::path& name, const std::string& id, const std::string& down,
                 const std::string& more = "") {
    return file("versions" / name, "-- ---\n-- revision: " + id + "\n-- down_revision: " + down +
                                       "\n-- message: " + id + " it\n" + more +
                                       "-- ---\n-- migrate:upgrade\n");
  }
  Tree& link(const fs::path& name, const fs::path& target) {
    fs::create_symlink(target, dir_ / name);
    return *this;
  }

  ScriptDirectory load() const { return ScriptDirectory(locations_); }
  std::vector<std::string> ids() const {
    const ScriptDirectory directory = load();
    std::vector<std::string> ids;
    for (const Revision& revision : directory.graph().revisions())
      ids.push_back(revision.id);
    return ids;
  }
  /// The report of what loading throws, with the tree's folder as TREE.
  std::string problem(ErrorCode code = ErrorCode::data) const {
    try {
      load();
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), code);
      return shown(e.report());
    }
    return "no problem";
  }
  std::string shown(const std::string& text) const {
    return replaced(text, dir_.path().string(), "TREE");
  }
  fs::path path(const fs::path& name) const { return dir_ / name; }
  ScriptLocations& locations() { return locations_; }

 private:
  TempDir dir_;
  ScriptLocations locations_{dir_.path(), {}, ScriptLocations::Depth::flat};
};

TEST(ScriptDirectory, ReadsTheVersionsFolderInTheOrderOfNames) {
  Tree tree;
  tree.revision("b.sql", "b1", "null").revision("Z.sql", "z1", "null");
  tree.revision("a_é.sql", "a2", "b1").revision("a_z.sql", "a1", "b1");
  EXPECT_THAT(tree.ids(), ElementsAre("z1", "a1", "a2", "b1"));
}

TEST(ScriptDirectory, KnowsThePathDocAndDateOfEachRevision) {
  Tree tree;
  tree.revision("a.sql", "a1", "null", "-- create_date: 2026-11-21\n-- doc: because\n");
  const ScriptDirectory directory = tree.load();
  const RevisionFile& file = directory.file("a1");
  EXPECT_EQ(file.path, tree.path("versions/a.sql"));
  EXPECT_EQ(file.doc, "because");
  EXPECT_EQ(file.create_date, "2026-11-21");
}

TEST(ScriptDirectory, LeavesAloneWhatIsNoRevisionFile) {
  Tree tree;
  tree.revision("a.sql", "a1", "null");
  for (const char* const other :
       {".#a.sql", ".a.sql", "a.sql~", "a.sql.swp", "README", "__init__.py", "a.pyc", "x.SQL",
        "__pycache__/a.cpython-311.pyc", "old/b.sql"}) {
    tree.file(fs::path("versions") / other, "no revision");
  }
  fs::create_directories(tree.path("versions/x.sql"));
  EXPECT_THAT(tree.ids(), ElementsAre("a1"));
}

TEST(ScriptDirectory, ReadsSubFoldersAfterFilesWhenAsked) {
  Tree tree;
  tree.revision("z.sql", "z1", "null").revision("a/y.sql", "y1", "z1");
  tree.revision("a/b/x.sql", "x1", "y1").revision("B/w.sql", "w1", "x1");
  tree.file("versions/__pycache__/v.sql", "not read").link("versions/a/up", "..");
  tree.locations().depth = ScriptLocations::Depth::recursive;
  EXPECT_THAT(tree.ids(), ElementsAre("z1", "w1", "y1", "x1"));
}

TEST(ScriptDirectory, ReadsLocationsInTheirOrder) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").revision("../more/b.sql", "b1", "a1");
  tree.locations().version_locations = {tree.path("more"), tree.path("versions")};
  EXPECT_THAT(tree.ids(), ElementsAre("b1", "a1"));
}

TEST(ScriptDirectory, ReadsAFileOnceAndWarnsOfTheOtherWay) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").link("versions/b.sql", "a.sql");
  const ScriptDirectory directory = tree.load();
  EXPECT_EQ(directory.graph().size(), 1U);
  ASSERT_EQ(directory.warnings().size(), 1U);
  EXPECT_EQ(tree.shown(directory.warnings()[0].message),
            "File TREE/versions/b.sql loaded twice! ignoring. Please ensure version_locations is "
            "unique.");
}

TEST(ScriptDirectory, ReadsALocationOnceThatIsGivenTwice) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").link("same", "versions");
  tree.locations().version_locations = {tree.path("versions"), tree.path("same"),
                                        tree.path("versions/../versions")};
  const ScriptDirectory directory = tree.load();
  EXPECT_EQ(directory.graph().size(), 1U);
  EXPECT_EQ(directory.warnings().size(), 2U);
}

TEST(ScriptDirectory, WarnsOfALocationThatIsNotThere) {
  Tree tree;
  tree.revision("a.sql", "a1", "null");
  tree.locations().version_locations = {tree.path("nowhere"), tree.path("versions")};
  const ScriptDirectory directory = tree.load();
  EXPECT_EQ(directory.graph().size(), 1U);
  ASSERT_EQ(directory.warnings().size(), 1U);
  EXPECT_EQ(tree.shown(directory.warnings()[0].message),
            "Version location TREE/nowhere does not exist");
}

TEST(ScriptDirectory, ATreeWithoutAVersionsFolderIsEmpty) {
  Tree tree;
  fs::remove(tree.path("versions"));
  EXPECT_THAT(tree.ids(), IsEmpty());
  EXPECT_THAT(tree.load().warnings(), IsEmpty());
}

TEST(ScriptDirectory, AMissingScriptLocationIsToldInAlembicsWords) {
  Tree tree;
  tree.locations().script_location = tree.path("nowhere");
  EXPECT_EQ(tree.problem(ErrorCode::config),
            "Path doesn't exist: TREE/nowhere.  Please use the 'init' command to create a new "
            "scripts folder.");
}

TEST(ScriptDirectory, ReadsAHeaderThatIsLongerThanTheHeadOfTheFile) {
  Tree tree;
  std::string doc;
  for (int i = 0; i < 2'000; ++i)
    doc += "-- # line after line\n";
  tree.revision("a.sql", "a1", "null", doc).revision("b.sql", "b1", "a1");
  EXPECT_THAT(tree.ids(), ElementsAre("a1", "b1"));
}

TEST(ScriptDirectory, ReadsFilesOnTwoThreadsIntoTheSameOrder) {
  Tree tree;
  std::vector<std::string> expected;
  std::string down = "null";
  for (int i = 1000; i < 1600; ++i) {
    const std::string id = "r" + std::to_string(i);
    tree.revision(id + ".sql", id, down);
    expected.push_back(id);
    down = id;
  }
  EXPECT_EQ(tree.ids(), expected);
}

TEST(ScriptDirectory, ReadsAScriptWholeOnDemand) {
  Tree tree;
  tree.revision("a.sql", "a1", "null");
  const ScriptDirectory directory = tree.load();
  EXPECT_EQ(directory.script("a1", {})->upgrade().size(), 0U);
  fs::remove(tree.path("versions/a.sql"));
  EXPECT_THROW(directory.script("a1", {}), Error);
}

// A replaced revision is left out of the graph, so its nodes do not count files.
TEST(ScriptDirectory, FindsEveryFileByItsIdAlsoWhereOneReplacesOthers) {
  Tree tree;
  tree.revision("a.sql", "a1", "null");
  tree.revision("b.sql", "b1", "a1");
  tree.revision("c.sql", "c1", "b1");
  tree.revision("s.sql", "s1", "null\n-- replaces: [b1]");
  const ScriptDirectory directory = tree.load();
  for (const char* id : {"a1", "b1", "c1", "s1"}) {
    EXPECT_EQ(directory.revision(id).id, id);
    EXPECT_EQ(fs::path(directory.file(id).path).filename().string()[0], id[0]);
    EXPECT_NO_THROW(directory.script(id, {}));
  }
  EXPECT_EQ(directory.revision("c1").down_revisions, std::vector<RevisionId>{"b1"});
}

TEST(ScriptDirectoryProblem, APythonRevisionIsNeverIgnored) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").file("versions/b.py", "revision = 'b1'\n");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/b.py: a Python revision file: this dbmig reads .sql files only\n"
            "hint: write the revision as SQL, with `dbmig revision`, or use alembic for this tree");
}

TEST(ScriptDirectoryProblem, AFolderThatIsNoneCannotBeRead) {
  Tree tree;
  tree.file("file", "");
  tree.locations().version_locations = {tree.path("file")};
  EXPECT_EQ(tree.problem(), "cannot read TREE/file: Not a directory");
}

TEST(ScriptDirectoryProblem, ALinkToNothingCannotBeRead) {
  Tree tree;
  tree.link("versions/a.sql", "nowhere");
  EXPECT_EQ(tree.problem(), "cannot read TREE/versions/a.sql: No such file or directory");
}

TEST(ScriptDirectoryProblem, ALinkToItselfCannotBeRead) {
  Tree tree;
  tree.link("versions/a.sql", "a.sql");
  EXPECT_EQ(tree.problem(), "cannot read TREE/versions/a.sql: Too many levels of symbolic links");
}

TEST(ScriptDirectoryProblem, APipeIsNotWaitedFor) {
  Tree tree;
  ASSERT_EQ(::mkfifo(tree.path("versions/a.sql").c_str(), 0600), 0);
  EXPECT_EQ(tree.problem(), "cannot read TREE/versions/a.sql: not a regular file");
}

TEST(ScriptDirectoryProblem, EveryFileThatIsWrongIsReportedAtOnce) {
  Tree tree;
  tree.file("versions/a.sql", "").file("versions/b.sql", "SELECT 1;\n");
  tree.revision("c.sql", "c1", "null");
  const std::string hint =
      "hint: `dbmig revision -m \"...\"` writes a file with a header to start from";
  EXPECT_EQ(tree.problem(),
            "2 problems in the revision files\n\n"
            "TREE/versions/a.sql:1:1: the file is empty: a revision file begins with a header\n"
            "  \n  ^\n" +
                hint +
                "\n\n"
                "TREE/versions/b.sql:1:1: expected `-- ---`: a revision file begins with a header\n"
                "  SELECT 1;\n  ^\n" +
                hint);
}

TEST(ScriptDirectoryProblem, ALongListIsCut) {
  Tree tree;
  for (int i = 0; i < 25; ++i)
    tree.file("versions/" + std::to_string(i) + ".sql", "x");
  const std::string problem = tree.problem();
  EXPECT_TRUE(problem.starts_with("25 problems in the revision files\n\n"));
  EXPECT_TRUE(problem.ends_with("\n\n... and 5 more"));
}

TEST(HistoryProblem, TwoFilesWithOneIdAreBothNamed) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").revision("b.sql", "a1", "null");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/b.sql:2:14: Revision a1 is present more than once: also in "
            "TREE/versions/a.sql\n"
            "  -- revision: a1\n               ^\n"
            "hint: remove one of the two files, or give one a new id");
}

TEST(HistoryProblem, AMissingParentIsPointedAtInItsList) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").revision("b.sql", "b1", "[a1, nope]");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/b.sql:3:24: Revision nope referenced from b1 is not present\n"
            "  -- down_revision: [a1, nope]\n                         ^\n"
            "hint: correct `down_revision`, or bring the file of that revision back");
}

TEST(HistoryProblem, AMissingDependencyIsPointedAt) {
  Tree tree;
  tree.revision("b.sql", "b1", "null", "-- depends_on: nope\n");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/b.sql:5:16: Revision nope referenced from b1 is not present\n"
            "  -- depends_on: nope\n                 ^\n"
            "hint: correct `depends_on`, or bring the file of that revision back");
}

TEST(HistoryProblem, ACycleIsPointedAtWhereItFirstCloses) {
  Tree tree;
  tree.revision("a.sql", "a1", "b1").revision("b.sql", "b1", "a1");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/a.sql:3:19: Cycle is detected in revisions (a1, b1)\n"
            "  -- down_revision: b1\n                    ^");
}

TEST(HistoryProblem, ARevisionAboveItselfIsPointedAt) {
  Tree tree;
  tree.revision("a.sql", "a1", "a1");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/a.sql:3:19: Self-loop is detected in revisions (a1)\n"
            "  -- down_revision: a1\n                    ^");
}

TEST(HistoryProblem, ALabelInUseIsPointedAtTheSecondTime) {
  Tree tree;
  tree.revision("a.sql", "a1", "null", "-- branch_labels: net\n");
  tree.revision("b.sql", "b1", "null", "-- branch_labels: [x, net]\n");
  EXPECT_EQ(tree.problem(),
            "TREE/versions/b.sql:5:23: Branch name 'net' in revision b1 already used by revision "
            "a1\n"
            "  -- branch_labels: [x, net]\n                        ^");
}

TEST(HistoryProblem, AnIdTooLongForTheVersionTableIsPointedAt) {
  Tree tree;
  const std::string id(33, 'a');
  tree.revision("a.sql", id, "null");
  EXPECT_EQ(tree.problem(), "TREE/versions/a.sql:2:14: Revision identifier '" + id +
                                "' has 33 characters; the version table holds 32\n"
                                "  -- revision: " +
                                id + "\n               ^");
}

TEST(HistoryProblem, AllAreReportedAtOnce) {
  Tree tree;
  tree.revision("a.sql", "a1", "nope").revision("b.sql", "b1", "zip");
  const std::string problem = tree.problem();
  EXPECT_TRUE(
      problem.starts_with("2 problems in the revision files\n\nTREE/versions/a.sql:3:19: "));
  EXPECT_NE(problem.find("\n\nTREE/versions/b.sql:3:19: "), std::string::npos);
}

TEST(LocationForANewRevision, IsTheOnlyOneOrThatOfTheFirstParent) {
  Tree tree;
  tree.revision("a.sql", "a1", "null").revision("../more/b.sql", "b1", "a1");
  EXPECT_EQ(tree.load().location_for({}, ""), tree.path("versions"));
  tree.locations().version_locations = {tree.path("versions"), tree.path("more")};
  const ScriptDirectory directory = tree.load();
  const std::vector<Node> parents = {directory.graph().find("b1").value()};
  EXPECT_EQ(directory.location_for(parents, ""), tree.path("more"));
  EXPECT_EQ(directory.location_for(parents, tree.path("./versions/")), tree.path("versions"));
}

TEST(LocationForANewRevision, IsToBeGivenWhenNothingElseDecides) {
  Tree tree;
  tree.locations().version_locations = {tree.path("versions"), tree.path("more")};
  const ScriptDirectory directory = tree.load();
  const auto problem = [&](const fs::path& asked) {
    try {
      return directory.location_for({}, asked).string();
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::usage);
      return tree.shown(e.report());
    }
  };
  EXPECT_EQ(problem(""), "Multiple version locations present, please specify --version-path");
  EXPECT_EQ(problem("/nowhere"),
            "Path /nowhere is not represented in current version locations\n"
            "hint: the version locations are TREE/versions, TREE/more");
}

}  // namespace
}  // namespace dbmig

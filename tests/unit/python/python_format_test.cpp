#include "python/python_format.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "script/script_directory.h"
#include "support/message_of.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

/// A tree with files of both kinds.
class MixedTree {
 public:
  MixedTree() { std::filesystem::create_directories(dir_ / "versions"); }

  MixedTree& file(const std::string& name, const std::string& text) {
    std::ofstream(dir_ / "versions" / name) << text;
    return *this;
  }
  MixedTree& python(const std::string& id, const std::string& down) {
    return file(id + "_x.py", "'''" + id + " in Python'''\nrevision = '" + id +
                                  "'\ndown_revision = " + down + "\n");
  }
  MixedTree& sql(const std::string& id, const std::string& down) {
    return file(id + "_x.sql", "-- ---\n-- revision: " + id + "\n-- down_revision: " + down +
                                   "\n-- message: " + id + " in SQL\n-- ---\n");
  }
  ScriptDirectory load() const {
    RevisionFormats formats = native_formats();
    formats.push_back(python_format());
    return ScriptDirectory({dir_.path(), {}, ScriptLocations::Depth::flat}, std::move(formats));
  }
  std::string problem() const {
    return replaced(message_of([&] { load(); }), dir_.path().string() + "/versions/", "");
  }

 private:
  TempDir dir_;
};

TEST(PythonFormat, BothKindsOfFilesAreOneHistory) {
  MixedTree tree;
  tree.python("a1", "None").sql("b1", "a1").python("c1", "('b1',)");
  const ScriptDirectory directory = tree.load();
  EXPECT_EQ(directory.graph().id(directory.graph().heads().front()), "c1");
  EXPECT_EQ(directory.revision("a1").message, "a1 in Python");
}

TEST(PythonFormat, OfTheSameRevisionInBothTheSqlIsUsed) {
  MixedTree tree;
  tree.python("a1", "None").sql("a1", "null").sql("b1", "a1").python("b1", "'a1'");
  const ScriptDirectory directory = tree.load();
  EXPECT_EQ(directory.graph().size(), 2U);
  EXPECT_EQ(directory.revision("a1").message, "a1 in SQL");
  EXPECT_EQ(directory.revision("b1").message, "b1 in SQL");
}

TEST(PythonFormat, TheSameRevisionWithOtherParentsIsAnError) {
  MixedTree tree;
  tree.sql("a1", "null").python("b1", "None").sql("b1", "a1");
  EXPECT_EQ(tree.problem(),
            "b1_x.py:3:1: revision b1 revises none here, but a1 in b1_x.sql\n"
            "  down_revision = None\n  ^\n"
            "hint: correct `down_revision` in one of them, or remove one of the two files");
}

TEST(PythonFormat, TheSameRevisionTwiceInOneKindIsStillAnError) {
  MixedTree tree;
  tree.python("a1", "None").file("a2.py", "revision = 'a1'\ndown_revision = None\n");
  EXPECT_THAT(tree.problem(), testing::HasSubstr("a1_x.py"));
}

TEST(PythonFormat, AFileThatIsLongerThanAHeadIsReadWhole) {
  MixedTree tree;
  tree.file("a1.py", "'''" + std::string(5'000, 'x') +
                         "'''\nrevision = 'a1'\ndown_revision = "
                         "None\n");
  EXPECT_EQ(tree.load().revision("a1").message.size(), 5'000U);
}

}  // namespace
}  // namespace dbmig

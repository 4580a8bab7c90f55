#include "cli/editor.h"

#include <fstream>

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

using Words = std::vector<std::string>;

class Editor : public testing::Test {
 protected:
  void program(const std::string& name) {
    std::ofstream(folder_ / name) << "#!/bin/sh\n";
    std::filesystem::permissions(folder_ / name, std::filesystem::perms::owner_all);
  }

  Words found(Environment environment) {
    environment["PATH"] = folder_.path().string();
    return find_editor(environment, folder_.path(),
                       [&](std::string_view why) { passed_over_ += why; });
  }

  std::string at(const std::string& name) { return (folder_ / name).string(); }

  TempDir folder_;
  std::string passed_over_;
};

TEST_F(Editor, IsTheOneOfTheVariableBeforeAnyOther) {
  for (const char* name : {"ed1", "ed2", "nano"})
    program(name);
  EXPECT_EQ(found({{"EDITOR", "ed1"}, {"VISUAL", "ed2"}}), Words{at("ed1")});
  EXPECT_EQ(found({{"VISUAL", "ed2"}}), Words{at("ed2")});
  EXPECT_EQ(found({}), Words{at("nano")});
}

TEST_F(Editor, MayHaveOptions) {
  program("code");
  EXPECT_EQ(found({{"EDITOR", "code -w 'a b'"}}), (Words{at("code"), "-w", "a b"}));
}

TEST_F(Editor, MayBeAPathWithASpace) {
  program("my editor");
  EXPECT_EQ(found({{"EDITOR", at("my editor")}}), Words{at("my editor")});
}

TEST_F(Editor, ThatCannotBeRunIsPassedOver) {
  program("vim");
  EXPECT_EQ(found({{"EDITOR", "emcas -nw"}}), Words{at("vim")});
  EXPECT_EQ(passed_over_, "EDITOR is \"emcas -nw\", which cannot be run");
}

TEST_F(Editor, IsAskedForWhenThereIsNone) {
  try {
    found({{"EDITOR", "'"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::config);
    EXPECT_STREQ(error.what(),
                 "Error executing editor (No suitable editor found. Please set the \"EDITOR\" or "
                 "\"VISUAL\" environment variables)");
  }
}

}  // namespace
}  // namespace dbmig

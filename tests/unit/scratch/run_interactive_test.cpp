#include "scratch/run_interactive.h"

#include <csignal>

#include <gtest/gtest.h>

#include "support/temp_dir.h"

namespace dbmig {
namespace {

ProgramEnd run(const std::vector<std::string>& command, const std::filesystem::path& folder = {}) {
  return run_interactive({command, folder, InteractiveProgram::Output::to_stderr});
}

TEST(InteractiveProgram, EndsWithItsStatus) {
  EXPECT_EQ(run({"true"}).status, 0);
  EXPECT_EQ(run({"/bin/sh", "-c", "exit 7"}).status, 7);
  EXPECT_EQ(run({"sh", "-c", "kill -TERM $$"}).status, 128 + SIGTERM);
}

TEST(InteractiveProgram, ThatCannotBeRunSaysWhy) {
  EXPECT_EQ(run({"/no/such/program"}).failure, "No such file or directory");
  EXPECT_EQ(run({"/"}).failure, "Permission denied");
  EXPECT_EQ(run({}).status, 127);
}

TEST(InteractiveProgram, RunsInItsFolder) {
  const TempDir folder;
  EXPECT_EQ(run({"touch", "here"}, folder.path()).status, 0);
  EXPECT_TRUE(std::filesystem::exists(folder / "here"));
}

TEST(InteractiveProgram, HasTheKeysOfTheTerminalForItself) {
  // Sent to us meanwhile, Ctrl-C does nothing; the program may be ended by it.
  EXPECT_EQ(run({"sh", "-c", "kill -INT $PPID; kill -INT $$"}).status, 128 + SIGINT);
}

}  // namespace
}  // namespace dbmig

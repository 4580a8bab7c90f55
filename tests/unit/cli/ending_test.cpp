#include "cli/ending.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.h"
#include "support/message_of.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

TEST(OneLine, SaysWhereWhatStateAndTheWayOn) {
  const Error error = Error(ErrorCode::statement, "the server refused\nthe statement")
                          .at({"a1.sql", 12, 3, "CREATE", 0})
                          .with_server({1050, "42S01", "Table 't' already exists"})
                          .with_state("a1 is unfinished")
                          .with_hint("run it again");
  EXPECT_EQ(one_line(error),
            "a1.sql:12:3: the server refused the statement; server error 1050 (42S01): Table 't' "
            "already exists; state: a1 is unfinished; hint: run it again");
  EXPECT_EQ(one_line(Error(ErrorCode::usage, "no")), "no");
}

class TerminationLogTest : public testing::Test {
 protected:
  std::string written(const std::string& line) const {
    write_termination_log(path_, line);
    return read_file(path_, ErrorCode::data);
  }

  TempDir dir_;
  std::string path_ = (dir_ / "termination-log").string();
};

TEST_F(TerminationLogTest, IsWrittenInPlace) {
  EXPECT_EQ(written("the first and longer one"), "the first and longer one\n");
  struct stat before {};
  ::stat(path_.c_str(), &before);
  EXPECT_EQ(written("short"), "short\n");
  struct stat after {};
  ::stat(path_.c_str(), &after);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST_F(TerminationLogTest, IsNoLongerThanWhatIsKept) {
  std::string line;
  while (line.size() < 5'000)
    line += "ä";
  const std::string text = written(line);
  EXPECT_LE(text.size(), 4096u);
  EXPECT_TRUE(text.ends_with("ä…\n"));
}

TEST_F(TerminationLogTest, AFileThatCannotBeWrittenIsSaid) {
  EXPECT_EQ(message_of([] { write_termination_log("/nowhere/log", "x"); }),
            "cannot write /nowhere/log: No such file or directory");
}

}  // namespace
}  // namespace dbmig

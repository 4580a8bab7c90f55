#include "base/file.h"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_dir.h"

namespace dbmig {
namespace {

std::string message_of(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.report();
  }
  return "no error";
}

TEST(ReadFile, GivesEveryByte) {
  const TempDir dir;
  const std::string bytes("a\0b\n", 4);
  write_file(dir / "f", bytes, Existing::refuse);
  EXPECT_EQ(read_file(dir / "f", ErrorCode::data), bytes);
  EXPECT_EQ(read_file_head(dir / "f", 2, ErrorCode::data), std::string("a\0", 2));
}

TEST(ReadFile, NamesAFileThatIsNotThere) {
  EXPECT_EQ(message_of([] { read_file("/nowhere/f", ErrorCode::data); }),
            "cannot read /nowhere/f: No such file or directory");
}

TEST(ReadFile, RefusesAFolder) {
  EXPECT_EQ(message_of([] { read_file("/", ErrorCode::data); }), "cannot read /: Is a directory");
}

TEST(ReadFile, ReadsAFileThatTellsNoSize) {
  EXPECT_FALSE(read_file("/proc/self/status", ErrorCode::data).empty());
}

TEST(ReadFile, RefusesAPipeThatNobodyWritesTo) {
  const TempDir dir;
  const std::string pipe = (dir / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(message_of([&] { read_file(pipe, ErrorCode::data); }),
            "cannot read " + pipe + ": nobody writes to this pipe");
}

TEST(ReadFile, ReadsAPipeToItsEnd) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string path = "/proc/self/fd/" + std::to_string(ends[0]);
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(::write(ends[1], "a\n", 2), 2);
    ::close(ends[1]);
  });
  EXPECT_EQ(read_file(path, ErrorCode::data), "a\n");
  writer.join();
  ::close(ends[0]);
}

TEST(ReadFile, RefusesADeviceWithoutAnEnd) {
  EXPECT_EQ(message_of([] { read_file("/dev/zero", ErrorCode::data); }),
            "cannot read /dev/zero: File too large");
}

TEST(WriteFile, NeverReplacesWhenToldToRefuse) {
  const TempDir dir;
  write_file(dir / "f", "old", Existing::refuse);
  EXPECT_EQ(message_of([&] { write_file(dir / "f", "new", Existing::refuse); }),
            "cannot write " + (dir / "f").string() + ": File exists");
  EXPECT_EQ(read_file(dir / "f", ErrorCode::data), "old");
  write_file(dir / "f", "new", Existing::replace);
  EXPECT_EQ(read_file(dir / "f", ErrorCode::data), "new");
}

TEST(WriteFile, LeavesNothingElseInTheFolder) {
  const TempDir dir;
  write_file(dir / "f", "a", Existing::refuse);
  EXPECT_ANY_THROW(write_file(dir / "f", "b", Existing::refuse));
  const auto entries = std::filesystem::directory_iterator(dir.path());
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

}  // namespace
}  // namespace dbmig

#include "dump/output_file.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/file.h"
#include "support/message_of.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

std::size_t files_in(const TempDir& folder) {
  return static_cast<std::size_t>(
      std::distance(std::filesystem::directory_iterator(folder.path()), {}));
}

TEST(OutputFile, IsThereOnlyWhenItIsWhole) {
  const TempDir folder;
  {
    OutputFile file(folder / "d.sql");
    file.write("text");
    EXPECT_FALSE(std::filesystem::exists(folder / "d.sql"));
    file.commit();
  }
  EXPECT_EQ(read_file(folder / "d.sql", ErrorCode::data), "text");
  EXPECT_EQ(files_in(folder), 1U);
}

TEST(OutputFile, OneThatWasGivenUpLeavesTheOldOne) {
  const TempDir folder;
  write_file(folder / "d.sql", "old", Existing::refuse);
  OutputFile(folder / "d.sql").write(std::string(3 << 20, 'x'));
  EXPECT_EQ(read_file(folder / "d.sql", ErrorCode::data), "old");
  EXPECT_EQ(files_in(folder), 1U);
}

TEST(OutputFile, ALinkIsWrittenThrough) {
  const TempDir folder;
  write_file(folder / "d.sql", "old", Existing::refuse);
  std::filesystem::create_symlink("d.sql", folder / "link.sql");
  OutputFile file(folder / "link.sql");
  file.write("new");
  file.commit();
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.sql"));
  EXPECT_EQ(read_file(folder / "d.sql", ErrorCode::data), "new");
}

TEST(OutputFile, AFullDiskIsAnError) {
  OutputFile file("/dev/full");
  EXPECT_EQ(message_of([&] {
              file.write(std::string(2 << 20, 'x'));
              file.commit();
            }),
            "cannot write /dev/full: No space left on device");
}

TEST(OutputFile, AFolderThatIsNotThereIsAnError) {
  EXPECT_EQ(message_of([] { OutputFile("/no/such/folder/d.sql"); }),
            "cannot write /no/such/folder/d.sql: No such file or directory");
  EXPECT_EQ(message_of([] { OutputFile("/"); }), "cannot write /: Is a directory");
}

}  // namespace
}  // namespace dbmig

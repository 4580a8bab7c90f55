#include "scratch/server_folder.h"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scratch/kept_server.h"
#include "scratch/server_commands.h"
#include "support/message_of.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kHint =
    "\nhint: set TMPDIR to a folder on a disk with room, or make this one writable";

TEST(ServerFolder, IsClosedToOthersAndGoesWithItsOwner) {
  const TempDir dir;
  {
    const ServerFolder folder(dir.path());
    EXPECT_EQ(fs::status(folder.path()).permissions(), fs::perms(0700));
    EXPECT_TRUE(is_server_folder(folder.path()));
    EXPECT_EQ(sockets_of(folder.path()), folder.path());
    EXPECT_THAT(folder.all(), ElementsAre(folder.path()));
  }
  EXPECT_TRUE(fs::is_empty(dir.path()));
}

TEST(ServerFolder, HasASecondOneForItsSocketsWhenItsPathIsLong) {
  const TempDir dir;
  const fs::path parent = dir / std::string(90, 'x');
  fs::create_directory(parent);
  const ServerFolder folder(parent);
  EXPECT_LE(folder.socket().size(), kLongestSocketPath);
  EXPECT_LE(folder.control().size(), kLongestSocketPath);
  ASSERT_EQ(folder.all().size(), 2U);
  EXPECT_EQ(sockets_of(folder.path()), folder.all()[1]);
}

TEST(ServerFolder, OneThatAnOutageLeftIsRemovedByTheNext) {
  const TempDir dir;
  const fs::path abandoned = dir / "dbmig-scratch-gone";
  const fs::path young = dir / "dbmig-scratch-young";
  const fs::path foreign = dir / "other";
  for (const fs::path& path : {abandoned, young, foreign}) {
    fs::create_directories(path / "data");
    if (path != young) fs::last_write_time(path, fs::file_time_type::clock::now() - 2min);
  }
  const ServerFolder folder(dir.path());
  EXPECT_FALSE(fs::exists(abandoned));
  EXPECT_TRUE(fs::exists(young));
  EXPECT_TRUE(fs::exists(foreign));
}

TEST(ServerFolder, OneInUseIsNeverTakenForAbandoned) {
  const TempDir dir;
  const ServerFolder one(dir.path());
  fs::last_write_time(one.path(), fs::file_time_type::clock::now() - 2min);
  const ServerFolder two(dir.path());
  EXPECT_TRUE(fs::exists(one.path()));
}

TEST(ServerFolder, SaysWhyItCannotBeMade) {
  EXPECT_EQ(message_of([] { const ServerFolder folder("/nowhere"); }),
            std::string("cannot make a folder for a private server in /nowhere: No such file or "
                        "directory") +
                kHint);
}

TEST(ServerFolder, OnlyOneOfOursIsTakenForOne) {
  const TempDir dir;
  fs::create_directory(dir / "dbmig-scratch-abc");
  fs::create_directory(dir / "other");
  fs::create_directory_symlink(dir / "other", dir / "dbmig-scratch-link");
  EXPECT_TRUE(is_server_folder(dir / "dbmig-scratch-abc"));
  EXPECT_FALSE(is_server_folder(dir / "other"));
  EXPECT_FALSE(is_server_folder(dir / "dbmig-scratch-link"));
  EXPECT_FALSE(is_server_folder(dir / "dbmig-scratch-none"));
  EXPECT_FALSE(is_server_folder("dbmig-scratch-abc"));
  EXPECT_FALSE(is_server_folder(""));
}

TEST(ServerCommands, KeepOutOptionFilesAndTheNetwork) {
  const ServerFolder folder("");
  const ServerProgram program{"/usr/sbin/mariadbd", ServerFlavour::mariadb, {"/t.sql"}, {}};
  const auto commands = server_commands(program, folder, "/b.sql", {});
  ASSERT_EQ(commands.size(), 2U);
  for (const ServerCommand& command : commands)
    EXPECT_EQ(command.words[1], "--no-defaults");
  EXPECT_EQ(commands[0].input, "/b.sql");
  EXPECT_THAT(commands[0].words, Contains("--bootstrap"));
  EXPECT_THAT(commands[1].words, Contains("--skip-networking"));
  EXPECT_THAT(commands[1].words, Contains("--socket=" + folder.socket()));
}

TEST(ServerCommands, LeaveDurabilityAloneWhereItIsWanted) {
  const ServerFolder folder("");
  const ServerProgram program{"/usr/sbin/mysqld", ServerFlavour::mysql, {}, {}};
  PrivateServerOptions options;
  options.durability = Durability::on;
  const auto commands = server_commands(program, folder, "", options);
  EXPECT_THAT(commands[0].words, Contains("--initialize-insecure"));
  EXPECT_THAT(commands[1].words, Not(Contains(StartsWith("--innodb-flush"))));
}

TEST(ServerCommands, FallBackOnMariaDbsOwnInstaller) {
  const ServerFolder folder("");
  ServerProgram program{"/usr/sbin/mariadbd", ServerFlavour::mariadb, {}, "/usr/bin/install"};
  EXPECT_EQ(server_commands(program, folder, "", {})[0].words[0], "/usr/bin/install");
  program.install_db.clear();
  EXPECT_EQ(message_of([&] { server_commands(program, folder, "", {}); }),
            "/usr/sbin/mariadbd has neither mysql_system_tables.sql nor mariadb-install-db beside "
            "it, so it cannot make a new data folder\n"
            "hint: install the whole package of the server: `apt-get install mariadb-server`");
}

TEST(PrivateUrl, EncodesWhatAUrlCannotHold) {
  EXPECT_EQ(private_url("/tmp/a b&c%/s", "voip bin"),
            "mysql://root@localhost/voip%20bin?unix_socket=/tmp/a%20b%26c%25/s");
  EXPECT_EQ(private_url("/tmp/s", "a/b"), "mysql://root@localhost/a%2Fb?unix_socket=/tmp/s");
}

TEST(KeptServers, RefuseANameThatIsNoFileName) {
  const TempDir dir;
  KeptServers kept(dir.path());
  for (const std::string name : {"", ".", "..", ".x", "a/b", "a b", "\xc3\xa4", "a\n"}) {
    EXPECT_THAT(message_of([&] { kept.find(name); }),
                StartsWith("\"" + std::string(name == "a\n" ? "a?" : name)));
  }
  EXPECT_EQ(message_of([&] { kept.stop("../x"); }),
            "\"../x\" is no name for a private server\n"
            "hint: use letters, digits, `-`, `_` and `.`, at most 64, not beginning with `.`");
  EXPECT_EQ(message_of([&] { kept.find(std::string(64, 'x')); }), "no error");
}

TEST(KeptServers, SayWhereTheyCouldNotBeNoted) {
  EXPECT_EQ(message_of([] { KeptServers kept("/proc/none"); }),
            "cannot keep a note of a private server in /proc/none: No such file or directory\n"
            "hint: make that folder writable, or set XDG_CACHE_HOME to one that is");
}

}  // namespace
}  // namespace dbmig

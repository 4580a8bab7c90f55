#include "scratch/server_program.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scratch/run_program.h"
#include "support/message_of.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kHint =
    "\nhint: install a server: `apt-get install mariadb-server` (Debian, Ubuntu), `dnf install "
    "mariadb-server` (Fedora); or name the program of one";

void put(const fs::path& path, std::string_view text = "", fs::perms mode = fs::perms(0644)) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
  fs::permissions(path, mode);
}

void put_program(const fs::path& path, std::string_view text) {
  put(path, "#!/bin/sh\n" + std::string(text) + "\n", fs::perms(0755));
}

TEST(FindProgram, TakesTheFirstNameInAnyFolderBeforeTheSecond) {
  const TempDir dir;
  put_program(dir / "a/mysqld", "");
  put_program(dir / "b/mariadbd", "");
  const std::vector<fs::path> folders = {dir / "a", dir / "b"};
  EXPECT_EQ(find_program(std::vector<std::string>{"mariadbd", "mysqld"}, folders),
            dir / "b/mariadbd");
}

TEST(FindProgram, PassesOverWhatCannotBeRun) {
  const TempDir dir;
  put(dir / "a/mysqld");
  fs::create_directories(dir / "b/mysqld");
  const std::vector<fs::path> folders = {dir / "a", dir / "b", dir / "none"};
  EXPECT_EQ(find_program(std::vector<std::string>{"mysqld"}, folders), std::nullopt);
}

TEST(SystemTables, AreFoundUnderTheirOldAndTheirNewNames) {
  const TempDir dir;
  for (const char* name : {"mariadb_system_tables.sql", "mariadb_performance_tables.sql",
                           "mariadb_system_tables_data.sql", "maria_add_gis_sp_bootstrap.sql"}) {
    put(dir / name);
  }
  const std::vector<fs::path> folders = {dir / "none", dir.path()};
  EXPECT_THAT(
      system_table_scripts(folders),
      ElementsAre(dir / "mariadb_system_tables.sql", dir / "mariadb_performance_tables.sql",
                  dir / "mariadb_system_tables_data.sql", dir / "maria_add_gis_sp_bootstrap.sql"));
  fs::remove(dir / "mariadb_performance_tables.sql");
  EXPECT_THAT(system_table_scripts(folders), IsEmpty());
}

TEST(FindServer, RefusesAProgramThatIsNotThere) {
  EXPECT_EQ(message_of([] { find_server("/nowhere/mariadbd"); }),
            std::string("cannot run the server program /nowhere/mariadbd: No such file or "
                        "directory") +
                kHint);
}

TEST(FindServer, RefusesAFolder) {
  EXPECT_EQ(message_of([] { find_server("/usr"); }),
            std::string("cannot run the server program /usr: not a program") + kHint);
}

TEST(FindServer, RefusesAProgramThatIsNoServer) {
  const TempDir dir;
  put_program(dir / "mysqld", "echo hello; echo \"$@\" >&2; exit 3");
  EXPECT_EQ(message_of([&] { find_server(dir / "mysqld"); }),
            (dir / "mysqld").string() +
                " is not a MariaDB or MySQL server: `--version` says \"hello?--no-defaults "
                "--version\"" +
                kHint);
}

TEST(FindServer, TellsMySqlByWhatItSays) {
  const TempDir dir;
  put_program(dir / "mysqld", "echo '/usr/sbin/mysqld  Ver 8.0.36 for Linux on x86_64'");
  const ServerProgram server = find_server(dir / "mysqld");
  EXPECT_EQ(server.flavour, ServerFlavour::mysql);
  EXPECT_THAT(server.system_tables, IsEmpty());
}

TEST(FindServer, LooksForMariaDbsScriptsBesideTheProgram) {
  const TempDir dir;
  put_program(dir / "sbin/mysqld", "echo 'mysqld  Ver 10.11.19-MariaDB for Linux'");
  for (const char* name : {"mysql_system_tables.sql", "mysql_performance_tables.sql",
                           "mysql_system_tables_data.sql", "maria_add_gis_sp_bootstrap.sql"}) {
    put(dir / "share/mysql" / name);
  }
  const ServerProgram server = find_server(dir / "sbin/mysqld");
  EXPECT_EQ(server.flavour, ServerFlavour::mariadb);
  ASSERT_EQ(server.system_tables.size(), 4U);
  EXPECT_EQ(server.system_tables[0],
            fs::canonical(dir.path()) / "share/mysql/mysql_system_tables.sql");
}

TEST(RunProgram, GivesOutputAndStatus) {
  const ProgramResult result =
      run_program({"/bin/sh", "-c", "cat; echo out; echo err >&2; exit 7"});
  EXPECT_EQ(result.status, 7);
  EXPECT_EQ(result.output, "out\nerr\n");
  EXPECT_EQ(run_program({"/bin/sh", "-c", "kill -9 $$"}).status, 128 + 9);
  EXPECT_EQ(run_program({"/nowhere/program"}).status, 127);
}

TEST(RunProgram, KeepsNoMoreThanTheBeginningOfALongOutput) {
  const ProgramResult result = run_program({"/bin/sh", "-c", "head -c 1000000 /dev/zero"});
  EXPECT_EQ(result.status, 0);
  EXPECT_LE(result.output.size(), 70U * 1024U);
}

}  // namespace
}  // namespace dbmig

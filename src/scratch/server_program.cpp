#include "scratch/server_program.h"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "scratch/run_program.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kInstallHint =
    "install a server: `apt-get install mariadb-server` (Debian, Ubuntu), `dnf install "
    "mariadb-server` (Fedora); or name the program of one";

bool can_run(const fs::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         ::access(path.c_str(), X_OK) == 0;
}

std::vector<fs::path> share_folders(const fs::path& program) {
  std::error_code failed;
  const fs::path real = fs::canonical(program, failed);
  std::vector<fs::path> folders;
  for (const fs::path& base : {real.parent_path().parent_path(), fs::path("/usr")}) {
    for (const char* name : {"share/mariadb", "share/mysql", "share"})
      folders.push_back(base / name);
  }
  return folders;
}

ServerFlavour flavour_of(const fs::path& program) {
  const ProgramResult said = run_program({program.string(), "--no-defaults", "--version"});
  if (said.status != 0 || said.output.find("Ver ") == std::string::npos) {
    throw Error(ErrorCode::unavailable,
                fmt::format("{} is not a MariaDB or MySQL server: `--version` says \"{}\"",
                            program.string(), printable(trim(said.output))))
        .with_hint(std::string(kInstallHint));
  }
  const bool mariadb = lower(said.output).find("mariadb") != std::string::npos;
  return mariadb ? ServerFlavour::mariadb : ServerFlavour::mysql;
}

}  // namespace

std::vector<fs::path> program_folders() {
  std::vector<fs::path> folders;
  const char* path = std::getenv("PATH");
  for (const std::string_view folder : split(path != nullptr ? path : "", ':')) {
    if (folder.starts_with('/')) folders.emplace_back(folder);
  }
  for (const char* folder :
       {"/usr/sbin", "/usr/bin", "/usr/libexec", "/usr/local/sbin", "/usr/local/bin",
        "/usr/local/libexec", "/usr/local/mysql/bin", "/usr/local/mariadb/bin", "/opt/mysql/bin"}) {
    folders.emplace_back(folder);
  }
  return folders;
}

std::optional<fs::path> find_program(std::span<const std::string> names,
                                     std::span<const fs::path> folders) {
  for (const std::string& name : names) {
    for (const fs::path& folder : folders) {
      if (can_run(folder / name)) return folder / name;
    }
  }
  return std::nullopt;
}

std::vector<fs::path> system_table_scripts(std::span<const fs::path> share_folders) {
  // Up to 10.x the files are called mysql_*, from 11 on mariadb_*.
  for (const fs::path& folder : share_folders) {
    for (const char* prefix : {"mariadb", "mysql"}) {
      std::vector<fs::path> scripts = {
          folder / fmt::format("{}_system_tables.sql", prefix),
          folder / fmt::format("{}_performance_tables.sql", prefix),
          folder / fmt::format("{}_system_tables_data.sql", prefix),
          folder / "maria_add_gis_sp_bootstrap.sql",
      };
      bool all = true;
      for (const fs::path& script : scripts)
        all = all && ::access(script.c_str(), R_OK) == 0;
      if (all) return scripts;
    }
  }
  return {};
}

ServerProgram find_server(const fs::path& wanted) {
  const std::array<std::string, 2> servers = {"mariadbd", "mysqld"};
  const std::array<std::string, 2> installers = {"mariadb-install-db", "mysql_install_db"};
  errno = 0;
  if (!wanted.empty() && !can_run(wanted)) {
    throw Error(ErrorCode::unavailable,
                fmt::format("cannot run the server program {}: {}", wanted.string(),
                            errno == 0 ? "not a program" : std::strerror(errno)))
        .with_hint(std::string(kInstallHint));
  }
  std::vector<fs::path> folders = program_folders();
  const auto found = wanted.empty() ? find_program(servers, folders) : wanted;
  if (!found) {
    throw Error(ErrorCode::unavailable,
                "no server program on this machine: neither mariadbd nor mysqld is in PATH, "
                "/usr/sbin or /usr/libexec")
        .with_hint(std::string(kInstallHint));
  }
  ServerProgram server;
  server.path = fs::absolute(*found);
  server.flavour = flavour_of(server.path);
  if (server.flavour == ServerFlavour::mysql) return server;
  server.system_tables = system_table_scripts(share_folders(server.path));
  folders.insert(folders.begin(),
                 {server.path.parent_path(), server.path.parent_path().parent_path() / "bin",
                  server.path.parent_path().parent_path() / "scripts"});
  server.install_db = find_program(installers, folders).value_or("");
  return server;
}

}  // namespace dbmig

#include "scratch/server_commands.h"

#include <cstdlib>

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"

namespace dbmig {
namespace {

using Words = std::vector<std::string>;

/// What the server and the step that makes its data folder must agree on.
Words common_options(const ServerProgram& program, const ServerFolder& folder) {
  // --no-defaults must be the first: no option file of the machine matters.
  Words words = {program.path.string(), "--no-defaults", "--datadir=" + folder.data().string(),
                 "--tmpdir=" + (folder.path() / "tmp").string()};
  // A server does not run as root unless told to. It serves one user through a socket in
  // a folder that is closed to all others, so another account would protect nothing, and
  // a container may have none.
  if (::geteuid() == 0) words.emplace_back("--user=root");
  words.emplace_back("--innodb-buffer-pool-size=64M");
  // MySQL 8.0.30 replaced the second option by the first.
  words.emplace_back(program.flavour == ServerFlavour::mysql
                         ? "--loose-innodb-redo-log-capacity=64M"
                         : "--innodb-log-file-size=32M");
  return words;
}

Words without_durability(ServerFlavour flavour) {
  Words words = {"--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
                 "--innodb-doublewrite=0"};
  if (flavour == ServerFlavour::mariadb) {
    words.emplace_back("--loose-debug-no-sync");
    words.emplace_back("--loose-sync-frm=0");
  }
  return words;
}

void append(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
}

ServerCommand initialize(const ServerProgram& program, const ServerFolder& folder,
                         const std::filesystem::path& bootstrap) {
  Words words = common_options(program, folder);
  append(words, without_durability(program.flavour));
  if (program.flavour == ServerFlavour::mysql) {
    words.emplace_back("--initialize-insecure");
    return {words, {}};
  }
  if (!program.system_tables.empty()) {
    // As mariadb-install-db does it, without its shell, help texts and `sys` schema.
    append(words, {"--bootstrap", "--log-warnings=0", "--enforce-storage-engine=",
                   "--max-allowed-packet=8M", "--net-buffer-length=16K"});
    return {words, bootstrap};
  }
  if (program.install_db.empty()) {
    throw Error(ErrorCode::unavailable,
                fmt::format("{} has neither mysql_system_tables.sql nor mariadb-install-db beside "
                            "it, so it cannot make a new data folder",
                            program.path.string()))
        .with_hint("install the whole package of the server: `apt-get install mariadb-server`");
  }
  return {{program.install_db.string(), "--no-defaults", "--skip-test-db",
           "--datadir=" + folder.data().string(), "--auth-root-authentication-method=normal"},
          {}};
}

ServerCommand serve(const ServerProgram& program, const ServerFolder& folder,
                    const PrivateServerOptions& options) {
  Words words = common_options(program, folder);
  append(words, {"--socket=" + folder.socket(), "--pid-file=" + (folder.path() / "pid").string(),
                 "--secure-file-priv=" + (folder.path() / "files").string(), "--skip-networking",
                 "--skip-name-resolve", "--skip-log-bin"});
  if (program.flavour == ServerFlavour::mysql) words.emplace_back("--loose-mysqlx=OFF");
  words.emplace_back(options.performance_schema == PerformanceSchema::on
                         ? "--performance-schema=ON"
                         : "--performance-schema=OFF");
  if (options.durability == Durability::off) append(words, without_durability(program.flavour));
  append(words, options.extra_options);
  return {words, {}};
}

}  // namespace

std::string bootstrap_sql(const ServerProgram& program) {
  std::string sql =
      "CREATE DATABASE IF NOT EXISTS mysql;\n"
      "USE mysql;\n"
      "SET @auth_root_socket = NULL;\n";  // root logs in with an empty password
  for (const auto& script : program.system_tables) {
    sql += read_file(script, ErrorCode::unavailable) + "\n";
  }
  return sql;
}

std::vector<ServerCommand> server_commands(const ServerProgram& program, const ServerFolder& folder,
                                           const std::filesystem::path& bootstrap,
                                           const PrivateServerOptions& options) {
  return {initialize(program, folder, bootstrap), serve(program, folder, options)};
}

std::vector<std::string> server_environment() {
  std::vector<std::string> environment = {"LC_ALL=C"};
  for (const char* name : {"PATH", "HOME", "TZ", "LD_LIBRARY_PATH", "LD_PRELOAD"}) {
    const char* value = std::getenv(name);
    if (value != nullptr) environment.push_back(fmt::format("{}={}", name, value));
  }
  return environment;
}

}  // namespace dbmig

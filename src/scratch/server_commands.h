#pragma once

#include <string>
#include <vector>

#include "scratch/server_folder.h"
#include "scratch/server_program.h"
#include "scratch/supervisor.h"

namespace dbmig {

/// Whether what was committed survives a server that is killed.
enum class Durability { off, on };

/// Whether the server counts what it does; it needs more memory and starts later.
enum class PerformanceSchema { off, on };

/// How a private server differs from the plainest one.
struct PrivateServerOptions {
  std::filesystem::path program;           // Empty: `mariadbd`, else `mysqld`, wherever it is.
  std::filesystem::path parent;            // Where its folder is made. Empty: $TMPDIR, or /tmp.
  std::vector<std::string> extra_options;  // Such as `--sql-mode=ANSI`; they win over ours.
  Durability durability = Durability::off;
  PerformanceSchema performance_schema = PerformanceSchema::off;
  std::chrono::seconds patience{60};  // How long a start may take.
};

/// The SQL with which a MariaDB makes its system tables and a `root` without a password.
std::string bootstrap_sql(const ServerProgram& program);

/// The commands that make a new data folder and then serve it. `bootstrap` is the file
/// that holds bootstrap_sql(). Throws Error(unavailable) when the server is a MariaDB
/// whose system tables nobody can make.
std::vector<ServerCommand> server_commands(const ServerProgram& program, const ServerFolder& folder,
                                           const std::filesystem::path& bootstrap,
                                           const PrivateServerOptions& options);

/// The environment of a server: little, so that nothing set for another one matters.
std::vector<std::string> server_environment();

}  // namespace dbmig

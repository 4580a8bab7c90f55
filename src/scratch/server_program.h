#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scratch/handshake.h"

namespace dbmig {

/// A server program of this machine and what it needs to make a new data folder.
struct ServerProgram {
  std::filesystem::path path;
  ServerFlavour flavour = ServerFlavour::mariadb;
  /// MariaDB's scripts that create the system tables, in order; empty when the machine
  /// keeps them where nobody looks, and for MySQL, whose server has them built in.
  std::vector<std::filesystem::path> system_tables;
  /// `mariadb-install-db`, for a MariaDB without the scripts above; may be empty.
  std::filesystem::path install_db;
};

/// The folders of $PATH and those where servers live without being in it.
std::vector<std::filesystem::path> program_folders();

/// The first of `names` that can be run, names before folders.
std::optional<std::filesystem::path> find_program(std::span<const std::string> names,
                                                  std::span<const std::filesystem::path> folders);

/// MariaDB's scripts below one of `share_folders`, in the order in which they must run.
std::vector<std::filesystem::path> system_table_scripts(
    std::span<const std::filesystem::path> share_folders);

/// The server to use: `wanted` when it is not empty, else `mariadbd`, else `mysqld`.
/// Throws Error(unavailable), with the package to install, when there is none.
ServerProgram find_server(const std::filesystem::path& wanted);

}  // namespace dbmig

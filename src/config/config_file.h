#pragma once

#include <filesystem>
#include <string>

#include "config/settings.h"

namespace dbmig {

/// A configuration file and how it was found.
struct ConfigFile {
  std::filesystem::path path;  // absolute
  std::string shown;           // as messages name it
  std::string origin;          // `-c`, `DBMIG_CONFIG`, `ALEMBIC_CONFIG`, `default`
};

/// The file named by -c, else by DBMIG_CONFIG, else by ALEMBIC_CONFIG, else `migrate.ini`
/// and then `alembic.ini` in the working folder and each one above it. Throws
/// Error(config) when there is none.
ConfigFile find_config_file(const ConfigRequest& request);

/// `path` as a person in `cwd` would type it: relative when it is below, else absolute.
std::string shown_path(const std::filesystem::path& path, const std::filesystem::path& cwd);

}  // namespace dbmig

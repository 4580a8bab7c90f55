#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "config/settings.h"

namespace dbmig {

/// A configuration file and how it was found.
struct ConfigFile {
  std::filesystem::path path;  // absolute
  std::string shown;           // as messages name it
  std::string origin;          // `-c`, `DBMIG_CONFIG`, `ALEMBIC_CONFIG`, `default`
};

/// The files that make up the configuration: one of them, or both.
struct ConfigFiles {
  std::optional<ConfigFile> ini;
  std::optional<ConfigFile> pyproject;  // Counts only beside an alembic.ini, or alone.
};

/// The files named by -c, else the one named by DBMIG_CONFIG, else by ALEMBIC_CONFIG, each
/// with the other kind from the working folder; else what the working folder has, or the
/// nearest one above it: a migrate.ini, or an alembic.ini and a pyproject.toml with a table
/// [tool.alembic]. Throws Error(config) when there is none.
ConfigFiles find_config_files(const ConfigRequest& request);

/// `path` as a person in `cwd` would type it: relative when it is below, else absolute.
std::string shown_path(const std::filesystem::path& path, const std::filesystem::path& cwd);

}  // namespace dbmig

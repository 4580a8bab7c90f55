#include "config/config_file.h"

#include <fmt/format.h>

namespace dbmig {

namespace fs = std::filesystem;

std::string shown_path(const fs::path& path, const fs::path& cwd) {
  const fs::path relative = path.lexically_relative(cwd.lexically_normal());
  if (relative.empty() || relative.native().starts_with("..")) return path.string();
  return relative.string();
}

namespace {

ConfigFile named(const std::string& file, const ConfigRequest& request, std::string origin) {
  const fs::path path = (request.cwd / file).lexically_normal();
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    throw Error(ErrorCode::config, fmt::format("{} names {}, which does not exist", origin, file));
  }
  if (path.extension() == ".toml") {
    throw Error(ErrorCode::config, fmt::format("{} names {}, which is no ini file", origin, file))
        .with_hint("name the alembic.ini or the migrate.ini beside it");
  }
  return {path, file, std::move(origin)};
}

}  // namespace

ConfigFile find_config_file(const ConfigRequest& request) {
  if (!request.config_file.empty()) return named(request.config_file, request, "-c");
  for (const char* variable : {"DBMIG_CONFIG", "ALEMBIC_CONFIG"}) {
    if (const std::string* file = find(request.environment, variable)) {
      return named(*file, request, variable);
    }
  }
  for (fs::path folder = request.cwd.lexically_normal();; folder = folder.parent_path()) {
    for (const char* name : {"migrate.ini", "alembic.ini"}) {
      std::error_code ignored;
      const fs::path path = folder / name;
      if (fs::is_regular_file(path, ignored)) {
        return {path, shown_path(path, request.cwd), "default"};
      }
    }
    if (folder == folder.parent_path()) break;
  }
  throw Error(ErrorCode::config,
              fmt::format("no migrate.ini and no alembic.ini in {} or any folder above it",
                          request.cwd.string()))
      .with_hint("name the file with -c FILE or DBMIG_CONFIG, or make one from migrate.ini.sample");
}

}  // namespace dbmig

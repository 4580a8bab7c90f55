#include "config/config_file.h"

#include <fmt/format.h>

#include "base/file.h"
#include "config/pyproject.h"

namespace dbmig {

namespace fs = std::filesystem;

std::string shown_path(const fs::path& path, const fs::path& cwd) {
  const fs::path relative = path.lexically_relative(cwd.lexically_normal());
  if (relative.empty() || relative.native().starts_with("..")) return path.string();
  return relative.string();
}

namespace {

bool is_pyproject(const fs::path& file) { return file.filename() == "pyproject.toml"; }

ConfigFile named(const std::string& file, const ConfigRequest& request, std::string origin) {
  const fs::path path = (request.cwd / file).lexically_normal();
  std::error_code ignored;
  if (!fs::exists(path, ignored)) {
    throw Error(ErrorCode::config, fmt::format("{} names {}, which does not exist", origin, file));
  }
  if (path.extension() == ".toml" && !is_pyproject(path)) {
    throw Error(ErrorCode::config, fmt::format("{} names {}, which is no ini file", origin, file))
        .with_hint("name the alembic.ini or the migrate.ini beside it");
  }
  return {path, file, std::move(origin)};
}

std::optional<ConfigFile> in_folder(const fs::path& folder, const char* name,
                                    const ConfigRequest& request) {
  const fs::path path = (folder / name).lexically_normal();
  std::error_code ignored;
  if (!fs::is_regular_file(path, ignored)) return std::nullopt;
  return ConfigFile{path, shown_path(path, request.cwd), "default"};
}

/// A pyproject.toml is in many folders that have nothing to do with migrations.
bool has_table(const ConfigFile& file) {
  const std::string text = read_file(file.path, ErrorCode::config);
  return text.find("alembic") != std::string::npos &&
         Pyproject::parse(file.shown, text, file.path.parent_path().string()).has_value();
}

/// What one folder has.
ConfigFiles in_folder(const fs::path& folder, const ConfigRequest& request) {
  ConfigFiles files;
  files.ini = in_folder(folder, "migrate.ini", request);
  if (files.ini) return files;
  files.ini = in_folder(folder, "alembic.ini", request);
  files.pyproject = in_folder(folder, "pyproject.toml", request);
  if (!files.ini && files.pyproject && !has_table(*files.pyproject)) files.pyproject.reset();
  return files;
}

}  // namespace

ConfigFiles find_config_files(const ConfigRequest& request) {
  ConfigFiles files;
  if (!request.config_file.empty()) files.ini = named(request.config_file, request, "-c");
  if (!request.pyproject_file.empty()) {
    files.pyproject = named(request.pyproject_file, request, "-c");
  }
  for (const char* variable : {"DBMIG_CONFIG", "ALEMBIC_CONFIG"}) {
    if (files.ini || files.pyproject) break;
    const std::string* file = find(request.environment, variable);
    if (file == nullptr) continue;
    (is_pyproject(*file) ? files.pyproject : files.ini) = named(*file, request, variable);
  }
  if (files.ini && !files.pyproject) {
    files.pyproject = in_folder(request.cwd, "pyproject.toml", request);
  } else if (files.pyproject && !files.ini) {
    files.ini = in_folder(request.cwd, "alembic.ini", request);
  }
  if (files.ini || files.pyproject) return files;
  for (fs::path folder = request.cwd.lexically_normal();; folder = folder.parent_path()) {
    files = in_folder(folder, request);
    if (files.ini || files.pyproject) return files;
    if (folder == folder.parent_path()) break;
  }
  throw Error(ErrorCode::config,
              fmt::format("no migrate.ini and no alembic.ini in {} or any folder above it",
                          request.cwd.string()))
      .with_hint("name the file with -c FILE or DBMIG_CONFIG, or make one from migrate.ini.sample");
}

}  // namespace dbmig

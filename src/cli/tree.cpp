#include "cli/tree.h"

#include <filesystem>
#include <utility>

#include <spdlog/logger.h>

#include "base/file.h"
#include "config/config_file.h"
#include "python/python_format.h"

namespace dbmig {

namespace {

python::Surroundings surroundings(const TreeSettings& settings,
                                  const std::vector<NamedValue>& names) {
  python::Surroundings all;
  // As SQLAlchemy calls its dialects: by the URL, whatever server answers there.
  if (settings.login.url.starts_with("mariadb")) all.dialect_name = "mariadb";
  for (const NamedValue& one : names)
    all.names[one.name] = one.value;
  const std::filesystem::path env = settings.script_location / "env.py";
  std::error_code error;
  if (std::filesystem::exists(env, error)) {
    all.naming = python::naming_of(read_file(env, ErrorCode::data));
  }
  return all;
}

RevisionFormats formats(python::Surroundings surroundings) {
  RevisionFormats all = native_formats();
  all.push_back(python_format(std::move(surroundings)));
  return all;
}

}  // namespace

RevisionFormats tree_formats() { return formats({}); }

const ScriptDirectory& Tree::scripts() {
  if (!scripts_) {
    ScriptLocations locations;
    locations.script_location = shown_path(settings_->script_location, cwd_);
    for (const std::filesystem::path& folder : settings_->version_locations)
      locations.version_locations.emplace_back(shown_path(folder, cwd_));
    locations.depth = settings_->recursive_version_locations ? ScriptLocations::Depth::recursive
                                                             : ScriptLocations::Depth::flat;
    scripts_.emplace(locations, formats(surroundings(*settings_, *names_)));
    for (const LoadWarning& warning : scripts_->warnings()) {
      output_->log(name())->warn("{}", warning.message);
    }
  }
  return *scripts_;
}

RevisionFileText Tree::file_text(const RevisionId& id) {
  const RevisionFile& file = scripts().file(id);
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(file.path, error);
  return {error ? (cwd_ / file.path).string() : real.string(),
          native_doc(scripts().revision(id), file.doc, file.create_date)};
}

}  // namespace dbmig

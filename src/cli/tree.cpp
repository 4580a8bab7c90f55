#include "cli/tree.h"

#include <filesystem>

#include <spdlog/logger.h>

#include "config/config_file.h"
#include "python/python_format.h"

namespace dbmig {

RevisionFormats tree_formats() {
  RevisionFormats formats = native_formats();
  formats.push_back(python_format());
  return formats;
}

const ScriptDirectory& Tree::scripts() {
  if (!scripts_) {
    ScriptLocations locations;
    locations.script_location = shown_path(settings_->script_location, cwd_);
    for (const std::filesystem::path& folder : settings_->version_locations)
      locations.version_locations.emplace_back(shown_path(folder, cwd_));
    locations.depth = settings_->recursive_version_locations ? ScriptLocations::Depth::recursive
                                                             : ScriptLocations::Depth::flat;
    scripts_.emplace(locations, tree_formats());
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

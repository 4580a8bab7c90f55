#include "cli/tree.h"

#include <filesystem>

#include <spdlog/logger.h>

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
    locations.script_location = settings_->script_location;
    locations.version_locations = settings_->version_locations;
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
  return {error ? file.path : real.string(),
          native_doc(scripts().revision(id), file.doc, file.create_date)};
}

}  // namespace dbmig

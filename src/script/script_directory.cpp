#include "script/script_directory.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// The folders to read. Of these only the script location has to be there: Alembic
/// skips a version location that nobody has made yet, and so does this.
std::vector<fs::path> folders_of(const ScriptLocations& locations) {
  std::error_code absent;
  if (!fs::exists(locations.script_location, absent)) {
    throw Error(ErrorCode::config,
                fmt::format("Path doesn't exist: {}.  Please use the 'init' command to create a "
                            "new scripts folder.",
                            locations.script_location.string()));
  }
  if (!locations.version_locations.empty()) return locations.version_locations;
  return {locations.script_location / "versions"};
}

/// The revisions again: the graph took the first ones, and has no words for files.
[[noreturn]] void refuse(const Error& refusal, LoadedRevisions& loaded) {
  for (const RevisionFile& file : loaded.files) {
    const std::string text = read_file(file.path, ErrorCode::data);
    loaded.revisions.push_back(
        file.format->metadata(text, file.path, Extent::whole).value().revision);
  }
  std::vector<Error> errors = located(history_problems(loaded.revisions), loaded);
  if (errors.empty()) throw refusal;  // the files were mended in the meantime
  throw combined(std::move(errors));
}

RevisionGraph graph_of(LoadedRevisions& loaded) {
  try {
    return RevisionGraph(std::exchange(loaded.revisions, {}));
  } catch (const Error& e) {
    refuse(e, loaded);
  }
}

}  // namespace

ScriptDirectory::ScriptDirectory(const ScriptLocations& locations, RevisionFormats formats)
    : locations_(folders_of(locations)),
      formats_(std::move(formats)),
      loaded_(load_revisions(locations_, locations.depth, formats_)),
      graph_(graph_of(loaded_)) {
  if (!locations.version_locations.empty()) return;
  // Nobody asked for `versions` by name: a tree without revisions need not have it.
  std::erase_if(loaded_.warnings, [](const LoadWarning& warning) {
    return warning.kind == LoadWarning::Kind::missing_location;
  });
}

std::size_t ScriptDirectory::place(std::string_view id) const {
  if (places_.empty()) {
    const std::span<const Revision> revisions = graph_.given();
    places_.reserve(revisions.size());
    for (std::size_t i = 0; i < revisions.size(); ++i)
      places_.emplace(revisions[i].id, i);
  }
  return places_.at(id);
}

std::unique_ptr<const ScriptFile> ScriptDirectory::script(std::string_view id,
                                                          const Dialect& dialect) const {
  const RevisionFile& its_file = file(id);
  return its_file.format->script(read_file(its_file.path, ErrorCode::data), its_file.path,
                                 revision(id), dialect);
}

const fs::path& ScriptDirectory::location_for(std::span<const Node> parents,
                                              const fs::path& asked) const {
  if (!asked.empty()) {
    const auto same = [&](const fs::path& location) {
      return fs::absolute(location).lexically_normal() / "" ==
             fs::absolute(asked).lexically_normal() / "";
    };
    const auto found = std::find_if(locations_.begin(), locations_.end(), same);
    if (found != locations_.end()) return *found;
    std::string known;
    for (const fs::path& location : locations_)
      known += (known.empty() ? "" : ", ") + location.string();
    throw Error(ErrorCode::usage, fmt::format("Path {} is not represented in current version "
                                              "locations",
                                              asked.string()))
        .with_hint("the version locations are " + known);
  }
  if (locations_.size() == 1) return locations_.front();
  if (parents.empty()) {
    throw Error(ErrorCode::usage,
                "Multiple version locations present, please specify --version-path");
  }
  return locations_[file(graph_.id(parents.front())).location];
}

}  // namespace dbmig

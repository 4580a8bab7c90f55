#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/error.h"
#include "revision/problems.h"
#include "revision/revision.h"
#include "script/revision_format.h"

namespace dbmig {

/// Where the revision files of a tree are.
struct ScriptLocations {
  enum class Depth { flat, recursive };

  std::filesystem::path script_location;
  /// In the order in which they are read; empty: the folder `versions` of the above.
  std::vector<std::filesystem::path> version_locations;
  Depth depth = Depth::flat;
};

/// A file that holds a revision.
struct RevisionFile {
  std::string path;          // Below its location as that was configured.
  std::size_t location = 0;  // Which of the version locations.
  std::string doc;           // What follows the title.
  std::string create_date;   // As the file has it; may be empty.
  const RevisionFormat* format = nullptr;
};

/// Something that was left out of the history, and is worth a line on stderr.
struct LoadWarning {
  enum class Kind { loaded_twice, missing_location };

  Kind kind = Kind::loaded_twice;
  std::filesystem::path path;
  std::string message;
};

/// All revision files of a tree, in load order: `revisions` and `files` go together.
struct LoadedRevisions {
  std::vector<Revision> revisions;
  std::vector<RevisionFile> files;
  std::vector<LoadWarning> warnings;
};

/// Reads the head of every revision file: location after location, files in the order
/// of their names, sub-folders (when asked for) after the files beside them. A file is
/// one by its suffix; dotfiles, backups (`.sql~`), `__init__.py`, `__pycache__` and what
/// has another suffix are left alone. What is the same file by another way is read
/// once; a revision that is there in several formats is taken from the earliest of them.
/// Throws one Error(data) for all files that cannot be read.
LoadedRevisions load_revisions(const std::vector<std::filesystem::path>& locations,
                               ScriptLocations::Depth depth, const RevisionFormats& formats);

/// A file as a whole, without a line.
Location in_file(const std::string& path);

/// Each problem of a history as an error that points into the file it is about.
std::vector<Error> located(const std::vector<HistoryProblem>& problems,
                           const LoadedRevisions& loaded);

/// One error for several: itself when there is one, else a list of their reports.
Error combined(std::vector<Error> errors);

}  // namespace dbmig

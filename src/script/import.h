#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "script/revision_loader.h"
#include "script/script_directory.h"

namespace dbmig {

/// One revision that is imported into a tree, and the file that the tree is to have of it.
struct ImportedRevision {
  enum class There { absent, same, different };

  RevisionId id;
  std::string source;          // The file that it comes from.
  std::filesystem::path path;  // Where the tree has its file, or is to have it.
  std::string text;            // What belongs there.
  There there = There::absent;
  /// Why it has no native file; then `path` and `text` are the original's.
  std::optional<Error> why;
};

/// Works out what an import of `sources`, read from the folder `from`, puts into the folder
/// `to` of a tree; writes nothing. In an order in which each revision comes after those that
/// it builds on, so that the tree is whole whenever the writing ends. A revision of which
/// the tree has a native file that cannot be compared with the original is left as it is.
///
/// Throws one Error(data) for all that keeps the tree with them from being a history: parents
/// that are not there, or that the tree has another way; and for names of files that are taken.
std::vector<ImportedRevision> imported(const ScriptDirectory& tree, const LoadedRevisions& sources,
                                       const std::filesystem::path& from,
                                       const std::filesystem::path& to);

}  // namespace dbmig

#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "revision/revision.h"
#include "script/naming.h"
#include "script/wall_time.h"

namespace dbmig {

/// A revision that is to be written; which parents it may have is the caller's business.
struct NewRevision {
  RevisionId id;
  std::vector<RevisionId> down_revisions;
  std::vector<std::string> branch_labels;
  std::vector<std::string> depends_on;
  std::vector<RevisionId> replaces;
  std::string message;
  std::string doc;  // What is to be said beyond the message.
};

/// 12 random lower-case hex digits for which `taken` is false.
RevisionId new_revision_id(const std::function<bool(const RevisionId&)>& taken);

/// The header of a native revision file. parse_header() gives back exactly what was put in.
/// Throws Error(usage) for an id that cannot be one or is longer than the version table's 32
/// characters, and for a message that is not UTF-8.
std::string header_text(const NewRevision& revision, std::string_view created);

/// The text of a native revision file: the header and both sections, empty.
/// Throws as header_text().
std::string revision_text(const NewRevision& revision, const WallTime& created);

/// Writes the file into `folder`, which is made when it is not there, and gives its
/// path. Without a message its title is `empty message` and its name has none, as in Alembic.
/// Never overwrites: throws Error(cannot_create) when the name is taken.
std::filesystem::path write_revision(const std::filesystem::path& folder, NewRevision revision,
                                     const FileNaming& naming, const WallTime& created);

}  // namespace dbmig

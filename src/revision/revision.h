#pragma once

#include <string>
#include <vector>

namespace dbmig {

using RevisionId = std::string;  // As Alembic writes it: usually 12 hex digits.

/// One node of the history: what a revision file says about itself.
///
/// Plain data without behaviour. Where its SQL lives is the script layer's
/// business; whether it has been applied is the database's.
struct Revision {
  RevisionId id;
  std::vector<RevisionId> down_revisions;  // Empty for a base, two or more for a merge.
  std::vector<std::string> depends_on;     // Ids or branch labels, as the file has them.
  std::vector<std::string> branch_labels;  // Labels that this revision itself declares.
  std::vector<RevisionId> replaces;        // History that this revision stands for.
  std::string message;                     // The title: first paragraph of the doc.

  bool is_base() const { return down_revisions.empty(); }
  bool is_merge() const { return down_revisions.size() > 1; }

  friend bool operator==(const Revision&, const Revision&) = default;
};

}  // namespace dbmig

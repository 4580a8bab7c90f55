#pragma once

#include <vector>

#include "cli/context.h"
#include "revision/revision.h"

namespace dbmig {

/// Throws Error(data) when a row is no revision of this tree's files, and says which
/// other tree knows it, if one does.
void require_known_rows(Context& context, Tree& tree, const std::vector<RevisionId>& rows);

/// Where the tree's database stands; all rows are known revisions.
std::vector<RevisionId> known_tree_rows(Context& context, Tree& tree);

}  // namespace dbmig

#include "cli/tree_rows.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/tree.h"
#include "revision/planner.h"

namespace dbmig {

namespace {

/// Where a row may come from when revisions of the tree replace others whose files are gone.
std::string old_files_hint(Tree& tree) {
  std::vector<RevisionId> replacing;
  for (const Revision& revision : tree.graph().given()) {
    if (!revision.replaces.empty()) replacing.push_back(revision.id);
  }
  return fmt::format(
      "the database may be on its way through the history that {} {}: bring the old "
      "files back beside the new ones, and it goes on by them; or it is ahead of "
      "these files: get the newer ones",
      join(replacing, ", "), replacing.size() == 1 ? "replaces" : "replace");
}

}  // namespace

void require_known_rows(Context& context, Tree& tree, const std::vector<RevisionId>& rows) {
  const std::vector<RevisionId> unknown = unknown_rows(tree.graph(), rows);
  if (unknown.empty()) return;
  const std::string ids = join(unknown, "', '");
  const std::string& table = tree.settings().version_table;
  Error error(ErrorCode::data,
              fmt::format("Can't locate revision identified by '{}': {} of database {} holds it, "
                          "and no file of {} has it",
                          ids, table, tree.settings().server().database, tree.name()));
  error.set_state("nothing was changed");
  if (const std::optional<std::string> other = context.tree_that_knows(unknown, tree.name())) {
    error.set_hint(fmt::format("the tree {} knows it: is the url of {} right? see `dbmig config`",
                               *other, tree.name()));
  } else {
    error.set_hint(fmt::format("{}; if the row is wrong: dbmig -n {} stamp --purge REVISION",
                               tree.graph().has_replacements()
                                   ? old_files_hint(tree)
                                   : "the database may be ahead of these files: get the newer ones",
                               tree.name()));
  }
  throw Error(std::move(error));
}

std::vector<RevisionId> known_tree_rows(Context& context, Tree& tree) {
  std::vector<RevisionId> rows = context.open(tree.settings())->rows();
  require_known_rows(context, tree, rows);
  return rows;
}

}  // namespace dbmig

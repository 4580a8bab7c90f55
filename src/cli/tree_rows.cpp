#include "cli/tree_rows.h"

#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/tree.h"
#include "revision/planner.h"

namespace dbmig {

std::vector<RevisionId> visible_rows(MigrationContext& database) {
  constexpr unsigned kNoSuchTable = 1146;
  if (!database.rows().empty() || database.versions().exists()) return database.rows();
  // The server's catalogue leaves out what the user has no right on: that looks like base.
  const std::string table = database.versions().name().qualified();
  try {
    database.connection().query("SELECT version_num FROM " + table + " LIMIT 0");
  } catch (const Error& error) {
    if (!error.server() || error.code() != ErrorCode::statement) throw;
    if (error.server()->number == kNoSuchTable) return database.rows();
    throw Error(ErrorCode::statement,
                fmt::format("where the database stands cannot be seen: {} cannot be read", table))
        .with_server(*error.server())
        .with_hint("give the user the right: GRANT SELECT, on that table or on the database");
  }
  return database.rows();
}

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
    error.set_hint(fmt::format(
        "the database may be ahead of these files: get the newer ones; if the row is wrong: dbmig "
        "-n {} stamp --purge REVISION",
        tree.name()));
  }
  throw Error(std::move(error));
}

std::vector<RevisionId> known_tree_rows(Context& context, Tree& tree) {
  std::vector<RevisionId> rows = visible_rows(*context.open(tree.settings()));
  require_known_rows(context, tree, rows);
  return rows;
}

}  // namespace dbmig

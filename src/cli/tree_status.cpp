#include "cli/tree_status.h"

#include <algorithm>
#include <functional>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/error_document.h"
#include "cli/history_at.h"
#include "cli/tree.h"
#include "cli/tree_rows.h"
#include "db/connection.h"
#include "engine/live_run.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

StatusRevision in_graph(const RevisionGraph& graph, Node node) {
  return {graph.id(node), graph.labels(node), graph[node].message, true};
}

std::vector<StatusRevision> in_graph(const RevisionGraph& graph, const std::vector<Node>& nodes) {
  std::vector<StatusRevision> list;
  for (const Node node : nodes)
    list.push_back(in_graph(graph, node));
  return list;
}

/// What a row stands for when the history cannot be asked: its id.
std::vector<StatusRevision> bare(const std::vector<RevisionId>& rows) {
  std::vector<StatusRevision> list;
  for (const RevisionId& row : rows)
    list.push_back({row, {}, "", false});
  return list;
}

/// Does one part of the work; what it throws is added to the errors.
void attempt(TreeStatus& status, const std::function<void()>& part) {
  try {
    part();
  } catch (const Error& error) {
    status.errors.push_back(error);
  }
}

std::optional<std::vector<RevisionId>> ask_database(Context& context, Tree& tree,
                                                    TreeStatus& status) {
  std::optional<std::vector<RevisionId>> rows;
  attempt(status, [&] {
    const DatabaseOptions options = context.database(tree.settings());
    status.address = options.connect.display();
    status.database = options.connect.database;
    const std::unique_ptr<MigrationContext> database = context.open(tree.settings());
    status.server = database->connection().server();
    rows = database->rows();
    if (database->lock().holder()) status.lock_holder = holder_text(*database);
    if (const std::optional<JournalStep> left = database->journal().unfinished())
      status.unfinished = UnfinishedStep{parse_step(left->head), *left}.text();
    status.has_version_table = database->versions().exists();
  });
  return rows;
}

void compare(Context& context, Tree& tree, const std::vector<RevisionId>& rows,
             TreeStatus& status) {
  status.current = bare(rows);
  if (!status.heads) return;
  require_known_rows(context, tree, rows);
  const HistoryAt at(tree.graph(), rows);
  status.current = in_graph(at.graph(), current_tips(at.graph(), rows));
  std::vector<StatusRevision> pending;
  for (const Step& step : plan_upgrade(tree.graph(), rows, "heads")) {
    // By its file: on the way through a replaced history the graph has another for this id.
    pending.push_back({step.revision, {}, tree.scripts().revision(step.revision).message, true});
  }
  status.pending = std::move(pending);
}

nlohmann::json revisions(const std::vector<StatusRevision>& list) {
  nlohmann::json out = nlohmann::json::array();
  for (const StatusRevision& each : list) {
    nlohmann::json entry = {{"revision", each.id}};
    entry["message"] = each.known ? nlohmann::json(each.title) : nlohmann::json();
    entry["branch_labels"] = each.labels;
    out.push_back(std::move(entry));
  }
  return out;
}

nlohmann::json revisions(const std::optional<std::vector<StatusRevision>>& list) {
  return list ? revisions(*list) : nlohmann::json();
}

}  // namespace

TreeStatus tree_status(Context& context, Tree& tree) {
  TreeStatus status;
  status.tree = tree.name();
  status.version_table = tree.settings().version_table;
  attempt(status, [&] { status.heads = in_graph(tree.graph(), tree.graph().heads()); });
  const std::optional<std::vector<RevisionId>> rows = ask_database(context, tree, status);
  if (rows) attempt(status, [&] { compare(context, tree, *rows, status); });
  return status;
}

nlohmann::json status_json(const TreeStatus& status) {
  nlohmann::json out = {{"tree", status.tree}};
  out["address"] = status.address.empty() ? nlohmann::json() : nlohmann::json(status.address);
  out["database"] = status.database.empty() ? nlohmann::json() : nlohmann::json(status.database);
  out["server"] = nullptr;
  if (status.server) {
    out["server"] = {{"product", status.server->flavour == Flavour::mariadb ? "MariaDB" : "MySQL"},
                     {"version", status.server->version_text},
                     {"hostname", status.server->hostname},
                     {"read_only", status.server->read_only}};
  }
  out["version_table"] = status.version_table;
  out["current"] = revisions(status.current);
  out["heads"] = revisions(status.heads);
  out["pending"] = revisions(status.pending);
  out["lock_holder"] =
      status.lock_holder.empty() ? nlohmann::json() : nlohmann::json(status.lock_holder);
  out["unfinished"] =
      status.unfinished.empty() ? nlohmann::json() : nlohmann::json(status.unfinished);
  out["errors"] = nlohmann::json::array();
  for (const Error& error : status.errors)
    out["errors"].push_back(error_document(error)["error"]);
  return out;
}

}  // namespace dbmig

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/planner.h"
#include "revision/shown.h"
#include "revision/targets.h"

namespace dbmig {

std::vector<RevisionId> unknown_rows(const RevisionGraph& graph, RowIds rows) {
  std::vector<RevisionId> unknown;
  for (const RevisionId& row : rows) {
    if (!graph.find(row) && !graph.hidden_by(row)) unknown.push_back(row);
  }
  return unknown;
}

std::vector<Node> known_rows(const RevisionGraph& graph, RowIds rows) {
  if (const std::vector<RevisionId> unknown = unknown_rows(graph, rows); !unknown.empty()) {
    std::string message;
    for (const RevisionId& row : unknown) {
      if (!message.empty()) message += '\n';
      message += fmt::format(
          "Can't locate revision identified by '{}': the version table holds it, but no "
          "revision file has that id",
          shown(row));
    }
    throw Error(ErrorCode::data, message)
        .with_hint(
            graph.has_replacements()
                ? "if it is from the history that a revision with replaces stands for, put its old "
                  "revision files back; or, when you know where the database stands: dbmig stamp "
                  "--purge REVISION"
                : "get the revision files this database was migrated with, or, when you know where "
                  "it "
                  "stands, set the table with: dbmig stamp --purge REVISION");
  }
  std::vector<Node> nodes;
  for (const RevisionId& row : rows) {
    const std::optional<Node> node = graph.find(row);
    if (!node) {
      throw Error(ErrorCode::data,
                  fmt::format("Revision {} is part of the history that {} replaces", shown(row),
                              shown(*graph.hidden_by(row))));
    }
    nodes.push_back(*node);
  }
  std::sort(nodes.begin(), nodes.end(), [&](Node a, Node b) { return graph.id(a) < graph.id(b); });
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

std::vector<Node> applied_revisions(const RevisionGraph& graph, RowIds rows) {
  return graph.ancestors(known_rows(graph, rows), Follow::dependencies).nodes();
}

std::vector<Node> current_tips(const RevisionGraph& graph, RowIds rows) {
  return tips(graph, known_rows(graph, rows));
}

std::vector<Node> tips(const RevisionGraph& graph, std::span<const Node> nodes) {
  const NodeSet applied = graph.ancestors(nodes, Follow::dependencies);
  std::vector<Node> result = applied.nodes();
  std::erase_if(result, [&](Node node) {
    const auto children = graph.children(node);
    return std::any_of(children.begin(), children.end(),
                       [&](Node child) { return applied.contains(child); });
  });
  return result;
}

Node applied_tip(const RevisionGraph& graph, std::span<const Node> current, const NodeSet& branch,
                 const RevisionSpec::Relative& relative) {
  std::vector<Node> found(current.begin(), current.end());
  std::erase_if(found, [&](Node node) { return !branch.contains(node); });
  if (found.empty()) {
    found = tips(graph, current);
    std::erase_if(found, [&](Node node) { return !branch.contains(node); });
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    throw Error(ErrorCode::data, fmt::format("Relative revision {} didn't produce {} migrations: "
                                             "nothing of branch '{}' is applied",
                                             shown(relative.number), std::abs(relative.steps),
                                             shown(relative.branch)));
  }
  std::string list;
  for (const Node tip : found)
    list += fmt::format("\n  {}", shown_in_list(graph, tip));
  throw Error(ErrorCode::data, fmt::format("Ambiguous walk: branch '{}' is at several revisions{}",
                                           shown(relative.branch), list))
      .with_hint("name the revision to go to");
}

}  // namespace dbmig

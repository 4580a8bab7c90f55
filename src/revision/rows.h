#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "revision/graph.h"
#include "revision/plan.h"

namespace dbmig {

/// The texts of the rows: mostly a revision's id, or the ids that it replaces, which stay in the
/// table until a step moves them.
class RowTexts {
 public:
  RowTexts(const RevisionGraph& graph, std::span<const RevisionId> rows);

  /// The rows that say that `node` is applied, when it is one of those that have rows.
  std::vector<RevisionId> of(Node node) const;
  void move(Node from, Node to);
  void forget(Node node) { texts_.erase(node); }

 private:
  const RevisionGraph& graph_;
  std::unordered_map<Node, std::vector<RevisionId>> texts_;  // Where it is not just the id.
};

/// The version table as it changes while a plan is made: which revisions are rows, and what
/// each step does to them.
///
/// Rows are the newest applied revisions. A revision that only something applied needs has no
/// row of its own; it gets one back when that is reverted.
class VersionRows {
 public:
  /// `rows` are the texts, all known to the graph.
  VersionRows(const RevisionGraph& graph, std::span<const RevisionId> rows);

  /// Applies or reverts one revision and returns the edits, in the order of Alembic's SQL. One
  /// that is only passed changes no row.
  std::vector<RowEdit> upgrade(Node revision);
  std::vector<RowEdit> downgrade(Node revision);

 private:
  std::vector<RevisionId> texts(std::span<const Node> nodes) const;

  const RevisionGraph& graph_;
  RowTexts texts_;
  NodeSet rows_;
  std::vector<std::uint32_t> needed_;  // How many applied revisions need each one directly.
};

}  // namespace dbmig

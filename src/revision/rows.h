#pragma once

#include <span>
#include <vector>

#include "revision/graph.h"
#include "revision/plan.h"

namespace dbmig {

/// The version table as it changes while a plan is made: which revisions are rows, and what
/// each step does to them.
///
/// Rows are the newest applied revisions. A revision that only something applied needs has no
/// row of its own; it gets one back when that is reverted.
class VersionRows {
 public:
  VersionRows(const RevisionGraph& graph, std::span<const Node> rows);

  /// Applies or reverts one revision and returns the edits, in the order of Alembic's SQL.
  std::vector<RowEdit> upgrade(Node revision);
  std::vector<RowEdit> downgrade(Node revision);

 private:
  const RevisionGraph& graph_;
  NodeSet rows_;
  NodeSet applied_;
  std::vector<std::uint32_t> needed_;  // How many applied revisions need each one directly.
};

}  // namespace dbmig

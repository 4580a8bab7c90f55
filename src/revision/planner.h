#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.h"
#include "revision/plan.h"

namespace dbmig {

// The plans find out by themselves whether the rows are on their way through a replaced history.
// Functions that give Nodes are about the graph they are given: hand them on_the_way(rows) where
// there is one.

/// The ids in the version table, in any order.
using RowIds = std::span<const RevisionId>;

/// Those rows that no revision file has the id of. Every function below refuses them.
std::vector<RevisionId> unknown_rows(const RevisionGraph& graph, RowIds rows);
/// The rows as revisions of this graph, each once, ordered by id as the server's primary key has
/// them. Throws Error(data) that names those that are none.
std::vector<Node> known_rows(const RevisionGraph& graph, RowIds rows);

/// From the rows up to a target. Empty when all of it is applied.
Plan plan_upgrade(const RevisionGraph& graph, RowIds rows, std::string_view target);
/// From the rows down to a target. Empty when the target is where the rows are.
Plan plan_downgrade(const RevisionGraph& graph, RowIds rows, std::string_view target);
/// What there is to say about a downgrade that is planned all the same: `-N` with several
/// rows goes by the first of them.
std::optional<std::string> downgrade_warning(const RevisionGraph& graph, RowIds rows,
                                             std::string_view target);

/// As plan_upgrade() and plan_downgrade(), with the rows given in the argument, as `--sql`
/// has it: `A:B`, or for an upgrade `B` alone, which starts at base.
Plan plan_upgrade_range(const RevisionGraph& graph, std::string_view range);
Plan plan_downgrade_range(const RevisionGraph& graph, std::string_view range);

/// Whether a stamp first takes away all rows, known or not.
enum class Purge { no, yes };
/// Rows set to targets, with nothing run. All targets are looked up before anything changes,
/// and none may stand above another.
Plan plan_stamp(const RevisionGraph& graph, RowIds rows, std::span<const std::string> targets,
                Purge purge);

/// As plan_stamp(): `A:B C`, where at most one start is given, or none: nothing is there yet.
Plan plan_stamp_range(const RevisionGraph& graph, std::span<const std::string> arguments);

/// All that the rows say is applied: the rows and everything they need, in load order.
std::vector<Node> applied_revisions(const RevisionGraph& graph, RowIds rows);
/// What `current` shows: of all that is applied, what has no applied child.
std::vector<Node> current_tips(const RevisionGraph& graph, RowIds rows);

/// Everything, newest first.
std::vector<Node> history(const RevisionGraph& graph);
/// `A:B` newest first, both ends included; `current` stands for the rows.
std::vector<Node> history_range(const RevisionGraph& graph, std::string_view range, RowIds rows);

}  // namespace dbmig

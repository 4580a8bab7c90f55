#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "revision/graph.h"
#include "revision/planner.h"
#include "revision/resolve.h"

namespace dbmig {

// Shared by the planners; not for use outside this layer.

/// Of everything that `nodes` need, they included, what has no child there.
std::vector<Node> tips(const RevisionGraph& graph, std::span<const Node> nodes);

/// The one applied revision that `label@-N` counts from: the row in the branch, else the tip
/// of what is applied of it. Throws Error(data) when there is none, or more than one.
Node applied_tip(const RevisionGraph& graph, std::span<const Node> current, const NodeSet& branch,
                 const RevisionSpec::Relative& relative);

/// Throws Error(data) when one of the nodes needs another one of them.
void refuse_overlap(const RevisionGraph& graph, std::span<const Node> nodes);

/// What is done with a number of steps that leads past the newest revision.
enum class Overrun { refuse, stop_there };

/// The revisions that an upgrade or a history goes up to. `current` is where the steps of a
/// target without symbol are counted from.
std::vector<Node> upgrade_targets(const RevisionGraph& graph, std::span<const Node> current,
                                  const RevisionSpec& target, Overrun overrun);

}  // namespace dbmig

#pragma once

#include <span>
#include <vector>

#include "revision/graph.h"

namespace dbmig {

/// `todo` ordered from the newest revision down, each before everything it needs, one
/// branch followed as far as possible before the next is taken up. This is the order of a
/// downgrade and of a history; an upgrade runs it backwards.
///
/// The walk starts at those of `starts` that are in `todo`, in load order. What cannot be
/// reached from them inside `todo` starts a walk of its own after them.
std::vector<Node> ordered_walk(const RevisionGraph& graph, const NodeSet& todo,
                               std::span<const Node> starts);

}  // namespace dbmig

#pragma once

#include <nlohmann/json_fwd.hpp>

#include "revision/graph.h"

namespace dbmig {

/// A revision for `--json`: `revision`, `down_revisions`, `depends_on`, `branch_labels`
/// (all that apply), `message`, `head`, `branchpoint`, `mergepoint`.
nlohmann::json revision_json(const RevisionGraph& graph, Node node);

/// A list of them.
nlohmann::json revisions_json(const RevisionGraph& graph, std::span<const Node> nodes);

}  // namespace dbmig

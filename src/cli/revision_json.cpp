#include "cli/revision_json.h"

#include <nlohmann/json.hpp>

namespace dbmig {

nlohmann::json revision_json(const RevisionGraph& graph, Node node) {
  const Revision& revision = graph[node];
  return {{"revision", revision.id},
          {"down_revisions", revision.down_revisions},
          {"depends_on", revision.depends_on},
          {"branch_labels", graph.labels(node)},
          {"message", revision.message},
          {"head", graph.is_head(node)},
          {"branchpoint", graph.is_branch_point(node)},
          {"mergepoint", graph.is_merge_point(node)}};
}

nlohmann::json revisions_json(const RevisionGraph& graph, std::span<const Node> nodes) {
  nlohmann::json list = nlohmann::json::array();
  for (const Node node : nodes)
    list.push_back(revision_json(graph, node));
  return list;
}

}  // namespace dbmig

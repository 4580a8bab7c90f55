#include "db/galera.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

std::string value_of(const std::vector<Rows>& answers, std::string_view name) {
  for (const Rows& answer : answers) {
    for (const auto& row : answer.rows) {
      if (equals_ignoring_case(row.at(0).value_or(""), name)) return row.at(1).value_or("");
    }
  }
  return {};
}

bool is_on(std::string_view value) { return equals_ignoring_case(value, "ON") || value == "1"; }

}  // namespace

std::vector<std::string> node_questions() {
  // SHOW is answered also by a node that takes no other statement.
  return {
      "SHOW GLOBAL STATUS WHERE Variable_name IN ('wsrep_ready', 'wsrep_cluster_status',"
      " 'wsrep_local_state_comment', 'wsrep_gcomm_uuid')",
      "SHOW SESSION VARIABLES WHERE Variable_name IN ('wsrep_on', 'wsrep_osu_method',"
      " 'wsrep_node_name', 'wsrep_mode')"};
}

GaleraNode parse_node(const std::vector<Rows>& answers) {
  GaleraNode node;
  node.name = value_of(answers, "wsrep_node_name");
  node.id = value_of(answers, "wsrep_gcomm_uuid");
  node.component = value_of(answers, "wsrep_cluster_status");
  node.state = value_of(answers, "wsrep_local_state_comment");
  node.schema_method = value_of(answers, "wsrep_osu_method");
  node.modes = value_of(answers, "wsrep_mode");
  node.ready = is_on(value_of(answers, "wsrep_ready"));
  node.replicates = is_on(value_of(answers, "wsrep_on"));
  return node;
}

bool GaleraNode::replicates_all_rows() const {
  return upper(modes).find("REPLICATE_") != std::string::npos;  // REPLICATE_MYISAM, REPLICATE_ARIA
}

void require_usable(const GaleraNode& node) {
  if (!node.replicates) {
    throw Error(ErrorCode::policy, fmt::format("wsrep_on is OFF in this session: what dbmig "
                                               "changes would stay on node {}",
                                               node.name))
        .with_hint("take it out of init_connect on the server, then run the same command again");
  }
  if (!equals_ignoring_case(node.schema_method, "TOI")) {
    throw Error(ErrorCode::policy, fmt::format("wsrep_OSU_method is {}: what dbmig changes of the "
                                               "schema would stay on node {}",
                                               node.schema_method, node.name))
        .with_hint(
            "on the server: SET GLOBAL wsrep_OSU_method = 'TOI'; then run the same command "
            "again");
  }
  if (!equals_ignoring_case(node.component, "Primary")) {
    throw Error(ErrorCode::temporary,
                fmt::format("node {} has lost the others of its Galera cluster: it is in a {} "
                            "component",
                            node.name, node.component))
        .with_hint(
            "connect to a node of the primary component, or run the same command again "
            "when this one is part of it");
  }
  if (node.ready && node.state == "Synced") return;
  throw Error(ErrorCode::temporary,
              fmt::format("node {} is not in step with its Galera cluster: its state is {}{}",
                          node.name, node.state, node.ready ? "" : ", and it takes no statements"))
      .with_hint(
          "connect to a node whose wsrep_local_state_comment is Synced, or run the same "
          "command again when this one is");
}

}  // namespace dbmig

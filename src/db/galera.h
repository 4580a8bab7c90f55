#pragma once

#include <string>
#include <vector>

#include "base/rows.h"

namespace dbmig {

/// One node of a Galera cluster, as it describes itself when a session begins.
struct GaleraNode {
  std::string name;           // wsrep_node_name
  std::string id;             // Among the members of the cluster; stays over a short absence.
  std::string component;      // Primary, or what has no quorum.
  std::string state;          // Synced, Donor/Desynced, Joining …
  std::string schema_method;  // wsrep_OSU_method of the session: TOI or RSU.
  std::string modes;          // wsrep_mode
  bool ready = false;         // Takes statements.
  bool replicates = true;     // wsrep_on of the session.

  /// Whether rows of tables without transactions reach the other nodes.
  bool replicates_all_rows() const;
};

/// Asks for what parse_node() reads.
std::vector<std::string> node_questions();

/// The answers to them, a name and a value in each row.
GaleraNode parse_node(const std::vector<Rows>& answers);

/// Throws when what dbmig changes on this node would not reach the others, or not now:
/// Error(temporary), or Error(policy) where somebody has to decide otherwise first.
void require_usable(const GaleraNode& node);

/// wsrep_sync_wait of a session: SELECT and what begins a transaction, UPDATE and DELETE, INSERT
/// and REPLACE see what any node had committed before.
inline constexpr const char* kSyncWait = "7";

// The numbers below belong together. A session that says nothing is ended by the server before
// its lease can be taken over, so that nothing arrives from it afterwards; between the two is
// what clocks of nodes may differ.

/// How long a lease is good for after it was renewed, in seconds.
inline constexpr unsigned kLeaseTime = 60;
/// How often it is renewed, in seconds.
inline constexpr unsigned kLeaseRenewal = 10;
/// Seconds of silence after which the server ends the session of a run.
inline constexpr unsigned kLeaseSilence = 30;
/// How long a lease is good for once its node is no member of the cluster, in seconds.
inline constexpr unsigned kLeaseOfLostNode = 20;

}  // namespace dbmig

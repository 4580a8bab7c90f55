#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "revision/node.h"
#include "revision/revision.h"

namespace dbmig {

/// What a history is held to beyond its own consistency.
struct HistoryLimits {
  std::size_t id_length = 32;  // Characters that `version_num` holds.
};

/// One thing that is wrong with a set of revisions.
struct HistoryProblem {
  enum class Kind {
    duplicate_id,
    bad_id,
    long_id,
    missing_parent,
    repeated_parent,
    missing_dependency,
    self_loop,
    dependency_self_loop,
    cycle,
    dependency_cycle,
    label_in_use,
    bad_replacement,
  };

  Kind kind = Kind::duplicate_id;
  std::vector<Node> revisions;  // Which revisions it is about, in load order.
  std::string message;          // Without a place: the caller knows the files.

  friend bool operator==(const HistoryProblem&, const HistoryProblem&) = default;
};

/// Everything that keeps `revisions` (in load order) from being a history, in load
/// order; cycles last, and only when every reference could be followed.
std::vector<HistoryProblem> history_problems(std::span<const Revision> revisions,
                                             const HistoryLimits& limits = {});

/// What the names in a set of revisions refer to. The views point into `revisions`.
struct References {
  std::unordered_map<std::string_view, Node> names;  // Ids and branch labels.
  Links parents;                                     // down_revision, in file order.
  Links dependencies;                                // depends_on, each once, in file order.
  Links all;                                         // Both, each once.
  std::vector<HistoryProblem> problems;
};
References resolved_references(std::span<const Revision> revisions, const HistoryLimits& limits);

/// The nodes ordered so that parents and dependencies come before what needs them;
/// shorter than the graph when there is a cycle.
std::vector<Node> dependency_order(const References& references);
/// The cycles that keep dependency_order() from reaching every node.
std::vector<HistoryProblem> cycle_problems(std::span<const Revision> revisions,
                                           const References& references);

}  // namespace dbmig

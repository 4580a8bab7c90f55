#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "revision/planner.h"
#include "revision/rows.h"
#include "revision/shown.h"
#include "revision/targets.h"

namespace dbmig {
namespace {

/// What the arguments of a stamp ask for.
struct StampTargets {
  std::vector<Node> nodes;       // In the order of the arguments, each once; none for base.
  std::vector<NodeSet> related;  // By argument: what shares its lineage, dependencies included.
};

/// The whole argument is about one place: multiple heads have a message of their own here.
std::vector<Node> stamp_nodes(const RevisionGraph& graph, const RevisionSpec& spec) {
  if (spec.name() == "head") {
    const std::vector<Node> heads = NameLookup(graph, spec.text()).several(spec.branch(), "heads");
    const std::vector<Node> all = spec.branch().empty() ? graph.heads() : heads;
    if (all.size() > 1) {
      std::string list;
      for (const Node head : all)
        list += "\n  " + shown_in_list(graph, head);
      throw Error(ErrorCode::data,
                  "Multiple heads are present; please specify a single target revision" + list)
          .with_hint("stamp heads sets all of them, or name some");
    }
    return all;
  }
  return NameLookup(graph, spec.text()).several(spec.branch(), spec.name());
}

StampTargets stamp_targets(const RevisionGraph& graph, std::span<const std::string> arguments) {
  StampTargets targets;
  for (const std::string& argument : arguments) {
    const RevisionSpec spec = RevisionSpec::parse(argument);
    if (is_relative(graph, spec)) refuse_relative(spec, "stamp takes revisions, not steps");
    const std::vector<Node> nodes = stamp_nodes(graph, spec);
    std::vector<Node> lineages = nodes;
    if (!spec.branch().empty())
      lineages.push_back(NameLookup(graph, argument).branch(spec.branch()));
    targets.related.push_back(lineages.empty() ? NameLookup(graph, argument).branch_members("base")
                                               : graph.lineage(lineages, Follow::dependencies));
    for (const Node node : nodes) {
      if (std::find(targets.nodes.begin(), targets.nodes.end(), node) == targets.nodes.end())
        targets.nodes.push_back(node);
    }
  }
  return targets;
}

/// Two places of one history cannot both be where a branch stands.
void refuse_nested(const RevisionGraph& graph, std::span<const Node> nodes) {
  try {
    refuse_overlap(graph, nodes);
  } catch (Error& error) {
    throw Error(error.code(), error.what())
        .with_hint("stamp the later one alone: what it builds on counts as applied");
  }
}

/// Moves the rows to the targets, one step per target.
class Stamping {
 public:
  /// `rows` are those of `row_ids` as nodes.
  Stamping(const RevisionGraph& graph, RowIds row_ids, std::span<const Node> rows,
           const StampTargets& targets)
      : graph_(graph), texts_(graph, row_ids), rows_(graph.size()) {
    for (const Node row : rows)
      rows_.insert(row);
    // A row that is a target itself stays where it is, whatever the other targets move.
    NodeSet taken(graph.size());
    for (const Node target : targets.nodes)
      taken.insert(target);
    for (const NodeSet& related : targets.related) {
      for (const Node row : rows) {
        if (related.contains(row) && taken.insert(row)) moving_.push_back(row);
      }
    }
  }

  Plan run(const StampTargets& targets) {
    if (targets.nodes.empty()) {
      for (const RevisionId& row : texts(moving_))
        plan_.push_back({Direction::stamp, {}, {row}, {}, {removal(row)}});
      return std::move(plan_);
    }
    for (const Node target : targets.nodes) {
      if (!rows_.contains(target)) set(target);
    }
    return std::move(plan_);
  }

 private:
  static RowEdit removal(const RevisionId& row) { return {RowEdit::Kind::remove, row, {}}; }

  std::vector<RevisionId> texts(std::span<const Node> nodes) const {
    std::vector<RevisionId> all;
    for (const Node node : nodes) {
      for (const RevisionId& id : texts_.of(node))
        all.push_back(id);
    }
    return all;
  }

  /// All related rows become the target when one of them is above or below it; otherwise the
  /// target is a branch of its own.
  void set(Node target) {
    const NodeSet related = graph_.lineage(std::span(&target, 1), Follow::dependencies);
    const bool is_move = std::any_of(moving_.begin(), moving_.end(),
                                     [&](Node row) { return related.contains(row); });
    std::vector<Node> from;
    for (const Node row : moving_) {
      if (is_move && rows_.contains(row)) from.push_back(row);
    }
    const std::vector<RevisionId> before = texts(from);
    Step step{Direction::stamp, {}, {}, {graph_.id(target)}, {}};
    if (is_move) step.from = texts(moving_);
    for (const RevisionId& row : before)
      step.rows.push_back(removal(row));
    for (const Node row : from)
      rows_.erase(row);
    if (before.empty()) {
      step.rows.push_back({RowEdit::Kind::insert, {}, graph_.id(target)});
    } else {
      step.rows.back() = {RowEdit::Kind::update, before.back(), graph_.id(target)};
    }
    rows_.insert(target);
    plan_.push_back(std::move(step));
  }

  const RevisionGraph& graph_;
  RowTexts texts_;
  NodeSet rows_;
  std::vector<Node> moving_;  // Rows related to a target, in the order of the targets.
  Plan plan_;
};

/// All rows away, known or not, in front of the edits of the first step.
Plan after_purge(RowIds rows, Plan plan) {
  if (rows.empty()) return plan;
  if (plan.empty()) {
    plan.push_back({Direction::stamp, {}, {rows.begin(), rows.end()}, {}, {}});
  }
  std::vector<RowEdit> edits;
  for (const RevisionId& row : rows)
    edits.push_back({RowEdit::Kind::remove, row, {}});
  std::vector<RowEdit>& first = plan.front().rows;
  first.insert(first.begin(), edits.begin(), edits.end());
  return plan;
}

Plan planned(const RevisionGraph& graph, RowIds rows, std::span<const std::string> arguments,
             Purge purge) {
  const StampTargets targets = stamp_targets(graph, arguments);
  refuse_nested(graph, targets.nodes);
  if (purge == Purge::yes) return after_purge(rows, Stamping(graph, {}, {}, targets).run(targets));
  const std::vector<Node> current = known_rows(graph, rows);
  return Stamping(graph, rows, current, targets).run(targets);
}

}  // namespace

Plan plan_stamp(const RevisionGraph& graph, RowIds rows, std::span<const std::string> arguments,
                Purge purge) {
  std::optional<RevisionGraph> old_way;
  if (purge == Purge::no) old_way = graph.on_the_way(rows);
  return planned(old_way ? *old_way : graph, rows, arguments, purge);
}

}  // namespace dbmig

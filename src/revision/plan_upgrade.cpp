#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/planner.h"
#include "revision/rows.h"
#include "revision/shown.h"
#include "revision/targets.h"
#include "revision/walk.h"

namespace dbmig {
namespace {

/// Where `label@+N` counts from: the rows in the branch, else the newest applied revisions in
/// it, else base.
std::vector<Node> starts_in_branch(const RevisionGraph& graph, std::span<const Node> current,
                                   const NodeSet& branch) {
  std::vector<Node> starts;
  for (const Node node : current) {
    if (branch.contains(node)) starts.push_back(node);
  }
  if (!starts.empty()) return starts;
  NodeSet active(graph.size());
  for (const Node node : graph.ancestors(current, Follow::dependencies).nodes()) {
    if (branch.contains(node)) active.insert(node);
  }
  for (const Node node : active.nodes()) {
    const auto above = graph.needed_by(node);
    const auto is_active = [&](Node upper) { return active.contains(upper); };
    if (std::none_of(above.begin(), above.end(), is_active)) starts.push_back(node);
  }
  return starts;
}

Node end_of(const WalkEnd& end, const RevisionSpec::Relative& relative, Overrun overrun) {
  const bool is_short = end.steps < std::abs(relative.steps);
  if (!end.place || (is_short && overrun == Overrun::refuse)) refuse_steps(relative);
  return *end.place;
}

Node target_above(const RevisionGraph& graph, std::span<const Node> current,
                  const RevisionSpec::Relative& relative, Overrun overrun,
                  const NameLookup& names) {
  std::optional<NodeSet> branch;
  if (!relative.branch.empty()) branch = names.branch_members(relative.branch);
  const NodeSet* within = branch ? &*branch : nullptr;
  Place start;
  if (!relative.symbol.empty()) {
    start = names.single({}, relative.symbol);
  } else {
    std::vector<Node> starts(current.begin(), current.end());
    if (branch) starts = starts_in_branch(graph, current, *branch);
    if (starts.size() > 1) {
      throw Error(ErrorCode::data, "Ambiguous upgrade from multiple current revisions")
          .with_hint("name the branch: BRANCH@" + relative.number);
    }
    if (!starts.empty()) start = starts.front();
  }
  return end_of(walked_up(graph, start, relative.steps, within), relative, overrun);
}

Plan steps_up(const RevisionGraph& graph, RowIds rows, std::span<const Node> newest_first) {
  Plan plan;
  VersionRows table(graph, rows);
  plan.reserve(newest_first.size());
  for (auto node = newest_first.rbegin(); node != newest_first.rend(); ++node) {
    std::vector<RowEdit> edits = table.upgrade(*node);
    if (graph.is_passed(*node)) continue;
    plan.push_back({Direction::upgrade,
                    graph.id(*node),
                    graph.ids(graph.parents(*node)),
                    {graph.id(*node)},
                    std::move(edits)});
  }
  return plan;
}

}  // namespace

std::vector<Node> upgrade_targets(const RevisionGraph& graph, std::span<const Node> current,
                                  const RevisionSpec& target, Overrun overrun) {
  const NameLookup names(graph, target.text());
  if (!is_relative(graph, target)) return names.several(target.branch(), target.name());
  const RevisionSpec::Relative& relative = *target.relative();
  if (relative.steps > 0) return {target_above(graph, current, relative, overrun, names)};
  if (relative.symbol.empty()) {
    RevisionSpec::Relative downwards = relative;
    downwards.number = std::to_string(relative.steps);  // `+0` is shown as 0 here.
    refuse_steps(downwards);
  }
  const Place start = names.single(relative.branch, relative.symbol);
  if (!start) refuse_steps(relative);
  const WalkEnd end = walked_down(graph, *start, -relative.steps);
  return {end_of(end, relative, overrun)};
}

void refuse_overlap(const RevisionGraph& graph, std::span<const Node> nodes) {
  if (nodes.size() < 2) return;
  NodeSet wanted(graph.size());
  for (const Node node : nodes)
    wanted.insert(node);
  NodeSet seen(graph.size());
  for (const Node node : nodes) {
    std::vector<Node> overlaps;
    std::vector<Node> todo{node};
    while (!todo.empty()) {
      const Node below = todo.back();
      todo.pop_back();
      if (below != node && wanted.contains(below)) overlaps.push_back(below);
      if (!seen.insert(below)) continue;
      todo.insert(todo.end(), graph.needs(below).begin(), graph.needs(below).end());
    }
    if (overlaps.empty()) continue;
    std::sort(overlaps.begin(), overlaps.end());
    overlaps.erase(std::unique(overlaps.begin(), overlaps.end()), overlaps.end());
    throw Error(ErrorCode::data,
                fmt::format("Requested revision {} overlaps with other requested revisions {}",
                            shown(graph.id(node)), join(graph.ids(overlaps), ", ")));
  }
}

namespace {

Plan planned(const RevisionGraph& graph, RowIds rows, const RevisionSpec& target) {
  const std::vector<Node> current = known_rows(graph, rows);
  const std::vector<Node> targets = upgrade_targets(graph, current, target, Overrun::refuse);
  refuse_overlap(graph, targets);
  try {
    refuse_overlap(graph, current);
  } catch (Error& error) {
    error.set_hint(
        "the version table holds a revision and one that it builds on: say where the database "
        "stands with stamp --purge REVISION");
    throw;
  }
  NodeSet todo = graph.ancestors(targets, Follow::dependencies);
  for (const Node applied : graph.ancestors(current, Follow::dependencies).nodes())
    todo.erase(applied);
  return steps_up(graph, rows, ordered_walk(graph, todo, targets));
}

}  // namespace

Plan plan_upgrade(const RevisionGraph& graph, RowIds rows, std::string_view target) {
  const RevisionSpec spec = RevisionSpec::parse(target);
  const std::optional<RevisionGraph> old_way = graph.on_the_way(rows);
  return planned(old_way ? *old_way : graph, rows, spec);
}

}  // namespace dbmig

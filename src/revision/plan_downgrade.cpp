#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "revision/planner.h"
#include "revision/rows.h"
#include "revision/shown.h"
#include "revision/targets.h"
#include "revision/walk.h"

namespace dbmig {
namespace {

/// Where a downgrade ends, and the branch it is limited to, if any.
struct DowngradeTarget {
  Place place;
  std::optional<Node> branch;
};

/// `base+0` is no way to ask for everything to be reverted: only a walk down ends at base.
Place end_of_symbol(const WalkEnd& end, const RevisionSpec::Relative& relative) {
  const bool is_nowhere = !end.place && relative.steps >= 0;
  if (is_nowhere || end.steps < std::abs(relative.steps)) {
    throw Error(ErrorCode::data, fmt::format("Walked too far: the history has only {} of {} steps",
                                             end.steps, std::abs(relative.steps)));
  }
  return end.place;
}

/// `head-2`, `shop@ae10-1`, `a1+1`: a place that has nothing to do with the rows.
DowngradeTarget target_by_symbol(const RevisionGraph& graph, const RevisionSpec::Relative& relative,
                                 const NameLookup& names) {
  DowngradeTarget target;
  if (!relative.branch.empty()) target.branch = names.branch(relative.branch);
  if (relative.steps >= 0) {
    std::optional<NodeSet> members;
    if (target.branch) members = names.branch_members(relative.branch);
    const Place start = names.single({}, relative.symbol);
    target.place = end_of_symbol(
        walked_up(graph, start, relative.steps, members ? &*members : nullptr), relative);
    return target;
  }
  const Place start = names.single(relative.branch, relative.symbol);
  if (!start) refuse_steps(relative);
  target.place = end_of_symbol(walked_down(graph, *start, -relative.steps), relative);
  return target;
}

/// `-N` and `shop@-N`: steps down from where the database is.
DowngradeTarget target_below_rows(const RevisionGraph& graph, std::span<const Node> current,
                                  const RevisionSpec::Relative& relative, const NameLookup& names) {
  if (relative.steps >= 0 || (relative.branch.empty() && current.empty())) refuse_steps(relative);
  DowngradeTarget target;
  Node start = 0;
  if (relative.branch.empty()) {
    start = current.front();
    target.branch = start;
  } else {
    target.branch = names.branch(relative.branch);
    start = applied_tip(graph, current, names.branch_members(relative.branch), relative);
  }
  const WalkEnd end = walked_down(graph, start, -relative.steps);
  if (end.steps < -relative.steps) refuse_steps(relative);
  target.place = end.place;
  return target;
}

DowngradeTarget downgrade_target(const RevisionGraph& graph, std::span<const Node> current,
                                 const RevisionSpec& spec) {
  const NameLookup names(graph, spec.text());
  if (is_relative(graph, spec)) {
    const RevisionSpec::Relative& relative = *spec.relative();
    if (relative.symbol.empty()) return target_below_rows(graph, current, relative, names);
    return target_by_symbol(graph, relative, names);
  }
  DowngradeTarget target;
  if (!spec.branch().empty()) target.branch = names.branch(spec.branch());
  target.place = names.single({}, spec.name());
  return target;
}

/// What goes first: the children of the target, or all bases; with a branch, only those that
/// the branch builds on, unless there is no choice anyway.
std::vector<Node> downgrade_roots(const RevisionGraph& graph, const DowngradeTarget& target) {
  std::vector<Node> roots = graph.bases();
  if (target.place) {
    const auto children = graph.children(*target.place);
    roots.assign(children.begin(), children.end());
  }
  if (!target.branch || roots.size() < 2) return roots;
  const NodeSet below = graph.ancestors(std::span(&*target.branch, 1), Follow::down_revisions);
  std::erase_if(roots, [&](Node root) { return !below.contains(root); });
  if (roots.empty())
    throw Error(ErrorCode::data, "Not a valid downgrade target from current heads");
  return roots;
}

Plan steps_down(const RevisionGraph& graph, RowIds rows, std::span<const Node> newest_first) {
  Plan plan;
  VersionRows table(graph, rows);
  plan.reserve(newest_first.size());
  for (const Node node : newest_first) {
    std::vector<RowEdit> edits = table.downgrade(node);
    if (graph.is_passed(node)) continue;
    plan.push_back({Direction::downgrade,
                    graph.id(node),
                    {graph.id(node)},
                    graph.ids(graph.parents(node)),
                    std::move(edits)});
  }
  return plan;
}

Plan planned(const RevisionGraph& graph, RowIds rows, const RevisionSpec& spec) {
  const std::vector<Node> current = known_rows(graph, rows);
  const DowngradeTarget target = downgrade_target(graph, current, spec);
  const std::vector<Node> roots = downgrade_roots(graph, target);
  const NodeSet above = graph.descendants(roots, Follow::dependencies);
  NodeSet todo(graph.size());
  for (const Node applied : graph.ancestors(current, Follow::dependencies).nodes()) {
    if (above.contains(applied)) todo.insert(applied);
  }
  const bool is_row =
      target.place && std::find(current.begin(), current.end(), *target.place) != current.end();
  if (target.place && todo.empty() && !is_row) {
    throw Error(ErrorCode::data,
                fmt::format("Destination {} is not a valid downgrade target from current head(s)",
                            shown(spec.text())));
  }
  return steps_down(graph, rows, ordered_walk(graph, todo, current));
}

}  // namespace

Plan plan_downgrade(const RevisionGraph& graph, RowIds rows, std::string_view target) {
  const RevisionSpec spec = RevisionSpec::parse(target);
  const std::optional<RevisionGraph> old_way = graph.on_the_way(rows);
  return planned(old_way ? *old_way : graph, rows, spec);
}

namespace {

std::optional<std::string> warning(const RevisionGraph& graph, RowIds rows,
                                   std::string_view target) {
  const RevisionSpec spec = RevisionSpec::parse(target);
  if (!is_relative(graph, spec) || !spec.is_only_relative()) return std::nullopt;
  if (!spec.branch().empty() || spec.relative()->steps >= 0) return std::nullopt;
  const std::vector<Node> current = known_rows(graph, rows);
  if (current.size() < 2) return std::nullopt;
  return fmt::format(
      "downgrade {} from multiple heads is ambiguous; it goes by {}, the first of {} rows; "
      "name the branch to choose: BRANCH@{}",
      spec.text(), graph.id(current.front()), current.size(), spec.text());
}

}  // namespace

std::optional<std::string> downgrade_warning(const RevisionGraph& graph, RowIds rows,
                                             std::string_view target) {
  if (const auto old_way = graph.on_the_way(rows)) return warning(*old_way, rows, target);
  return warning(graph, rows, target);
}

}  // namespace dbmig

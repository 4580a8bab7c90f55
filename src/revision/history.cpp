#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/planner.h"
#include "revision/shown.h"
#include "revision/targets.h"
#include "revision/walk.h"

namespace dbmig {
namespace {

/// The lower end of a history: the revisions it begins at (none: base), and the label that
/// the upper ends have to carry, if any.
struct Lower {
  std::vector<Node> nodes;
  std::string label;
  bool counts_from_upper = false;  // `-N` with more steps than the heads are deep.
};

/// The one label that `name@` in the lower end stands for.
std::string lower_label(const RevisionGraph& graph, const NameLookup& names,
                        const std::string& name) {
  const Node node = names.branch(name);
  const std::vector<std::string>& own = graph[node].branch_labels;
  if (std::find(own.begin(), own.end(), name) != own.end()) return name;
  for (const std::string& label : own) {
    if (label.starts_with(name) && !graph.id(node).starts_with(name)) return label;
  }
  const std::vector<std::string> labels = graph.labels(node);
  if (labels.size() == 1) return labels.front();
  throw Error(
      ErrorCode::data,
      fmt::format("Revision {} carries {}; a history begins at a branch by its label",
                  shown(graph.id(node)), labels.empty() ? "no branch label" : "several labels"));
}

bool carries(const RevisionGraph& graph, Node node, const std::string& label) {
  const std::vector<std::string> labels = graph.labels(node);
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

/// `-N` counts from the heads. Only when the first of them is not that deep does it count from
/// the upper end.
Lower lower_below_heads(const RevisionGraph& graph, const RevisionSpec::Relative& relative,
                        std::string label) {
  Lower lower;
  lower.label = std::move(label);
  bool is_first = true;
  for (const Node head : graph.real_heads()) {
    if (!lower.label.empty() && !carries(graph, head, lower.label)) continue;
    const WalkEnd end = walked_down(graph, head, -relative.steps);
    const bool is_too_short = end.steps < -relative.steps;
    if (!end.place && (!is_too_short || !(is_first || lower.counts_from_upper)))
      refuse_steps(relative);
    if (end.place) lower.nodes.push_back(*end.place);
    if (is_first) lower.counts_from_upper = is_too_short;
    is_first = false;
  }
  return lower;
}

Lower lower_end(const RevisionGraph& graph, const RevisionSpec& spec) {
  const NameLookup names(graph, spec.text());
  std::string label;
  if (!spec.branch().empty()) label = lower_label(graph, names, spec.branch());
  if (!is_relative(graph, spec)) return {names.several(spec.branch(), spec.name()), label, false};
  const RevisionSpec::Relative& relative = *spec.relative();
  if (!relative.symbol.empty() || relative.steps >= 0) {
    refuse_relative(spec, "a history begins at a revision, at base, or at -N");
  }
  return lower_below_heads(graph, relative, std::move(label));
}

/// The revisions between the ends, both included, newest first.
std::vector<Node> between(const RevisionGraph& graph, std::span<const Node> lower,
                          std::span<const Node> upper) {
  NodeSet todo = graph.ancestors(upper, Follow::dependencies);
  for (const Node node : graph.ancestors(lower, Follow::dependencies).nodes())
    todo.erase(node);
  for (const Node node : lower)
    todo.insert(node);
  if (!lower.empty()) {
    const NodeSet above = graph.descendants(lower, Follow::down_revisions);
    for (const Node node : todo.nodes()) {
      if (!above.contains(node)) todo.erase(node);
    }
  }
  return ordered_walk(graph, todo, upper);
}

[[noreturn]] void refuse_range(const RevisionRange& range) {
  throw Error(ErrorCode::data,
              fmt::format("Requested range {}:{} does not refer to ancestor/descendant revisions "
                          "along the same branch",
                          shown(range.lower), shown(range.upper)));
}

/// A history between two ends, worked out from its text and the rows.
class Range {
 public:
  Range(const RevisionGraph& graph, RevisionRange range, RowIds rows)
      : graph_(graph), range_(std::move(range)) {
    if (range_.lower.empty()) range_.lower = "base";
    if (range_.upper.empty()) range_.upper = "heads";
    // Alembic lets `current` stand on one side only, and takes no rows for no limit.
    upper_is_rows_ = range_.upper == "current";
    lower_is_rows_ = range_.lower == "current" && !upper_is_rows_;
    if (upper_is_rows_ || lower_is_rows_) rows_ = known_rows(graph, rows);
    if (upper_is_rows_ && rows_.empty()) {
      upper_is_rows_ = false;
      range_.upper = "heads";
    }
  }

  std::vector<Node> run() const {
    const RevisionSpec lower_spec = RevisionSpec::parse(range_.lower);
    const RevisionSpec upper_spec = RevisionSpec::parse(range_.upper);
    Lower lower = lower_is_rows_ ? Lower{rows_, {}, false} : lower_end(graph_, lower_spec);
    if (is_relative(graph_, lower_spec) && is_relative(graph_, upper_spec) &&
        upper_spec.is_only_relative() && upper_spec.branch().empty()) {
      refuse_relative(lower_spec, "only one end of a range can be a number of steps");
    }
    std::vector<Node> upper = rows_;
    if (!upper_is_rows_)
      upper = upgrade_targets(graph_, lower.nodes, upper_spec, Overrun::stop_there);
    if (!lower.label.empty())
      std::erase_if(upper, [&](Node node) { return !carries(graph_, node, lower.label); });
    refuse_overlap(graph_, upper);
    const NodeSet needed = graph_.ancestors(upper, Follow::dependencies);
    for (const Node node : lower.nodes) {
      if (!needed.contains(node)) refuse_range(range_);
    }
    if (lower.counts_from_upper) lower.nodes = below_upper(lower_spec, upper_spec);
    refuse_overlap(graph_, lower.nodes);
    return between(graph_, lower.nodes, upper);
  }

 private:
  /// `-N` below a revision that is named as the upper end, or below the rows; stops at base.
  std::vector<Node> below_upper(const RevisionSpec& lower, const RevisionSpec& upper) const {
    const RevisionSpec::Relative& relative = *lower.relative();
    std::vector<Node> starts = rows_;
    if (!upper_is_rows_) {
      const NameLookup names(graph_, upper.text());
      const bool is_word =
          upper.name() == "head" || upper.name() == "heads" || upper.name() == "base";
      if (is_word || !upper.branch().empty() || is_relative(graph_, upper)) refuse_steps(relative);
      starts = {names.revision({}, upper.name())};
    }
    Node start = starts.front();
    if (!relative.branch.empty()) {
      const NameLookup names(graph_, lower.text());
      start = applied_tip(graph_, starts, names.branch_members(relative.branch), relative);
    }
    const WalkEnd end = walked_down(graph_, start, -relative.steps);
    return end.place ? std::vector<Node>{*end.place} : std::vector<Node>{};
  }

  const RevisionGraph& graph_;
  RevisionRange range_;
  std::vector<Node> rows_;
  bool upper_is_rows_ = false;
  bool lower_is_rows_ = false;
};

}  // namespace

std::vector<Node> history(const RevisionGraph& graph) {
  return between(graph, {}, graph.real_heads());
}

std::vector<Node> history_range(const RevisionGraph& graph, std::string_view text, RowIds rows) {
  const std::optional<RevisionRange> range = RevisionRange::parse(trim(text));
  if (!range) {
    throw Error(ErrorCode::usage, "History range requires [start]:[end], [start]:, or :[end]");
  }
  return Range(graph, *range, rows).run();
}

}  // namespace dbmig

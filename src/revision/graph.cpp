#include "revision/graph.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

/// For every node: its parents, then those dependencies that no strict ancestor along
/// `down_revision` depends on as well.
class NeedsSearch {
 public:
  NeedsSearch(const References& references, std::span<const Node> order)
      : parents_(references.parents),
        dependencies_(references.dependencies),
        dependents_(references.dependencies.reversed()),
        rank_(order.size()),
        seen_(order.size(), 0) {
    for (std::size_t i = 0; i < order.size(); ++i)
      rank_[order[i]] = static_cast<Node>(i);
  }

  Links run() {
    Links needs;
    needs.reserve(parents_.size());
    for (Node node = 0; node < parents_.size(); ++node) {
      for (const Node parent : parents_[node])
        needs.add(parent);
      for (const Node dependency : dependencies_[node]) {
        const auto open = needs.open();
        if (std::find(open.begin(), open.end(), dependency) != open.end()) continue;
        if (!is_inherited(node, dependency)) needs.add(dependency);
      }
      needs.close();
    }
    return needs;
  }

 private:
  /// Whether a strict ancestor of `node` along `down_revision` depends on `dependency`.
  bool is_inherited(Node node, Node dependency) {
    // Only other dependents can be that ancestor, and none stands below the lowest of them.
    Node lowest = rank_[node];
    for (const Node other : dependents_[dependency])
      lowest = std::min(lowest, rank_[other]);
    if (lowest == rank_[node]) return false;
    ++round_;
    todo_.assign(parents_[node].begin(), parents_[node].end());
    while (!todo_.empty()) {
      const Node ancestor = todo_.back();
      todo_.pop_back();
      if (rank_[ancestor] < lowest || seen_[ancestor] == round_) continue;
      seen_[ancestor] = round_;
      const auto listed = dependencies_[ancestor];
      if (std::find(listed.begin(), listed.end(), dependency) != listed.end()) return true;
      todo_.insert(todo_.end(), parents_[ancestor].begin(), parents_[ancestor].end());
    }
    return false;
  }

  const Links& parents_;
  const Links& dependencies_;
  Links dependents_;
  std::vector<Node> rank_;
  std::vector<std::size_t> seen_;  // The last round that came past.
  std::size_t round_ = 0;
  std::vector<Node> todo_;
};

[[noreturn]] void refuse(std::span<const Revision> revisions, const HistoryLimits& limits) {
  std::vector<std::string> messages;
  for (const HistoryProblem& problem : history_problems(revisions, limits))
    messages.push_back(problem.message);
  throw Error(ErrorCode::data, join(messages, "\n"));
}

}  // namespace

RevisionGraph::RevisionGraph(std::vector<Revision> revisions, const HistoryLimits& limits)
    : revisions_(std::move(revisions)), limits_(limits) {
  const Replacements replacements(revisions_);
  if (!replacements.problems().empty()) refuse(revisions_, limits);
  if (replacements.empty()) {
    build();
    return;
  }
  ReplacedView view = replacements.view({});
  files_ = std::move(revisions_);
  draw(std::move(view));
}

RevisionGraph::RevisionGraph(ReplacedView view, std::vector<Revision> files,
                             const HistoryLimits& limits)
    : files_(std::move(files)), limits_(limits) {
  draw(std::move(view));
}

void RevisionGraph::draw(ReplacedView view) {
  revisions_ = std::move(view.revisions);
  build();
  for (const RevisionId& id : view.passed)
    passed_.insert(by_name_.at(id));
  for (auto& [id, stand_in] : view.aliases)
    aliases_.emplace(std::move(id), by_name_.at(stand_in));
}

void RevisionGraph::build() {
  References references = resolved_references(revisions_, limits_);
  if (!references.problems.empty()) refuse(given(), limits_);
  const std::vector<Node> order = dependency_order(references);
  if (order.size() < revisions_.size()) refuse(given(), limits_);
  link(references, order);
  by_name_ = std::move(references.names);
  passed_ = NodeSet(size());
  names_.reserve(by_name_.size());
  for (const Revision& revision : revisions_)
    names_.push_back(revision.id);
  for (const Revision& revision : revisions_)
    names_.insert(names_.end(), revision.branch_labels.begin(), revision.branch_labels.end());
}

std::optional<RevisionGraph> RevisionGraph::on_the_way(std::span<const RevisionId> rows) const {
  if (files_.empty()) return std::nullopt;
  const Replacements replacements(files_);
  if (const auto messages = replacements.partial_rows(rows); !messages.empty()) {
    throw Error(ErrorCode::data, join(messages, "\n"))
        .with_hint("put the old revision files beside the new ones and upgrade, or stamp");
  }
  const std::vector<Node> old_way = replacements.on_the_way(rows);
  if (old_way.empty()) return std::nullopt;
  return RevisionGraph(replacements.view(old_way), files_, limits_);
}

RevisionGraph RevisionGraph::whole() const {
  if (files_.empty()) return RevisionGraph(revisions_, limits_);
  return RevisionGraph(Replacements(files_).whole(), files_, limits_);
}

std::optional<RevisionId> RevisionGraph::hidden_by(std::string_view hidden) const {
  if (files_.empty() || find(hidden)) return std::nullopt;
  const Replacements replacements(files_);
  const Revision* revision = replacements.hiding(hidden);
  return revision == nullptr ? std::nullopt : std::optional(revision->id);
}

void RevisionGraph::link(References& references, std::span<const Node> order) {
  needs_ = NeedsSearch(references, order).run();
  needed_by_ = needs_.reversed();
  parents_ = std::move(references.parents);
  children_ = parents_.reversed();
  dependencies_ = std::move(references.dependencies);
  all_children_ = references.all.reversed();
  labels_ = LabelSets(revisions_, order, parents_, children_, all_children_);
}

std::vector<RevisionId> RevisionGraph::ids(std::span<const Node> nodes) const {
  std::vector<RevisionId> result;
  result.reserve(nodes.size());
  for (const Node node : nodes)
    result.push_back(id(node));
  return result;
}

std::optional<Node> RevisionGraph::find(std::string_view wanted) const {
  const auto found = by_name_.find(wanted);
  if (found != by_name_.end() && id(found->second) == wanted) return found->second;
  if (aliases_.empty()) return std::nullopt;
  const auto alias = aliases_.find(std::string(wanted));
  return alias == aliases_.end() ? std::nullopt : std::optional(alias->second);
}

std::optional<Node> RevisionGraph::find_name(std::string_view id_or_label) const {
  const auto found = by_name_.find(id_or_label);
  return found == by_name_.end() ? find(id_or_label) : std::optional(found->second);
}

namespace {

template <typename Test>
std::vector<Node> filtered(std::size_t count, Test&& test) {
  std::vector<Node> nodes;
  for (Node node = 0; node < count; ++node) {
    if (test(node)) nodes.push_back(node);
  }
  return nodes;
}

}  // namespace

std::vector<Node> RevisionGraph::heads() const {
  return filtered(size(), [&](Node node) { return is_head(node); });
}

std::vector<Node> RevisionGraph::real_heads() const {
  return filtered(size(), [&](Node node) { return is_real_head(node); });
}

std::vector<Node> RevisionGraph::effective_heads() const {
  return filtered(size(), [&](Node node) { return is_effective_head(node); });
}

std::vector<Node> RevisionGraph::bases() const {
  return filtered(size(), [&](Node node) { return parents(node).empty(); });
}

std::vector<Node> RevisionGraph::branch_points() const {
  return filtered(size(), [&](Node node) { return is_branch_point(node); });
}

std::vector<Node> RevisionGraph::merge_points() const {
  return filtered(size(), [&](Node node) { return is_merge_point(node); });
}

NodeSet RevisionGraph::closure(std::span<const Node> nodes, const Links& links) const {
  NodeSet reached(size());
  std::vector<Node> todo(nodes.begin(), nodes.end());
  while (!todo.empty()) {
    const Node node = todo.back();
    todo.pop_back();
    if (!reached.insert(node)) continue;
    todo.insert(todo.end(), links[node].begin(), links[node].end());
  }
  return reached;
}

NodeSet RevisionGraph::ancestors(std::span<const Node> nodes, Follow follow) const {
  return closure(nodes, follow == Follow::dependencies ? needs_ : parents_);
}

NodeSet RevisionGraph::descendants(std::span<const Node> nodes, Follow follow) const {
  return closure(nodes, follow == Follow::dependencies ? all_children_ : children_);
}

NodeSet RevisionGraph::lineage(std::span<const Node> nodes, Follow follow) const {
  NodeSet reached = ancestors(nodes, follow);
  for (const Node node : descendants(nodes, follow).nodes())
    reached.insert(node);
  return reached;
}

}  // namespace dbmig

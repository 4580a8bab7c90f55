#include "revision/labels.h"

#include <algorithm>

namespace dbmig {

LabelSets::LabelSets(std::span<const Revision> revisions, std::span<const Node> order,
                     const Links& parents, const Links& children, const Links& all_children) {
  const auto labelled = [](const Revision& revision) { return !revision.branch_labels.empty(); };
  if (std::none_of(revisions.begin(), revisions.end(), labelled)) return;
  declaring_.resize(1);
  parts_.resize(1);
  set_of_.resize(revisions.size(), 0);

  // Down from every head to the first branch or merge point, all labels apply to all.
  constexpr Node kNone = ~Node{0};
  std::vector<Node> top(revisions.size(), kNone);  // The head of the stretch a node is in.
  for (Node head = 0; head < revisions.size(); ++head) {
    if (!children[head].empty()) continue;
    std::vector<Node> stretch;
    std::vector<Node> declaring;
    Node node = head;
    while (all_children[node].size() < 2 && parents[node].size() < 2) {
      stretch.push_back(node);
      top[node] = head;
      if (labelled(revisions[node])) declaring.push_back(node);
      if (parents[node].empty()) break;
      node = parents[node][0];
    }
    const Set shared = joined({}, std::move(declaring));
    for (const Node member : stretch)
      set_of_[member] = shared;
  }
  for (const Node node : order) {
    if (top[node] != kNone && !parents[node].empty() && top[parents[node][0]] == top[node]) {
      set_of_[node] = set_of_[parents[node][0]];
      continue;
    }
    std::vector<Set> parts{set_of_[node]};
    for (const Node parent : parents[node])
      parts.push_back(set_of_[parent]);
    std::vector<Node> own;
    if (top[node] == kNone && labelled(revisions[node])) own.push_back(node);
    set_of_[node] = joined(parts, std::move(own));
  }
}

LabelSets::Set LabelSets::joined(std::span<const Set> parts, std::vector<Node> declaring) {
  std::vector<Set> distinct(parts.begin(), parts.end());
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  if (!distinct.empty() && distinct.front() == 0) distinct.erase(distinct.begin());
  if (declaring.empty() && distinct.empty()) return 0;
  if (declaring.empty() && distinct.size() == 1) return distinct.front();
  declaring_.push_back(std::move(declaring));
  parts_.push_back(std::move(distinct));
  return static_cast<Set>(parts_.size() - 1);
}

std::vector<std::string> LabelSets::of(Node node, std::span<const Revision> revisions) const {
  std::vector<std::string> labels;
  if (set_of_.empty() || set_of_[node] == 0) return labels;
  std::vector<Set> todo{set_of_[node]};
  std::vector<Node> declaring;
  std::vector<std::uint8_t> seen(parts_.size(), 0);
  while (!todo.empty()) {
    const Set set = todo.back();
    todo.pop_back();
    if (seen[set] != 0) continue;
    seen[set] = 1;
    declaring.insert(declaring.end(), declaring_[set].begin(), declaring_[set].end());
    todo.insert(todo.end(), parts_[set].begin(), parts_[set].end());
  }
  std::sort(declaring.begin(), declaring.end());
  declaring.erase(std::unique(declaring.begin(), declaring.end()), declaring.end());
  for (const Node source : declaring) {
    const std::vector<std::string>& own = revisions[source].branch_labels;
    labels.insert(labels.end(), own.begin(), own.end());
  }
  return labels;
}

}  // namespace dbmig

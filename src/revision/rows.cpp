#include "revision/rows.h"

#include "revision/planner.h"

namespace dbmig {

RowTexts::RowTexts(const RevisionGraph& graph, std::span<const RevisionId> rows) : graph_(graph) {
  for (const RevisionId& row : rows) {
    const Node node = *graph.find(row);
    if (graph.id(node) != row) texts_[node].push_back(row);
  }
  for (const RevisionId& row : rows) {
    const auto found = texts_.find(*graph.find(row));
    if (found != texts_.end() && graph.id(found->first) == row) found->second.push_back(row);
  }
}

std::vector<RevisionId> RowTexts::of(Node node) const {
  if (const auto found = texts_.find(node); found != texts_.end()) return found->second;
  // One that is only passed has no row of its own: what it follows keeps its rows.
  if (graph_.is_passed(node)) return graph_.ids(graph_.parents(node));
  return {graph_.id(node)};
}

void RowTexts::move(Node from, Node to) {
  const std::vector<RevisionId> moved = of(from);
  std::vector<RevisionId>& there = texts_[to];
  there.insert(there.end(), moved.begin(), moved.end());
  texts_.erase(from);
}

VersionRows::VersionRows(const RevisionGraph& graph, std::span<const RevisionId> rows)
    : graph_(graph), texts_(graph, rows), rows_(graph.size()), needed_(graph.size(), 0) {
  const std::vector<Node> nodes = known_rows(graph, rows);
  for (const Node row : nodes)
    rows_.insert(row);
  for (const Node node : graph.ancestors(nodes, Follow::dependencies).nodes()) {
    for (const Node need : graph.needs(node))
      ++needed_[need];
  }
}

std::vector<RevisionId> VersionRows::texts(std::span<const Node> nodes) const {
  std::vector<RevisionId> all;
  for (const Node node : nodes) {
    for (RevisionId& id : texts_.of(node))
      all.push_back(std::move(id));
  }
  return all;
}

std::vector<RowEdit> VersionRows::upgrade(Node revision) {
  std::vector<Node> taken;
  for (const Node need : graph_.needs(revision)) {
    ++needed_[need];
    if (rows_.contains(need)) taken.push_back(need);
  }
  const std::vector<RevisionId> before = texts(taken);
  for (const Node row : taken) {
    rows_.erase(row);
    if (graph_.is_passed(revision)) {
      texts_.move(row, revision);
    } else {
      texts_.forget(row);
    }
  }
  rows_.insert(revision);
  std::vector<RowEdit> edits;
  if (graph_.is_passed(revision)) return edits;
  const RevisionId& id = graph_.id(revision);
  if (before.empty()) {
    edits.push_back({RowEdit::Kind::insert, {}, id});
    return edits;
  }
  for (std::size_t i = 0; i + 1 < before.size(); ++i)
    edits.push_back({RowEdit::Kind::remove, before[i], {}});
  edits.push_back({RowEdit::Kind::update, before.back(), id});
  return edits;
}

std::vector<RowEdit> VersionRows::downgrade(Node revision) {
  std::vector<Node> restored;
  for (const Node need : graph_.needs(revision)) {
    if (--needed_[need] == 0 && !rows_.contains(need)) restored.push_back(need);
  }
  const std::vector<RevisionId> before = texts_.of(revision);
  rows_.erase(revision);
  texts_.forget(revision);
  for (const Node need : restored)
    rows_.insert(need);
  std::vector<RowEdit> edits;
  if (graph_.is_passed(revision)) return edits;
  const std::vector<RevisionId> after = texts(restored);
  for (std::size_t i = 0; i + 1 < after.size(); ++i)
    edits.push_back({RowEdit::Kind::insert, {}, after[i]});
  const std::size_t kept = after.empty() ? before.size() : before.size() - 1;
  for (std::size_t i = 0; i < kept; ++i)
    edits.push_back({RowEdit::Kind::remove, before[i], {}});
  if (!after.empty()) edits.push_back({RowEdit::Kind::update, before.back(), after.back()});
  return edits;
}

}  // namespace dbmig

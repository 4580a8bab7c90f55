#include "revision/rows.h"

namespace dbmig {

VersionRows::VersionRows(const RevisionGraph& graph, std::span<const Node> rows)
    : graph_(graph),
      rows_(graph.size()),
      applied_(graph.ancestors(rows, Follow::dependencies)),
      needed_(graph.size(), 0) {
  for (const Node row : rows)
    rows_.insert(row);
  for (const Node node : applied_.nodes()) {
    for (const Node need : graph.needs(node))
      ++needed_[need];
  }
}

std::vector<RowEdit> VersionRows::upgrade(Node revision) {
  std::vector<Node> replaced;
  for (const Node need : graph_.needs(revision)) {
    ++needed_[need];
    if (rows_.contains(need)) replaced.push_back(need);
  }
  applied_.insert(revision);
  std::vector<RowEdit> edits;
  const RevisionId& id = graph_.id(revision);
  if (replaced.empty()) {
    edits.push_back({RowEdit::Kind::insert, {}, id});
  } else {
    for (std::size_t i = 0; i + 1 < replaced.size(); ++i)
      edits.push_back({RowEdit::Kind::remove, graph_.id(replaced[i]), {}});
    edits.push_back({RowEdit::Kind::update, graph_.id(replaced.back()), id});
  }
  for (const Node row : replaced)
    rows_.erase(row);
  rows_.insert(revision);
  return edits;
}

std::vector<RowEdit> VersionRows::downgrade(Node revision) {
  std::vector<Node> restored;
  for (const Node need : graph_.needs(revision)) {
    if (--needed_[need] == 0 && !rows_.contains(need)) restored.push_back(need);
  }
  applied_.erase(revision);
  rows_.erase(revision);
  std::vector<RowEdit> edits;
  const RevisionId& id = graph_.id(revision);
  if (restored.empty()) {
    edits.push_back({RowEdit::Kind::remove, id, {}});
  } else {
    for (std::size_t i = 0; i + 1 < restored.size(); ++i)
      edits.push_back({RowEdit::Kind::insert, {}, graph_.id(restored[i])});
    edits.push_back({RowEdit::Kind::update, id, graph_.id(restored.back())});
  }
  for (const Node need : restored)
    rows_.insert(need);
  return edits;
}

}  // namespace dbmig

#include "revision/replaced.h"

#include <algorithm>

#include <fmt/format.h>

#include "revision/shown.h"

namespace dbmig {
namespace {

template <typename Item>
bool contains(std::span<const Item> items, const Item& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

}  // namespace

Replacements::Replacements(std::span<const Revision> revisions) : revisions_(revisions) {
  for (Node node = 0; node < revisions.size(); ++node) {
    if (!revisions[node].replaces.empty()) replacing_.push_back(node);
  }
  if (replacing_.empty()) return;
  for (Node node = 0; node < revisions.size(); ++node) {
    ids_.emplace(revisions[node].id, node);
    for (const std::string& label : revisions[node].branch_labels)
      labels_.emplace(label, node);
  }
  for (const Node node : replacing_)
    take(node);
  if (problems_.empty()) find_hidden();
}

void Replacements::take(Node node) {
  const Revision& revision = revisions_[node];
  for (const RevisionId& id : revision.replaces) {
    if (id == revision.id) {
      problems_.push_back({{node}, fmt::format("Revision {} replaces itself", shown(id))});
    } else if (const auto [entry, is_new] = replaced_by_.emplace(id, node); !is_new) {
      problems_.push_back({{entry->second, node},
                           fmt::format("Revision {} is replaced by {} and by {}", shown(id),
                                       shown(revisions_[entry->second].id), shown(revision.id))});
    }
  }
}

std::vector<Node> Replacements::present(std::span<const RevisionId> ids) const {
  std::vector<Node> nodes;
  for (const RevisionId& id : ids) {
    if (const auto found = ids_.find(id); found != ids_.end()) nodes.push_back(found->second);
  }
  return nodes;
}

NodeSet Replacements::ancestors(std::vector<Node> todo) const {
  NodeSet reached(revisions_.size());
  while (!todo.empty()) {
    const Node node = todo.back();
    todo.pop_back();
    if (!reached.insert(node)) continue;
    for (const auto* names : {&revisions_[node].down_revisions, &revisions_[node].depends_on}) {
      for (const std::string& name : *names) {
        if (const auto found = ids_.find(name); found != ids_.end()) todo.push_back(found->second);
        const auto label = labels_.find(name);
        if (label != labels_.end()) todo.push_back(label->second);
        // What builds on a replaced revision builds on the one that replaces it.
        const auto other = replaced_by_.find(name);
        if (other != replaced_by_.end() && other->second != node) todo.push_back(other->second);
      }
    }
  }
  return reached;
}

/// By `down_revision` alone: what it depends on is a history of its own.
NodeSet Replacements::past(Node node) const {
  NodeSet reached(revisions_.size());
  std::vector<Node> todo = {node};
  while (!todo.empty()) {
    const Node next = todo.back();
    todo.pop_back();
    if (!reached.insert(next)) continue;
    for (const Node parent : present(revisions_[next].down_revisions))
      todo.push_back(parent);
  }
  reached.erase(node);
  return reached;
}

void Replacements::find_hidden() {
  for (const Node node : replacing_) {
    NodeSet hidden = ancestors(present(revisions_[node].replaces));
    NodeSet own = past(node);
    for (const Node old : hidden.nodes())
      own.erase(old);
    own_.push_back(std::move(own));
    if (hidden.contains(node)) {
      problems_.push_back(
          {{node},
           fmt::format("Revision {} replaces what builds on it", shown(revisions_[node].id))});
    }
    for (const Node kept : ancestors({node}).nodes())
      hidden.erase(kept);
    hidden_.push_back(std::move(hidden));
  }
  for (std::size_t i = 0; i < replacing_.size(); ++i) {
    for (std::size_t j = i + 1; j < replacing_.size(); ++j) {
      if (!hidden_[i].contains(replacing_[j]) || !hidden_[j].contains(replacing_[i])) continue;
      problems_.push_back(
          {{replacing_[i], replacing_[j]},
           fmt::format("Revisions {} and {} replace each other",
                       shown(revisions_[replacing_[i]].id), shown(revisions_[replacing_[j]].id))});
    }
  }
}

std::vector<Node> Replacements::on_the_way(std::span<const RevisionId> rows) const {
  std::vector<Node> found;
  const std::vector<Node> nodes = present(rows);
  for (std::size_t i = 0; i < replacing_.size(); ++i) {
    const auto is_hidden = [&](Node row) { return hidden_[i].contains(row); };
    if (std::any_of(nodes.begin(), nodes.end(), is_hidden)) found.push_back(replacing_[i]);
  }
  return found;
}

bool Replacements::is_on_both_ways(std::size_t place, std::span<const RevisionId> rows) const {
  const std::vector<Node> nodes = present(rows);
  return std::any_of(nodes.begin(), nodes.end(),
                     [&](Node node) { return own_[place].contains(node); });
}

std::vector<std::string> Replacements::partial_rows(std::span<const RevisionId> rows) const {
  const std::vector<Node> old_way = on_the_way(rows);
  std::vector<std::string> messages;
  for (std::size_t i = 0; i < replacing_.size(); ++i) {
    const Revision& revision = revisions_[replacing_[i]];
    const bool is_old = contains<Node>(old_way, replacing_[i]);
    if (is_old && is_on_both_ways(i, rows)) {
      messages.push_back(fmt::format(
          "The database is on its way through the history that {} replaces, and through what {} "
          "itself builds on",
          shown(revision.id), shown(revision.id)));
    }
    std::size_t at = 0;
    std::string missing;
    for (const RevisionId& id : revision.replaces) {
      if (contains<RevisionId>(rows, id)) {
        ++at;
      } else if (!ids_.contains(id)) {
        missing = id;
      }
    }
    if (missing.empty() || (at == 0 && !is_old)) continue;
    messages.push_back(fmt::format(
        "The database is on its way through the history that {} replaces, and the revision file "
        "of {} is not there",
        shown(revision.id), shown(missing)));
  }
  return messages;
}

Replacements::StandIns Replacements::stand_ins(std::span<const Node> by_old_files,
                                               OwnPast own) const {
  StandIns result(revisions_.size());
  for (Node node = 0; node < result.size(); ++node)
    result[node] = node;
  for (std::size_t i = 0; i < replacing_.size(); ++i) {
    const bool is_old = contains(by_old_files, replacing_[i]);
    if (is_old && own == OwnPast::shown) continue;
    for (const Node left_out : (is_old ? own_ : hidden_)[i].nodes())
      result[left_out] = replacing_[i];
  }
  // One that stands for others may itself be left out for a later one.
  for (Node& node : result) {
    for (std::size_t i = 0; i < replacing_.size() && result[node] != node; ++i)
      node = result[node];
  }
  return result;
}

std::vector<std::string> Replacements::references(const std::vector<std::string>& names, Node from,
                                                  const StandIns& stand_ins) const {
  std::vector<std::string> result;
  for (const std::string& name : names) {
    std::string meant = name;
    const auto replacing = replaced_by_.find(name);
    if (replacing != replaced_by_.end() && replacing->second != from) {
      meant = revisions_[stand_ins[replacing->second]].id;
    } else if (const auto found = ids_.find(name); found != ids_.end()) {
      meant = revisions_[stand_ins[found->second]].id;
    }
    if (meant != name && meant == revisions_[from].id) continue;  // Its own past: left out.
    // A name that the file has twice stays there twice, to be complained about.
    if (meant == name || !contains<std::string>(result, meant)) result.push_back(meant);
  }
  return result;
}

Revision Replacements::drawn(Node node, bool is_passed, const StandIns& stand_ins,
                             std::span<const Node> by_old_files) const {
  Revision revision = revisions_[node];
  // A branch off the past that is left out is a line of its own, with a row of its own.
  std::erase_if(revision.down_revisions, [&](const RevisionId& parent) {
    const auto found = ids_.find(parent);
    if (found == ids_.end() || replaced_by_.contains(parent)) return false;
    const Node meant = stand_ins[found->second];
    return meant != found->second && meant != node && contains(by_old_files, meant);
  });
  revision.down_revisions = references(revision.down_revisions, node, stand_ins);
  revision.depends_on = references(revision.depends_on, node, stand_ins);
  if (!is_passed) return revision;
  std::vector<RevisionId> parents;
  const std::vector<Node> old_ends = present(revision.replaces);
  for (const Node old : old_ends)
    parents.push_back(revisions_[stand_ins[old]].id);
  const NodeSet below = ancestors(old_ends);
  for (const RevisionId& own : revision.down_revisions) {
    const auto found = ids_.find(own);
    if (found == ids_.end() || !below.contains(found->second)) parents.push_back(own);
  }
  revision.down_revisions = std::move(parents);
  return revision;
}

ReplacedView Replacements::view(std::span<const Node> by_old_files, OwnPast own) const {
  const StandIns stand_in = stand_ins(by_old_files, own);
  ReplacedView view;
  std::unordered_map<Node, std::size_t> place;
  for (Node node = 0; node < revisions_.size(); ++node) {
    if (stand_in[node] != node) continue;
    const bool is_passed =
        contains(by_old_files, node) && !present(revisions_[node].replaces).empty();
    place[node] = view.revisions.size();
    view.revisions.push_back(drawn(node, is_passed, stand_in, by_old_files));
    view.origins.push_back(node);
    if (is_passed) view.passed.push_back(revisions_[node].id);
  }
  for (Node node = 0; node < revisions_.size(); ++node) {
    if (stand_in[node] == node) continue;
    // The labels of what is left out go on to name the branch.
    std::vector<std::string>& labels = view.revisions[place[stand_in[node]]].branch_labels;
    for (const std::string& label : revisions_[node].branch_labels)
      labels.push_back(label);
  }
  for (const Node replacing : replacing_) {
    for (const RevisionId& id : revisions_[replacing].replaces) {
      const auto found = ids_.find(id);
      if (found != ids_.end() && stand_in[found->second] == found->second) continue;
      view.aliases.emplace_back(id, revisions_[stand_in[replacing]].id);
    }
  }
  return view;
}

const Revision* Replacements::hiding(std::string_view id) const {
  const auto found = ids_.find(id);
  if (found == ids_.end()) return nullptr;
  for (std::size_t i = 0; i < hidden_.size(); ++i) {
    if (hidden_[i].contains(found->second)) return &revisions_[replacing_[i]];
  }
  return nullptr;
}

}  // namespace dbmig

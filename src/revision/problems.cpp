#include "revision/problems.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "revision/replaced.h"
#include "revision/shown.h"

namespace dbmig {
namespace {

using Kind = HistoryProblem::Kind;

std::string list_of(std::span<const Revision> revisions, std::span<const Node> nodes) {
  std::vector<std::string> ids;
  for (const Node node : nodes)
    ids.push_back(shown(revisions[node].id));
  return join(ids, ", ");
}

/// Builds the References of a set of revisions, noting what is wrong on the way.
class Resolver {
 public:
  Resolver(std::span<const Revision> revisions, const HistoryLimits& limits)
      : revisions_(revisions), limits_(limits) {}

  References run() {
    result_.names.reserve(revisions_.size() * 2);
    for (Node node = 0; node < count(); ++node)
      take_id(node);
    for (Node node = 0; node < count(); ++node)
      take_labels(node);
    result_.parents.reserve(count());
    result_.dependencies.reserve(count());
    result_.all.reserve(count());
    for (Node node = 0; node < count(); ++node) {
      take_parents(node);
      take_dependencies(node);
    }
    return std::move(result_);
  }

 private:
  Node count() const { return static_cast<Node>(revisions_.size()); }

  void note(Kind kind, std::vector<Node> about, std::string message) {
    result_.problems.push_back({kind, std::move(about), std::move(message)});
  }

  void take_id(Node node) {
    const RevisionId& id = revisions_[node].id;
    check_characters(node);
    if (id.size() > limits_.id_length && code_points(id) > limits_.id_length) {
      note(Kind::long_id, {node},
           fmt::format("Revision identifier '{}' has {} characters; the version table holds {}",
                       shown(id), code_points(id), limits_.id_length));
    }
    const auto [entry, is_new] = result_.names.emplace(id, node);
    if (!is_new) {
      note(Kind::duplicate_id, {entry->second, node},
           fmt::format("Revision {} is present more than once", shown(id)));
    }
  }

  void check_characters(Node node) {
    const RevisionId& id = revisions_[node].id;
    std::set<std::string> illegal;
    for (const char c : id) {
      if (c == '@' || c == '-' || c == '+' || c == ':') illegal.insert(std::string(1, c));
      if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
        illegal.insert(fmt::format("\\x{:02x}", static_cast<unsigned char>(c)));
    }
    if (id.empty()) {
      note(Kind::bad_id, {node}, "A revision identifier is empty");
    } else if (!illegal.empty()) {
      const std::vector<std::string> list(illegal.begin(), illegal.end());
      note(Kind::bad_id, {node},
           fmt::format("Character(s) '{}' not allowed in revision identifier '{}'",
                       join(list, ", "), shown(id)));
    } else if (find_invalid_utf8(id)) {
      note(Kind::bad_id, {node},
           fmt::format("Revision identifier '{}' is not valid UTF-8", shown(id)));
    }
  }

  void take_labels(Node node) {
    for (const std::string& label : revisions_[node].branch_labels) {
      const auto [entry, is_new] = result_.names.emplace(label, node);
      if (is_new) continue;
      std::vector<Node> about{entry->second};
      if (entry->second != node) about.push_back(node);
      std::sort(about.begin(), about.end());
      note(Kind::label_in_use, std::move(about),
           fmt::format("Branch name '{}' in revision {} already used by revision {}", shown(label),
                       shown(revisions_[node].id), shown(revisions_[entry->second].id)));
    }
  }

  void take_parents(Node node) {
    const Revision& revision = revisions_[node];
    for (const RevisionId& parent : revision.down_revisions) {
      const auto found = result_.names.find(parent);
      if (found == result_.names.end() || revisions_[found->second].id != parent) {
        note(Kind::missing_parent, {node}, missing(parent, node));
      } else if (found->second == node) {
        note(Kind::self_loop, {node},
             fmt::format("Self-loop is detected in revisions ({})", shown(revision.id)));
      } else if (contains(result_.parents.open(), found->second)) {
        note(Kind::repeated_parent, {node},
             fmt::format("Revision {} names {} more than once as its down_revision",
                         shown(revision.id), shown(parent)));
      } else {
        result_.parents.add(found->second);
        result_.all.add(found->second);
      }
    }
    result_.parents.close();
  }

  void take_dependencies(Node node) {
    const Revision& revision = revisions_[node];
    for (const std::string& name : revision.depends_on) {
      const auto found = result_.names.find(name);
      if (found == result_.names.end()) {
        note(Kind::missing_dependency, {node}, missing(name, node));
      } else if (found->second == node) {
        note(Kind::dependency_self_loop, {node},
             fmt::format("Dependency self-loop is detected in revisions ({})", shown(revision.id)));
      } else if (!contains(result_.dependencies.open(), found->second)) {
        result_.dependencies.add(found->second);
        if (!contains(result_.all.open(), found->second)) result_.all.add(found->second);
      }
    }
    result_.dependencies.close();
    result_.all.close();
  }

  static bool contains(std::span<const Node> nodes, Node node) {
    return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
  }

  std::string missing(const std::string& name, Node from) {
    std::string message = fmt::format("Revision {} referenced from {} is not present", shown(name),
                                      shown(revisions_[from].id));
    const auto label = result_.names.find(name);
    if (label != result_.names.end()) {
      return message + fmt::format(" (it is a branch label of revision {})",
                                   shown(revisions_[label->second].id));
    }
    // Each guess compares with every id, so a tree full of errors gets only the first few.
    constexpr std::size_t kMostGuesses = 10;
    constexpr std::size_t kLongestGuess = 64;
    if (guesses_ == kMostGuesses || name.size() > kLongestGuess) return message;
    ++guesses_;
    if (ids_.empty()) {
      for (const Revision& revision : revisions_)
        ids_.push_back(revision.id);
    }
    return message + did_you_mean(nearest(name, ids_));
  }

  std::span<const Revision> revisions_;
  HistoryLimits limits_;
  References result_;
  std::vector<std::string> ids_;
  std::size_t guesses_ = 0;
};

/// Tarjan's algorithm without recursion: the groups of two or more nodes that all reach
/// each other, each in load order.
class CycleSearch {
 public:
  explicit CycleSearch(const Links& links)
      : links_(links), index_(links.size(), 0), low_(links.size(), 0), open_(links.size(), 0) {}

  std::vector<std::vector<Node>> run() {
    for (Node node = 0; node < links_.size(); ++node) {
      if (index_[node] == 0) search(node);
    }
    std::sort(groups_.begin(), groups_.end());
    return std::move(groups_);
  }

 private:
  struct Frame {
    Node node;
    std::size_t next;
  };

  void enter(Node node) {
    index_[node] = low_[node] = ++clock_;
    open_[node] = 1;
    stack_.push_back(node);
    frames_.push_back({node, 0});
  }

  void search(Node root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const Node node = frame.node;
      if (frame.next < links_[node].size()) {
        const Node target = links_[node][frame.next++];
        if (index_[target] == 0) {
          enter(target);
        } else if (open_[target] != 0) {
          low_[node] = std::min(low_[node], index_[target]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) {
        const Node above = frames_.back().node;
        low_[above] = std::min(low_[above], low_[node]);
      }
      if (low_[node] == index_[node]) close_group(node);
    }
  }

  void close_group(Node root) {
    std::vector<Node> group;
    Node node = root;
    do {
      node = stack_.back();
      stack_.pop_back();
      open_[node] = 0;
      group.push_back(node);
    } while (node != root);
    if (group.size() < 2) return;
    std::sort(group.begin(), group.end());
    groups_.push_back(std::move(group));
  }

  const Links& links_;
  std::vector<Node> index_;
  std::vector<Node> low_;
  std::vector<std::uint8_t> open_;
  std::vector<Node> stack_;
  std::vector<Frame> frames_;
  std::vector<std::vector<Node>> groups_;
  Node clock_ = 0;
};

}  // namespace

References resolved_references(std::span<const Revision> revisions, const HistoryLimits& limits) {
  return Resolver(revisions, limits).run();
}

std::vector<Node> dependency_order(const References& references) {
  const Links needed_by = references.all.reversed();
  const std::size_t count = references.all.size();
  std::vector<std::size_t> missing(count);
  std::vector<Node> order;
  order.reserve(count);
  for (Node node = 0; node < count; ++node) {
    missing[node] = references.all[node].size();
    if (missing[node] == 0) order.push_back(node);
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const Node child : needed_by[order[next]]) {
      if (--missing[child] == 0) order.push_back(child);
    }
  }
  return order;
}

std::vector<HistoryProblem> cycle_problems(std::span<const Revision> revisions,
                                           const References& references) {
  std::vector<HistoryProblem> problems;
  NodeSet in_cycle(revisions.size());
  for (std::vector<Node>& group : CycleSearch(references.parents).run()) {
    for (const Node node : group)
      in_cycle.insert(node);
    std::string message =
        fmt::format("Cycle is detected in revisions ({})", list_of(revisions, group));
    problems.push_back({Kind::cycle, std::move(group), std::move(message)});
  }
  for (std::vector<Node>& group : CycleSearch(references.all).run()) {
    const auto known = [&](Node node) { return in_cycle.contains(node); };
    if (std::any_of(group.begin(), group.end(), known)) continue;
    std::string message =
        fmt::format("Dependency cycle is detected in revisions ({})", list_of(revisions, group));
    problems.push_back({Kind::dependency_cycle, std::move(group), std::move(message)});
  }
  return problems;
}

namespace {

/// The problems of revisions that replace nothing, or of a view in which that is drawn out.
std::vector<HistoryProblem> plain_problems(std::span<const Revision> revisions,
                                           const HistoryLimits& limits) {
  References references = resolved_references(revisions, limits);
  std::vector<HistoryProblem> problems = std::move(references.problems);
  const auto is_hole = [](const HistoryProblem& problem) {
    return problem.kind == Kind::missing_parent || problem.kind == Kind::missing_dependency ||
           problem.kind == Kind::duplicate_id;
  };
  if (std::none_of(problems.begin(), problems.end(), is_hole) &&
      dependency_order(references).size() < revisions.size()) {
    for (HistoryProblem& problem : cycle_problems(revisions, references))
      problems.push_back(std::move(problem));
  }
  const auto earlier = [](const HistoryProblem& a, const HistoryProblem& b) {
    return a.revisions < b.revisions;
  };
  std::stable_sort(problems.begin(), problems.end(), earlier);
  return problems;
}

std::vector<HistoryProblem> problems_of(const ReplacedView& view, const HistoryLimits& limits) {
  std::vector<HistoryProblem> problems = plain_problems(view.revisions, limits);
  for (HistoryProblem& problem : problems) {
    for (Node& node : problem.revisions)
      node = view.origins[node];
  }
  return problems;
}

}  // namespace

std::vector<HistoryProblem> history_problems(std::span<const Revision> revisions,
                                             const HistoryLimits& limits) {
  const Replacements replacements(revisions);
  if (replacements.empty()) return plain_problems(revisions, limits);
  std::vector<HistoryProblem> problems;
  for (const auto& [about, message] : replacements.problems())
    problems.push_back({Kind::bad_replacement, about, message});
  if (problems.empty()) problems = problems_of(replacements.whole(), limits);
  if (problems.empty()) problems = problems_of(replacements.view({}), limits);
  return problems;
}

}  // namespace dbmig

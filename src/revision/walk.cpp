#include "revision/walk.h"

#include <algorithm>
#include <unordered_map>

namespace dbmig {
namespace {

/// Who stands above whom, within one set of nodes: an answer in constant time where the
/// history is a tree, and by a search that is done once per node where it is not.
///
/// A depth-first search from the oldest nodes up numbers the nodes as it leaves them. In a
/// tree, what stands above a node has the numbers of one interval; a second, wider interval
/// takes in the links that the tree leaves out, and rules out most of the rest.
class Above {
 public:
  Above(const RevisionGraph& graph, const NodeSet& within)
      : graph_(graph), within_(within), first_(graph.size()), low_(graph.size()) {
    number_.assign(graph.size(), 0);
    for (const Node node : within.nodes()) {
      const auto needs = graph.needs(node);
      const bool has_need =
          std::any_of(needs.begin(), needs.end(), [&](Node need) { return within.contains(need); });
      if (!has_need) visit(node);
    }
  }

  /// Whether `upper` needs `lower`, however far down.
  bool is_above(Node upper, Node lower) {
    if (upper == lower) return false;
    if (number_[upper] >= first_[lower] && number_[upper] <= number_[lower]) return true;
    if (number_[upper] > number_[lower] || low_[upper] < low_[lower]) return false;
    auto entry = searched_.find(lower);
    if (entry == searched_.end()) entry = searched_.emplace(lower, all_above(lower)).first;
    return entry->second[upper];
  }

  /// Nobody will ask about `lower` again.
  void forget(Node lower) { searched_.erase(lower); }

 private:
  struct Frame {
    Node node;
    std::size_t next;
  };

  void visit(Node root) {
    constexpr Node kOpen = ~Node{0};
    std::vector<Frame> frames;
    const auto enter = [&](Node node) {
      first_[node] = low_[node] = clock_ + 1;
      number_[node] = kOpen;
      frames.push_back({node, 0});
    };
    enter(root);
    while (!frames.empty()) {
      const Node node = frames.back().node;
      const auto above = graph_.needed_by(node);
      if (frames.back().next < above.size()) {
        const Node next = above[frames.back().next++];
        if (!within_.contains(next)) continue;
        if (number_[next] == 0) {
          enter(next);
        } else {
          low_[node] = std::min(low_[node], low_[next]);
        }
        continue;
      }
      number_[node] = ++clock_;
      frames.pop_back();
      if (!frames.empty()) {
        Node& low = low_[frames.back().node];
        low = std::min(low, low_[node]);
      }
    }
  }

  std::vector<bool> all_above(Node lower) const {
    std::vector<bool> reached(graph_.size(), false);
    std::vector<Node> todo{lower};
    while (!todo.empty()) {
      const Node node = todo.back();
      todo.pop_back();
      for (const Node next : graph_.needed_by(node)) {
        if (!within_.contains(next) || reached[next]) continue;
        reached[next] = true;
        todo.push_back(next);
      }
    }
    return reached;
  }

  const RevisionGraph& graph_;
  const NodeSet& within_;
  std::vector<Node> number_;  // Order of leaving, from 1.
  std::vector<Node> first_;   // Smallest number in the node's tree.
  std::vector<Node> low_;     // Smallest number of anything above the node.
  Node clock_ = 0;
  std::unordered_map<Node, std::vector<bool>> searched_;
};

/// The walk itself: a list of cursors, one for each branch that is being followed.
///
/// A cursor may go past its node only when nothing above that node is left, which a counter
/// per node tells. When it may not, the walk goes on with the first cursor that stands above
/// it. Cursors only move down, so one that was found not to stand above a node never will:
/// the search for that first cursor goes on where it ended the last time.
class Walk {
 public:
  Walk(const RevisionGraph& graph, const NodeSet& todo, const std::vector<Node>& starts)
      : graph_(graph),
        todo_(todo),
        scope_(graph.ancestors(starts, Follow::dependencies)),
        waiting_for_(graph.size(), 0),
        searched_to_(graph.size(), 0),
        is_cursor_(graph.size()) {
    order_.reserve(todo.size());
    for (const Node node : scope_.nodes()) {
      for (const Node need : graph.needs(node))
        ++waiting_for_[need];
    }
    for (const Node start : starts)
      append(start);
  }

  std::vector<Node> run() {
    std::size_t current = next_alive(0);
    while (current < cursors_.size()) {
      const Node node = cursors_[current].node;
      if (waiting_for_[node] > 0) {
        current = first_above(node, current);
        continue;
      }
      current = pass(current);
    }
    return std::move(order_);
  }

 private:
  struct Cursor {
    Node node = 0;
    std::size_t previous = 0;  // Neighbours among those alive; of the dead, where to look on.
    std::size_t next = 0;
    bool alive = true;
  };
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  void append(Node node) {
    const std::size_t place = cursors_.size();
    cursors_.push_back({node, last_, place + 1, true});
    if (last_ != kNone) cursors_[last_].next = place;
    last_ = place;
    is_cursor_.insert(node);
  }

  std::size_t next_alive(std::size_t place) {
    std::size_t end = place;
    while (end < cursors_.size() && !cursors_[end].alive)
      end = cursors_[end].next;
    while (place < cursors_.size() && !cursors_[place].alive) {
      const std::size_t next = cursors_[place].next;
      cursors_[place].next = end;
      place = next;
    }
    return end;
  }

  /// The first cursor other than `current` that stands above `node`; there is one, since
  /// something above it is left.
  std::size_t first_above(Node node, std::size_t current) {
    if (!above_) above_.emplace(graph_, scope_);
    std::size_t place = next_alive(searched_to_[node]);
    while (place == current || !above_->is_above(cursors_[place].node, node))
      place = next_alive(place + 1);
    searched_to_[node] = place;
    return place;
  }

  /// Takes the cursor's node and moves the cursor down; the cursor to go on with.
  std::size_t pass(std::size_t current) {
    const Node node = cursors_[current].node;
    order_.push_back(node);
    if (above_) above_->forget(node);
    release(node);
    std::vector<Node>& below = below_;
    below.clear();
    for (const Node need : graph_.needs(node)) {
      if (todo_.contains(need) && !is_cursor_.contains(need)) below.push_back(need);
    }
    is_cursor_.erase(node);
    if (below.empty()) return remove(current);
    cursors_[current].node = below.front();
    is_cursor_.insert(below.front());
    for (std::size_t i = 1; i < below.size(); ++i)
      append(below[i]);
    return current;
  }

  /// Nothing waits for `node` any more, nor for what is not on the list but only waited for it.
  void release(Node node) {
    std::vector<Node> done{node};
    while (!done.empty()) {
      const Node finished = done.back();
      done.pop_back();
      for (const Node need : graph_.needs(finished)) {
        if (--waiting_for_[need] == 0 && !todo_.contains(need)) done.push_back(need);
      }
    }
  }

  std::size_t remove(std::size_t place) {
    Cursor& cursor = cursors_[place];
    cursor.alive = false;
    const std::size_t next = next_alive(cursor.next);
    if (cursor.previous != kNone) cursors_[cursor.previous].next = next;
    if (next < cursors_.size()) {
      cursors_[next].previous = cursor.previous;
    } else {
      last_ = cursor.previous;
    }
    return cursor.previous != kNone ? cursor.previous : next;
  }

  const RevisionGraph& graph_;
  const NodeSet& todo_;
  NodeSet scope_;  // All that the starts need, on the list or not.
  std::vector<std::uint32_t> waiting_for_;
  std::vector<std::size_t> searched_to_;
  NodeSet is_cursor_;
  std::vector<Cursor> cursors_;
  std::size_t last_ = kNone;
  std::vector<Node> order_;
  std::vector<Node> below_;
  std::optional<Above> above_;
};

/// The nodes of `todo` that `starts` do not reach without leaving `todo`, newest only.
std::vector<Node> unreached_tops(const RevisionGraph& graph, const NodeSet& todo,
                                 std::span<const Node> starts) {
  NodeSet reached(graph.size());
  std::vector<Node> stack(starts.begin(), starts.end());
  while (!stack.empty()) {
    const Node node = stack.back();
    stack.pop_back();
    if (!reached.insert(node)) continue;
    for (const Node need : graph.needs(node)) {
      if (todo.contains(need)) stack.push_back(need);
    }
  }
  std::vector<Node> tops;
  if (reached.size() == todo.size()) return tops;
  for (const Node node : todo.nodes()) {
    const auto above = graph.needed_by(node);
    const auto in_todo = [&](Node upper) { return todo.contains(upper); };
    if (!reached.contains(node) && std::none_of(above.begin(), above.end(), in_todo))
      tops.push_back(node);
  }
  return tops;
}

}  // namespace

std::vector<Node> ordered_walk(const RevisionGraph& graph, const NodeSet& todo,
                               std::span<const Node> starts) {
  std::vector<Node> first;
  for (const Node start : starts) {
    if (todo.contains(start)) first.push_back(start);
  }
  std::sort(first.begin(), first.end());
  first.erase(std::unique(first.begin(), first.end()), first.end());
  for (const Node top : unreached_tops(graph, todo, first))
    first.push_back(top);
  return Walk(graph, todo, first).run();
}

}  // namespace dbmig

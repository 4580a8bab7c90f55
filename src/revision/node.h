#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace dbmig {

/// A revision's place in load order. Only the graph that gave it can read it.
using Node = std::uint32_t;

/// A set of nodes of one graph, as a bit per node: cheap to ask, listed in load order.
class NodeSet {
 public:
  explicit NodeSet(std::size_t nodes) : in_(nodes, 0) {}

  bool contains(Node node) const { return in_[node] != 0; }
  bool empty() const { return count_ == 0; }
  std::size_t size() const { return count_; }
  /// True when the node was not in the set before.
  bool insert(Node node) {
    if (in_[node] != 0) return false;
    in_[node] = 1;
    ++count_;
    return true;
  }
  void erase(Node node) {
    if (in_[node] == 0) return;
    in_[node] = 0;
    --count_;
  }
  /// The members in load order.
  std::vector<Node> nodes() const {
    std::vector<Node> list;
    list.reserve(count_);
    for (std::size_t i = 0; i < in_.size(); ++i) {
      if (in_[i] != 0) list.push_back(static_cast<Node>(i));
    }
    return list;
  }

 private:
  std::vector<std::uint8_t> in_;
  std::size_t count_ = 0;
};

/// The edges of a graph, packed: for every node, in order, the nodes it points at.
/// Filled node by node: add() to the open node, close() to go on to the next.
class Links {
 public:
  std::span<const Node> operator[](Node node) const {
    return {targets_.data() + starts_[node], starts_[node + 1] - starts_[node]};
  }
  /// Number of closed nodes.
  std::size_t size() const { return starts_.size() - 1; }

  void reserve(std::size_t nodes) {
    starts_.reserve(nodes + 1);
    targets_.reserve(nodes);
  }
  void add(Node target) { targets_.push_back(target); }
  /// What has been added to the open node.
  std::span<const Node> open() const {
    return {targets_.data() + starts_.back(), targets_.size() - starts_.back()};
  }
  void close() { starts_.push_back(targets_.size()); }

  /// The same edges the other way round; every list is in load order.
  Links reversed() const;

 private:
  std::vector<std::size_t> starts_{0};
  std::vector<Node> targets_;
};

}  // namespace dbmig

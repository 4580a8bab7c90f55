#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "revision/labels.h"
#include "revision/node.h"
#include "revision/problems.h"
#include "revision/replaced.h"
#include "revision/revision.h"

namespace dbmig {

/// Which links a walk through the history follows.
enum class Follow {
  down_revisions,  // Only `down_revision`: a branch and its own past.
  dependencies,    // `depends_on` as well: everything that has to be there.
};

/// The history: all revisions of one tree and how they build on each other.
///
/// Holding one means that the revisions agree with each other: ids are unique, every
/// parent and dependency exists, labels name one revision each, and there is no cycle.
/// It never changes; a Node belongs to the graph it came from. Wherever the order of
/// equals is free, it is load order: the order of the vector it was built from.
class RevisionGraph {
 public:
  /// Throws Error(data) that names every problem; history_problems() gives the same
  /// list with the revisions that each is about.
  explicit RevisionGraph(std::vector<Revision> revisions, const HistoryLimits& limits = {});

  /// With `replaces` in the history, this graph goes by the new files: what they replace is left
  /// out, and its ids are other names of what replaces it. A database that is on its way through
  /// the old files needs them: the graph for it, or nothing when this one will do. Throws
  /// Error(data) for rows that stand for a part of what one revision replaces.
  std::optional<RevisionGraph> on_the_way(std::span<const RevisionId> rows) const;
  /// The revisions that it was built from, as they were given: also those that are left
  /// out, and with the parents that their files name.
  std::span<const Revision> given() const { return files_.empty() ? revisions_ : files_; }
  /// Whether any revision replaces others.
  bool has_replacements() const { return !files_.empty(); }
  /// Nothing left out: all that there are files for.
  RevisionGraph whole() const;
  /// Runs nothing: it only follows the old files that it replaces, which did the work.
  bool is_passed(Node node) const { return passed_.contains(node); }
  /// The revision whose replaced history holds an id that this graph leaves out.
  std::optional<RevisionId> hidden_by(std::string_view id) const;

  RevisionGraph(RevisionGraph&&) = default;
  RevisionGraph& operator=(RevisionGraph&&) = default;
  RevisionGraph(const RevisionGraph&) = delete;
  RevisionGraph& operator=(const RevisionGraph&) = delete;

  std::size_t size() const { return revisions_.size(); }
  bool empty() const { return revisions_.empty(); }
  const Revision& operator[](Node node) const { return revisions_[node]; }
  const RevisionId& id(Node node) const { return revisions_[node].id; }
  std::span<const Revision> revisions() const { return revisions_; }
  std::vector<RevisionId> ids(std::span<const Node> nodes) const;

  /// The revision with exactly this id, or the one that replaces it.
  std::optional<Node> find(std::string_view id) const;
  /// The revision with exactly this id, or the one that declares this label.
  std::optional<Node> find_name(std::string_view id_or_label) const;
  /// Ids in load order, then labels in load order of the revisions that declare them.
  const std::vector<std::string_view>& names() const { return names_; }

  /// `down_revision` in file order.
  std::span<const Node> parents(Node node) const { return parents_[node]; }
  /// Revisions that name this one in `down_revision`.
  std::span<const Node> children(Node node) const { return children_[node]; }
  /// `depends_on` in file order, labels replaced by the revisions that declare them.
  std::span<const Node> dependencies(Node node) const { return dependencies_[node]; }
  /// Revisions that name this one in `down_revision` or `depends_on`.
  std::span<const Node> all_children(Node node) const { return all_children_[node]; }
  /// What has to be there first: parents, then those dependencies that no ancestor along
  /// `down_revision` lists already.
  std::span<const Node> needs(Node node) const { return needs_[node]; }
  /// The other way round: revisions whose needs() have this one.
  std::span<const Node> needed_by(Node node) const { return needed_by_[node]; }

  /// Nothing names it in `down_revision`.
  bool is_head(Node node) const { return children(node).empty(); }
  /// Nothing refers to it at all.
  bool is_real_head(Node node) const { return all_children(node).empty(); }
  /// A head that some other revision depends on.
  bool is_effective_head(Node node) const { return is_head(node) && !is_real_head(node); }
  bool is_branch_point(Node node) const { return children(node).size() > 1; }
  bool is_merge_point(Node node) const { return parents(node).size() > 1; }

  std::vector<Node> heads() const;
  std::vector<Node> real_heads() const;
  std::vector<Node> effective_heads() const;
  std::vector<Node> bases() const;
  std::vector<Node> branch_points() const;
  std::vector<Node> merge_points() const;

  /// All labels that apply to a revision, its own and what others pass on to it.
  std::vector<std::string> labels(Node node) const { return labels_.of(node, revisions_); }

  /// The given nodes and all they build on.
  NodeSet ancestors(std::span<const Node> nodes, Follow follow) const;
  /// The given nodes and all that builds on them.
  NodeSet descendants(std::span<const Node> nodes, Follow follow) const;
  /// Ancestors and descendants: what shares a branch with the given nodes.
  NodeSet lineage(std::span<const Node> nodes, Follow follow) const;

 private:
  RevisionGraph(ReplacedView view, std::vector<Revision> files, const HistoryLimits& limits);

  NodeSet closure(std::span<const Node> nodes, const Links& links) const;
  void build();
  void draw(ReplacedView view);
  void link(References& references, std::span<const Node> order);

  std::vector<Revision> revisions_;
  std::vector<Revision> files_;  // As given, when some revisions replace others; else empty.
  HistoryLimits limits_;
  NodeSet passed_{0};
  std::unordered_map<std::string, Node> aliases_;
  std::unordered_map<std::string_view, Node> by_name_;  // Views into revisions_.
  std::vector<std::string_view> names_;
  Links parents_;
  Links children_;
  Links dependencies_;
  Links all_children_;
  Links needs_;
  Links needed_by_;
  LabelSets labels_;
};

}  // namespace dbmig

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "revision/node.h"
#include "revision/revision.h"

namespace dbmig {

/// A history in which some revisions stand for others (`replaces`), drawn out as a plain one.
///
/// A revision and what it replaces are the same place, and what builds on the replaced one
/// builds on it. By the new files, the replaced revisions and all that only they need are left
/// out. By the old files they are there, and the revision that replaces them follows them
/// without doing anything; what it was built on itself is left out then, for whoever comes by
/// the old files has what that leads to.
struct ReplacedView {
  std::vector<Revision> revisions;
  std::vector<Node> origins;       // For each, its place among the original ones.
  std::vector<RevisionId> passed;  // Those that follow their old files and run nothing.
  std::vector<std::pair<RevisionId, RevisionId>> aliases;  // A replaced id, and what stands for it.
};

/// What the `replaces` of a set of revisions say, before any view of them is drawn.
class Replacements {
 public:
  explicit Replacements(std::span<const Revision> revisions);

  /// No revision replaces anything.
  bool empty() const { return replacing_.empty(); }
  /// One message for each thing that makes no sense, with the revisions that it is about.
  const std::vector<std::pair<std::vector<Node>, std::string>>& problems() const {
    return problems_;
  }
  /// The revisions whose old files the rows are among: these go on by the old files.
  std::vector<Node> on_the_way(std::span<const RevisionId> rows) const;
  /// A row that stands for only a part of what one revision replaces cannot be placed, nor can
  /// rows that are on both ways to it. The messages for such rows.
  std::vector<std::string> partial_rows(std::span<const RevisionId> rows) const;
  /// All by the new files, except for the given ones.
  ReplacedView view(std::span<const Node> by_old_files) const {
    return view(by_old_files, OwnPast::left_out);
  }
  /// All by the old files, and nothing is left out.
  ReplacedView whole() const { return view(replacing_, OwnPast::shown); }
  /// The revision in whose replaced history an id is; nothing when it is not hidden.
  const Revision* hiding(std::string_view id) const;

 private:
  /// For every node that a view leaves out, the revision that stands for it; else itself.
  using StandIns = std::vector<Node>;

  std::vector<Node> present(std::span<const RevisionId> ids) const;
  /// What a revision builds on itself, where it follows its old files instead.
  enum class OwnPast { left_out, shown };

  NodeSet ancestors(std::vector<Node> nodes) const;
  NodeSet past(Node node) const;
  void take(Node node);
  void find_hidden();
  bool is_on_both_ways(std::size_t place, std::span<const RevisionId> rows) const;
  ReplacedView view(std::span<const Node> by_old_files, OwnPast own) const;
  StandIns stand_ins(std::span<const Node> by_old_files, OwnPast own) const;
  std::vector<std::string> references(const std::vector<std::string>& names, Node from,
                                      const StandIns& stand_ins) const;
  Revision drawn(Node node, bool is_passed, const StandIns& stand_ins,
                 std::span<const Node> by_old_files) const;

  std::span<const Revision> revisions_;
  std::vector<Node> replacing_;
  std::unordered_map<std::string_view, Node> ids_;
  std::unordered_map<std::string_view, Node> labels_;
  std::unordered_map<std::string_view, Node> replaced_by_;  // Replaced ids, here or not.
  std::vector<NodeSet> hidden_;                             // For each of replacing_.
  std::vector<NodeSet> own_;  // The same: its past that is not the past of what it replaces.
  std::vector<std::pair<std::vector<Node>, std::string>> problems_;
};

}  // namespace dbmig

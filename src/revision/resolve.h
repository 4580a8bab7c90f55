#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "revision/graph.h"
#include "revision/spec.h"

namespace dbmig {

/// A place in the history: a revision, or base, which is before all of them.
using Place = std::optional<Node>;

/// The names and symbols of one argument, looked up in a graph.
///
/// All functions throw Error(data) with a message of its own for every way to fail: no such
/// revision, several that fit, not in the branch, no such branch, several heads.
class NameLookup {
 public:
  /// `argument` is the whole text as typed; messages about several heads repeat it.
  NameLookup(const RevisionGraph& graph, std::string argument)
      : graph_(graph), argument_(std::move(argument)) {}

  /// An id, a label, or the beginning of one; with a branch, one that shares its lineage.
  Node revision(std::string_view branch, std::string_view name) const;
  /// The revision that stands for a branch: a label's, or any other by its id.
  Node branch(std::string_view name) const;
  /// Which revisions `name@...` is about. `base` is about all.
  NodeSet branch_members(std::string_view name, Follow follow = Follow::down_revisions) const;
  /// Everything that `[branch@]name` means: `heads` may be several, `base` is none.
  std::vector<Node> several(std::string_view branch, std::string_view name) const;
  /// As several(), but more than one is an error.
  Place single(std::string_view branch, std::string_view name) const;

 private:
  std::vector<Node> heads_of(std::string_view branch) const;
  [[noreturn]] void refuse_heads(std::span<const Node> heads) const;
  [[noreturn]] void refuse_unknown(std::string_view name) const;
  [[noreturn]] void refuse_ambiguous(std::string_view name,
                                     std::span<const std::string_view> fitting) const;

  const RevisionGraph& graph_;
  std::string argument_;
};

/// Where a walk of some steps ended. Fewer steps than asked for: the history was too short.
struct WalkEnd {
  Place place;
  std::int64_t steps = 0;
};

/// Goes up along children (only those in `branch`, when given) or down along parents. Throws
/// Error(data) where the way is not unique.
WalkEnd walked_up(const RevisionGraph& graph, Place from, std::int64_t steps,
                  const NodeSet* branch);
WalkEnd walked_down(const RevisionGraph& graph, Node from, std::int64_t steps);

/// `Relative revision -2 didn't produce 2 migrations`.
[[noreturn]] void refuse_steps(const RevisionSpec::Relative& relative);
/// `Can't locate revision identified by 'x'`, for a form that a command has no use for.
[[noreturn]] void refuse_relative(const RevisionSpec& spec, const std::string& hint);

/// Whether a spec is to be read as a number of steps. Trailing text is refused here.
bool is_relative(const RevisionGraph& graph, const RevisionSpec& spec);

/// What `show`, `edit`, `merge` and `revision --head` make of an argument: absolute forms, and
/// `-N` or `label@-N`, which is N below each real head. `base` gives nothing.
std::vector<Node> resolved(const RevisionGraph& graph, std::string_view argument);

}  // namespace dbmig

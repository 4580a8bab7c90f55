#pragma once

#include <span>
#include <string>
#include <vector>

#include "revision/node.h"
#include "revision/revision.h"

namespace dbmig {

/// Which branch labels apply to which revision.
///
/// A label applies to the revision that declares it and to all that build on it along
/// `down_revision`. It also applies to what comes before, down to the nearest branch or
/// merge point, as long as nothing from the declaring revision upwards branches or merges.
/// Kept as a graph of shared sets, so that it stays linear in the number of revisions.
class LabelSets {
 public:
  LabelSets() = default;
  /// `order` has parents before children; `all_children` counts dependencies too.
  LabelSets(std::span<const Revision> revisions, std::span<const Node> order, const Links& parents,
            const Links& children, const Links& all_children);

  /// The labels of `node`, ordered by the revisions that declare them.
  std::vector<std::string> of(Node node, std::span<const Revision> revisions) const;

 private:
  using Set = std::uint32_t;  // Index into declaring_ and parts_; 0 is the empty set.

  Set joined(std::span<const Set> parts, std::vector<Node> declaring);

  std::vector<std::vector<Node>> declaring_;  // Revisions whose own labels are in the set ...
  std::vector<std::vector<Set>> parts_;       // ... and the sets that it holds besides.
  std::vector<Set> set_of_;                   // By node; empty when there are no labels.
};

}  // namespace dbmig

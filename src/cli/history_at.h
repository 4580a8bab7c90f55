#pragma once

#include <optional>
#include <span>
#include <utility>

#include "revision/graph.h"

namespace dbmig {

/// The history to show for a database: as the newest files have it, or, for one that is on
/// its way through files that others replace, with those.
class HistoryAt {
 public:
  /// `usual` outlives this.
  HistoryAt(const RevisionGraph& usual, std::span<const RevisionId> rows)
      : usual_(&usual), own_(usual.on_the_way(rows)) {}

  /// All that there are files for.
  static HistoryAt whole(const RevisionGraph& usual) {
    HistoryAt history(usual, {});
    if (usual.has_replacements()) history.own_ = usual.whole();
    return history;
  }

  const RevisionGraph& graph() const { return own_ ? *own_ : *usual_; }

 private:
  const RevisionGraph* usual_;
  std::optional<RevisionGraph> own_;
};

}  // namespace dbmig

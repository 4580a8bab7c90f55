#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "revision/revision.h"

namespace dbmig {

enum class Direction { upgrade, downgrade, stamp };

/// `upgrade`, `downgrade`, `stamp`.
constexpr std::string_view name(Direction direction) {
  switch (direction) {
    case Direction::upgrade:
      return "upgrade";
    case Direction::downgrade:
      return "downgrade";
    case Direction::stamp:
      return "stamp";
  }
  return "upgrade";
}

/// Alembic's word for it in `Running … a -> b`.
constexpr std::string_view running_name(Direction direction) {
  return direction == Direction::stamp ? "stamp_revision" : name(direction);
}

/// One change of one row of the version table. The order of a step's edits is
/// Alembic's, so that `--sql` prints what a live run does.
struct RowEdit {
  enum class Kind { insert, update, remove };

  Kind kind = Kind::insert;
  RevisionId from;  // The row that must be there; empty for an insert.
  RevisionId to;    // The row that is there afterwards; empty for a removal.

  friend bool operator==(const RowEdit&, const RowEdit&) = default;
};

/// One revision carried out in one direction (or, for a stamp, only recorded).
struct Step {
  Direction direction = Direction::upgrade;
  RevisionId revision;           // Whose script runs; empty for a stamp.
  std::vector<RevisionId> from;  // As the log line shows it: `Running upgrade from -> to`.
  std::vector<RevisionId> to;
  std::vector<RowEdit> rows;  // How the version table changes with this step.

  friend bool operator==(const Step&, const Step&) = default;
};

/// The steps from the database's rows to a target, in order. Empty: no work.
using Plan = std::vector<Step>;

}  // namespace dbmig

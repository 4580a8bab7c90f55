#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "db/evidence.h"
#include "sql/ddl.h"
#include "sql/schema_change.h"

namespace dbmig {

/// Whether a statement that was announced, and not recorded, took effect.
enum class Finding {
  not_happened,  // Or doing it again does no harm.
  happened,
  partly,   // A list of objects to drop, of which some are gone.
  unknown,  // Nothing decides it.
};

/// Decides from what the objects looked like before the statement and what they look
/// like now. Right as long as nobody else changed them in between: DDL that dbmig sends
/// is atomic on the servers it supports, but for DROP of several objects on MariaDB, and for
/// several accounts there: one that was refused may have had a part of its effect.
/// `terms` are the statement's, where its text is known.
Finding judge(DdlVerb verb, const std::optional<DdlTerms>& terms, const Evidence& before,
              const Evidence& now);

/// The same for a statement that renames tables, from which names are in use: whether anything
/// else differs is for judge(). Nothing where it renames none, or leaves the same names in use,
/// and what else is known of the tables does not tell either.
std::optional<Finding> judge_names(std::span<const SchemaChange> changes, const Evidence& before,
                                   const Evidence& now);

/// The same for a change of rows in tables without transactions (look_at_rows()): a
/// server that went on running finished what it had begun, one that was restarted may
/// have left a part.
Finding judge_rows(const Evidence& before, const Evidence& now);

/// The word of a verb for the journal, and the way back (`other` for what is none).
std::string_view name(DdlVerb verb);
DdlVerb parse_verb(std::string_view word);

}  // namespace dbmig

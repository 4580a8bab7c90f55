#pragma once

#include <string>
#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

/// What a statement leaves behind in its session, for a run that has to go on in another.
struct SessionEffect {
  enum class Kind {
    none,        // Nothing that the statements after it could need.
    repeatable,  // Settings: the same again in a new session.
    lost,        // A value or a table that cannot be made again as it was.
    ends,        // Ends what a `lost` one made.
  };
  Kind kind = Kind::none;
  std::string what;  // `the temporary table t`, `the variable @x`; for lost and ends.
};

/// SET, USE and PREPARE of constants can be repeated; a value that was computed
/// (`SET @x = (SELECT …)`, `SELECT … INTO @x`, `@x := …`) and a temporary table cannot.
SessionEffect session_effect(std::string_view statement, const Dialect& dialect);

/// Whether it asks what the statement before it in the session did, which any statement between
/// the two would change: ROW_COUNT(), FOUND_ROWS(), @@warning_count, @@error_count, GET
/// DIAGNOSTICS, SHOW WARNINGS, SHOW ERRORS. Not looked for in the text of a PREPARE, in routines
/// and behind the first statement of a block, which ask about statements of their own.
bool asks_about_last(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

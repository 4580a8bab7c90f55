#pragma once

#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

/// Whether it asks what the statement before it in the session did, which any statement between
/// the two would change: ROW_COUNT(), FOUND_ROWS(), @@warning_count, @@error_count, GET
/// DIAGNOSTICS, SHOW WARNINGS, SHOW ERRORS. Not looked for where it asks about a statement of its
/// own: in routines, in the handlers of a block and behind its first statement; nor in the text of
/// a PREPARE.
bool asks_about_last(std::string_view statement, const Dialect& dialect);

/// Whether nothing comes of what a statement asks but an answer: SHOW WARNINGS, SELECT ROW_COUNT()
/// without INTO. A script's statement is carried out for its effect, so that what this is told does
/// not matter there.
bool only_shows(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

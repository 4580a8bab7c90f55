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

}  // namespace dbmig

#pragma once

#include <string_view>

#include "base/error.h"
#include "sql/dialect.h"

namespace dbmig {

/// Throws Error(data) for a SET that would keep dbmig from its own work.
void refuse_setting(std::string_view statement, const Dialect& dialect);

/// Throws Error(data) for a statement that gives up the locks of the session, and dbmig's with
/// them.
void refuse_release(std::string_view statement, const Dialect& dialect);

/// Of a transaction that takes no record.
Error read_only_refusal();

}  // namespace dbmig

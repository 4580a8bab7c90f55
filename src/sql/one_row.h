#pragma once

#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

/// Whether it is an INSERT of one row that it gives itself, which cannot be cut in the middle:
/// `INSERT INTO t VALUES (1)`, `INSERT INTO t SET n = 1`. False for whatever is not sure.
bool inserts_one_row(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

#pragma once

#include <string>

#include "python/value.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// SQL of what `sa.select()` and its methods made. Throws Error(data) for a part that is not
/// supported.
std::string select_sql(const Value& select, const Dialect& dialect);

/// `func.count(t.c.id)` and the like.
std::string function_sql(const Value& call, const Dialect& dialect);

/// `not_(condition)`.
std::string negated_sql(const Value& condition, const Dialect& dialect);

}  // namespace dbmig::python

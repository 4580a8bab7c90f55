#pragma once

#include <optional>
#include <string>
#include <vector>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// SQL of an `update()`, `insert()` or `delete()` of a table, or of an `sa.text()`.
/// Throws Error(data) for a part that is not supported.
std::string statement_sql(const Value& statement, const Dialect& dialect);

/// One INSERT for each row of a bulk_insert.
std::vector<std::string> bulk_insert(const Object& call, const Dialect& dialect);

/// A value or a part of SQL where one may stand.
std::string expression_sql(const Value& value, const Dialect& dialect);

/// The column of a table by its name; nothing when the table has none.
std::optional<Value> table_column(Heap& heap, const Value& table, std::string_view name);

/// Whether a value is a part of SQL, so that operators on it make SQL.
bool is_sql(const Value& value);

}  // namespace dbmig::python

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "python/evaluation.h"
#include "python/sql_text.h"
#include "python/value.h"

namespace dbmig::python {

/// SQL of an `update()`, `insert()`, `delete()` or `select()`, or of an `sa.text()`, with a dict
/// of values for its parameters (null: none). Throws Error(data) for a part that is not
/// supported.
std::string statement_sql(const Value& statement, const Dialect& dialect,
                          const Value* row = nullptr);

/// The same of an `sa.text()` with values for its parameters, besides those that it was bound to.
std::string text_sql(const Value& text, const Dialect& dialect, const SqlParameters& more = {});

/// Rows that one INSERT is run for; throws Error(data) where they differ in what they set.
void require_same_keys(const std::vector<Value>& rows);

/// One INSERT for each row of a bulk_insert.
std::vector<std::string> bulk_insert(const Object& call, const Dialect& dialect);

/// A value or a part of SQL where one may stand.
std::string expression_sql(const Value& value, const Dialect& dialect);

/// The same where a condition stands: `flag` of a Boolean column is `flag = 1`.
std::string where_sql(const Value& value, const Dialect& dialect);
/// Whether a value is a column of a table() that is Boolean.
bool is_boolean_column(const Value& value);

/// The column of a table by its name; nothing when the table has none.
std::optional<Value> table_column(Heap& heap, const Value& table, std::string_view name);

/// Whether a value is a part of SQL, so that operators on it make SQL.
bool is_sql(const Value& value);

}  // namespace dbmig::python

#pragma once

#include <string_view>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// A method of an inspector (`get_table_names`, `get_columns`, ...) or of the dialect
/// (`has_table`), bound to its arguments: what the database has, as SQLAlchemy tells it.
/// Throws Raised for a table that is not there.
Value inspector_method(Evaluation& evaluation, const Value& call);

/// The columns of a table that is there, for `sa.Table(..., autoload_with=bind)`.
std::vector<Value> reflected_columns(Evaluation& evaluation, const Value& name, std::size_t offset);

}  // namespace dbmig::python

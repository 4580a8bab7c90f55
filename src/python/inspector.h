#pragma once

#include <string>
#include <string_view>

#include "python/evaluation.h"
#include "python/exceptions.h"
#include "python/value.h"

namespace dbmig::python {

/// A method of an inspector (`get_table_names`, `get_columns`, ...) or of the dialect
/// (`has_table`), bound to its arguments: what the database has, as SQLAlchemy tells it.
/// Throws Raised for a table that is not there.
Value inspector_method(Evaluation& evaluation, const Value& call);

/// What is raised for a table that is not there.
Raised no_such_table(Evaluation& evaluation, const std::string& table, std::size_t offset);

}  // namespace dbmig::python

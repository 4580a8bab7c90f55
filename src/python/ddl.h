#pragma once

#include <string>
#include <vector>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// SQL for one call of an operation that changes the schema, in the order in which Alembic
/// sends it. `call` holds the bound arguments; a batch has put in its table's name.
std::vector<std::string> create_table(const Object& call, const Dialect& dialect);
std::vector<std::string> add_column(const Object& call, const Dialect& dialect);
std::vector<std::string> alter_column(const Object& call, const Dialect& dialect);
std::vector<std::string> create_index(const Object& call, const Dialect& dialect);
std::vector<std::string> add_constraint(const Object& call, std::string_view operation,
                                        const Dialect& dialect);
std::vector<std::string> drop_constraint(const Object& call, const Dialect& dialect);

}  // namespace dbmig::python

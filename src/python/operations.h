#pragma once

#include <optional>
#include <string_view>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// Does what a call of the catalogue asks for, once its arguments are bound: an operation of
/// Alembic gives statements, all others make a value. Throws Error(data), without a place, for
/// what has no meaning on MySQL or MariaDB.
Value carry_out(Evaluation& evaluation, const Value& call);

/// An attribute of what a call made: `context.dialect.name`, `table.c`. Nothing: it has none.
std::optional<Value> attribute_of_construct(Evaluation& evaluation, const Value& object,
                                            std::string_view name);

/// `left == right` and the like between parts of SQL; nothing when neither is one.
std::optional<Value> sql_comparison(Evaluation& evaluation, std::string_view op, const Value& left,
                                    const Value& right);

}  // namespace dbmig::python

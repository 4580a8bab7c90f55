#pragma once

#include <optional>
#include <string_view>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// The result of a statement that was sent, and that found so many rows.
Value result_of(Evaluation& evaluation, std::optional<std::uint64_t> found_rows);
/// The result of a query.
Value result_of(Evaluation& evaluation, const Rows& rows);

/// A method of a result: `fetchall`, `scalar`, ... `call` has its arguments.
Value result_method(Evaluation& evaluation, const Value& call);

/// An attribute of a row (`row.name`, `row._mapping`) or of a result. Nothing: it has none.
std::optional<Value> attribute_of_row(Heap& heap, const Value& row, std::string_view name);
std::optional<Value> attribute_of_result(Heap& heap, const Value& result, std::string_view name);

/// What is left of a result, all of it, as for a loop over it.
std::vector<Value> rest_of(Heap& heap, const Value& result);

/// Whether a tuple is a row of a result.
bool is_row(const Value& value);

}  // namespace dbmig::python

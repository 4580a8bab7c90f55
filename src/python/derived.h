#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "python/evaluation.h"
#include "python/value.h"

// What is known of values that are made of unknown ones. Nothing (or null): no more than that the
// database decides.
namespace dbmig::python {

/// When a value counts as true.
std::optional<Condition> condition_of(const Evaluation& evaluation, const Value& value);
Value unknown_condition(Evaluation& evaluation, std::optional<Condition> condition);

/// `value[index]`, and `value.get(index)`.
Value unknown_element(Evaluation& evaluation, const Value& value, const Value& index);
/// `value.name(given...)`.
Value unknown_method(Evaluation& evaluation, const Value& value, std::string_view name,
                     const std::vector<Value>& given);
/// `name(value)` for a function of Python's own.
Value unknown_builtin(Evaluation& evaluation, std::string_view name, const Value& value);
Value unknown_comparison(Evaluation& evaluation, std::string_view op, const Value& left,
                         const Value& right);
/// What a loop over the value goes over.
Value unknown_item(Evaluation& evaluation, const Value& value);
/// What a comprehension over the value gives, if it keeps the items that a condition holds for
/// (null: all) and makes `made` of each.
Value unknown_selection(Evaluation& evaluation, const Value& value, const Value* condition,
                        const Value& made);

}  // namespace dbmig::python

#pragma once

#include <string_view>
#include <vector>

#include "python/signature.h"
#include "python/value.h"

namespace dbmig::python {

/// Methods of Python's own types; throws Error(data), without a place, for one that is not known.
Value call_builtin_method(Heap& heap, const Value& self, std::string_view name,
                          const Arguments& given);
/// Gives a key of a dict a value.
void put(std::vector<Value>& dict, const Value& key, const Value& value);
/// Whether a method of a list, set or dict changes it.
bool is_mutator(std::string_view method);

/// Python's own functions that are supported: len, range, str, ...
bool is_builtin(std::string_view name);

/// The letters of a text, as `for` gives them.
std::vector<Value> letters(Heap& heap, std::string_view text);
/// What a function such as `sorted` finds in a value that can be gone over; else Error(data).
std::vector<Value> items_of(Heap& heap, const Value& value, std::string_view callee);

}  // namespace dbmig::python

#pragma once

#include <string>
#include <string_view>

#include "python/signature.h"
#include "python/value.h"

namespace dbmig::python {

/// `text.name(...)`; throws Error(data), without a place, for what is not supported.
Value text_method(Heap& heap, const std::string& text, std::string_view name,
                  const Arguments& given);

/// `text % value`.
std::string percent_format(std::string_view text, const Value& value);

}  // namespace dbmig::python

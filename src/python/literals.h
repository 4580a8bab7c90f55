#pragma once

#include <cstddef>
#include <string>

#include "python/lexer.h"

namespace dbmig::python {

/// The value of a part of a string's inside, escapes replaced.
enum class Escapes { of_text, of_bytes, none };

/// Throws Error(data) that points at an escape that is not one.
std::string string_value(const Source& source, std::size_t begin, std::size_t end, Escapes escapes);

}  // namespace dbmig::python

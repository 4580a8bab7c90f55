#pragma once

#include <cstddef>
#include <string_view>

#include "python/lexer.h"

namespace dbmig::python {

/// Whether a string begins at `at`: its prefix letters and a quote.
bool is_string_start(std::string_view text, std::size_t at);

/// The offset behind the string that begins at `begin`. `depth` counts strings within
/// fields of formatted strings. Throws Error(data) for one without an end.
std::size_t end_of_string(const Source& source, std::size_t begin, std::size_t limit, int depth);

/// The offset behind a line's end at `at`, or `at` when none is there.
std::size_t after_line_end(std::string_view text, std::size_t at);

}  // namespace dbmig::python

#pragma once

#include <string>
#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

/// A statement as the server's own client reads it from a file, its end included: behind it
/// a `;`, or around it DELIMITER lines when it has a `;` of its own outside of quotes and
/// comments, as the body of a stored program does.
std::string client_text(std::string_view statement, const Dialect& dialect);

/// A part of a text.
struct TextRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// From the first to the last byte of `text` that means something to the server: blanks,
/// comments and delimiters around it are left out. Empty when there is nothing else.
TextRange meaning_of(std::string_view text, const Dialect& dialect);

}  // namespace dbmig

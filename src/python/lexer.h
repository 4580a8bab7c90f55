#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "python/token.h"

namespace dbmig::python {

/// The text of a Python file and the name under which messages speak of it.
struct Source {
  std::string_view text;
  std::string_view file;

  std::string_view of(const Token& token) const {
    return text.substr(token.offset, token.end - token.offset);
  }
  Location at(std::size_t offset) const { return Location::at(file, text, offset); }
  /// Error(data) that points at byte `offset`.
  Error error(std::size_t offset, const std::string& message) const {
    return Error(ErrorCode::data, message).at(at(offset));
  }
};

/// All tokens of a file by the rules of Python 3: indentation, joined lines, strings with
/// every prefix, the encoding line. The last one is `end`.
/// Throws Error(data) that points at what no token begins with.
std::vector<Token> tokens(const Source& source);

/// The tokens of a part of a file that stands in brackets: a line's end means nothing.
std::vector<Token> bracketed_tokens(const Source& source, std::size_t begin, std::size_t end);

/// The letters before a string's first quote, and how its quotes look.
struct StringShape {
  bool raw = false;
  bool bytes = false;
  bool formatted = false;
  std::size_t prefix = 0;  // Letters before the first quote.
  std::size_t quotes = 1;  // One or three on either side.
};

/// The shape of the string that begins at `offset`, where one does.
StringShape string_shape(std::string_view text, std::size_t offset);

/// A field of a formatted string, as offsets into the file: `{expression!conversion:spec}`.
struct FormattedField {
  std::size_t begin = 0;  // Of the expression.
  std::size_t end = 0;
  char conversion = 0;         // `r`, `s`, `a`; 0: none.
  bool shows_itself = false;   // `{x=}`
  std::size_t spec_begin = 0;  // Equal to the next when there is no spec.
  std::size_t spec_end = 0;
  std::size_t after = 0;  // Behind the `}`.
};

/// Reads the field whose `{` is at `open`. `limit` is the end of the text that it is in.
FormattedField formatted_field(const Source& source, std::size_t open, std::size_t limit);

}  // namespace dbmig::python

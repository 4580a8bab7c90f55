#pragma once

#include <cstddef>
#include <string_view>

namespace dbmig::python {

/// One token of a Python file; its text is `source.substr(offset, end - offset)`.
struct Token {
  enum class Kind {
    name,  // Also a keyword: which names are, depends on the place for some.
    number,
    string,
    formatted,  // A string whose prefix has an `f`.
    symbol,
    newline,  // The end of a logical line.
    indent,
    dedent,
    end,
  };

  Kind kind = Kind::end;
  std::size_t offset = 0;
  std::size_t end = 0;
};

}  // namespace dbmig::python

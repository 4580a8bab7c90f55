#pragma once

#include <optional>
#include <string_view>

#include "base/error.h"
#include "script/script.h"
#include "sql/statement.h"

namespace dbmig {

/// A `-- migrate:` line, taken apart: `migrate:only-on mysql` has the name `only-on` and
/// the argument `mysql`. It ends with its line, the query of a `skip-if` too. The views
/// point into the file.
struct Marker {
  std::string_view name;
  std::string_view argument;
  std::size_t offset = 0;           // Of `migrate:` in the file.
  std::size_t argument_offset = 0;  // Of the argument.
};

/// The file that markers and statements are read from, for messages.
struct ScriptSource {
  std::string_view file;
  std::string_view text;

  Error error(std::size_t offset, const std::string& message) const;
};

/// Takes a marker's text (`migrate:` to the end of the line) apart. Throws Error(data)
/// for a name that is no section and no directive.
Marker parse_marker(std::string_view text, std::size_t offset, const ScriptSource& source);

/// Adds what `marker` asks for to `directives`. Throws Error(data) when the marker is
/// wrong in itself, or said already.
void add_directive(const Marker& marker, const ScriptSource& source, const Dialect& dialect,
                   Directives& directives);

/// Throws Error(data) when directives stand above a statement that cannot have them.
void check_directives(const Directives& directives, const Statement& statement,
                      const ScriptSource& source, const Dialect& dialect);

}  // namespace dbmig

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"

namespace dbmig {

/// An object of a schema as a statement names it, without quotes.
struct ObjectName {
  enum class Kind {
    table,
    view,
    index,
    trigger,
    procedure,
    function,
    package,
    event,
    sequence,
    database,
    server,
  };
  Kind kind = Kind::table;
  std::string schema;  // Empty: the session's.
  std::string name;

  friend bool operator==(const ObjectName&, const ObjectName&) = default;
};

/// The objects that a DDL statement creates, alters, renames or drops, in its order and
/// each once: all names of a list, both sides of a rename, the table of an index and of a
/// trigger. Those it only reads (LIKE, SELECT, REFERENCES) are not among them. Empty for
/// any other statement, and for TEMPORARY tables, which no one else sees.
std::vector<ObjectName> objects(std::string_view statement, const Dialect& dialect);

/// The word for a kind: `table`, `view` …
std::string_view name(ObjectName::Kind kind);

}  // namespace dbmig

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// What of the session a stored program or a view was created in: it is kept with the
/// object, and decides what the object's text means.
struct StoredContext {
  std::string sql_mode;
  std::string character_set;       // Of the client, so of the text.
  std::string collation;           // Of the connection, so of its literals.
  std::string database_collation;  // Of its parameters and variables; empty for a view.
  std::string time_zone;           // Of an event; else empty.

  friend bool operator==(const StoredContext&, const StoredContext&) = default;
};

/// A part of a schema that has a CREATE statement of its own, in the order in which a
/// dump writes the kinds.
struct SchemaObject {
  enum class Kind {
    sequence,
    table,
    function,
    procedure,
    package,
    package_body,
    view,
    trigger,
    event,
  };

  Kind kind = Kind::table;
  std::string name;
  std::string create;                    // As the server shows it.
  std::optional<StoredContext> context;  // Of everything but tables and sequences.

  /// `table `users``: how messages name it.
  std::string shown() const;
  /// Functions, procedures, packages, triggers and events: its text may hold a `;`.
  bool is_program() const;
};

/// The word for a kind: `table`, `package body` …
std::string_view name(SchemaObject::Kind kind);

/// A column of a table whose rows are dumped.
struct DataColumn {
  std::string name;
  std::string type;           // `varchar`, `bit`, `double` … without arguments.
  std::string character_set;  // Empty where the type has none.
  bool fixed_point = false;   // A float or double with a number of decimals.
};

/// Where the rows of a table are and in which order they go.
struct TableData {
  std::string table;
  std::vector<DataColumn> columns;  // Without generated ones.
  std::vector<std::string> order;   // The columns of the primary key, or what stands for it.
};

}  // namespace dbmig

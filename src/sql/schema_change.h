#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"

namespace dbmig {

/// One thing that a DDL statement does to a schema, as far as it says so itself: what is
/// there afterwards and was not before, or the other way round, or goes by another name.
struct SchemaChange {
  enum class Action { create, drop, rename };
  /// What the statement puts up with.
  enum class Condition { none, if_exists, if_not_exists };

  Action action = Action::create;
  std::string kind;   // `table`, `index`, `column` …
  std::string scope;  // In what its name is unique: a database, or a table as `shop.orders`.
  std::string name;
  std::string to;     // Of a rename.
  std::string table;  // With which it goes when that is dropped; empty: with none.
  Condition condition = Condition::none;
};

/// All that a statement does, in its order; nothing when it does, or may do, more than
/// such changes. `database` is the session's.
std::optional<std::vector<SchemaChange>> schema_changes(std::string_view statement,
                                                        const Dialect& dialect,
                                                        const std::string& database);

/// Whether one undoes the other, by what they are about.
bool are_opposite(const SchemaChange& one, const SchemaChange& other);

/// The table (`shop.orders`) that a statement puts rows into or takes them from, and
/// nothing else: INSERT, REPLACE, TRUNCATE, a DELETE without another table. Nothing for
/// any other statement.
std::optional<std::string> table_of_rows(std::string_view statement, const Dialect& dialect,
                                         const std::string& database);

}  // namespace dbmig

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"
#include "dump/schema_object.h"

namespace dbmig {

/// A table as far as its rows are concerned.
struct TableEntry {
  std::string name;
  std::string engine;
  bool versioned = false;  // WITH SYSTEM VERSIONING: it has rows that no longer hold.
};

/// The schema of one database, as its server shows it. dbmig's own bookkeeping is no
/// part of it.
struct Catalog {
  std::string database;
  std::string character_set;
  std::string collation;
  std::vector<SchemaObject> objects;  // In the order in which a dump writes them.
  std::vector<TableEntry> tables;     // By name.
  std::string fingerprint;            // As catalog_fingerprint() said when it was read.

  bool has_table(const std::string& name) const;
};

/// Makes the session one that reads a dump: one snapshot, no quirks of sql_mode.
void begin_snapshot(Connection& connection);

/// Reads the connection's database. Throws Error(statement) for what may not be seen, and
/// Error(data) for a view that is broken.
Catalog read_catalog(Connection& connection);

/// The rights among TRIGGER and EVENT that nothing gives to the user by name: without them
/// the server leaves such objects out and says nothing. A role may still give them.
std::vector<std::string> missing_rights(Connection& connection);

/// What there is and when each was last changed: another one whenever an object has been
/// created, altered or dropped.
std::string catalog_fingerprint(Connection& connection);

/// Which columns of a table have rows to dump, and in which order.
TableData read_table_data(Connection& connection, const std::string& database,
                          const std::string& table);

/// The tables in which dbmig keeps its own books.
bool is_bookkeeping_table(std::string_view name);

}  // namespace dbmig

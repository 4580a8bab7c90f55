#pragma once

#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"
#include "db/version_table.h"

namespace dbmig {

/// Which database a tree is carried out on, and where that database keeps its rows.
struct DatabaseOptions {
  ConnectOptions connect;
  SessionOptions session;
  std::string version_table = "alembic_version";
  std::string version_table_schema;  // Empty: the database itself.
  VersionTable::PrimaryKey version_table_key = VersionTable::PrimaryKey::yes;
  std::string adopt_version_table;  // Empty: none.
};

/// One tree's database: the session, its version table, and where it stands.
///
/// Opening one changes nothing. Rows that an older tool keeps under another name
/// (adopt_version_table) count as this database's rows from the start; they are
/// taken over by prepare().
class MigrationContext {
 public:
  /// Throws as Connection does; Error(config) when the URL names no database;
  /// Error(data) when both version tables have rows and they differ.
  explicit MigrationContext(const DatabaseOptions& options);
  MigrationContext(const MigrationContext&) = delete;  // The tables point at the connection.
  MigrationContext& operator=(const MigrationContext&) = delete;

  Connection& connection() { return connection_; }
  VersionTable& versions() { return versions_; }
  const std::vector<RevisionId>& rows() const { return rows_; }

  /// Reads the rows again.
  void refresh();

  /// Makes the version table ready for writing: creates it, and takes over the rows
  /// of the old one in one transaction. Returns the old table's name if it did.
  std::optional<std::string> prepare();

 private:
  Connection connection_;
  VersionTable versions_;
  std::optional<VersionTable> old_;
  std::vector<RevisionId> rows_;
  bool adopt_ = false;
};

}  // namespace dbmig

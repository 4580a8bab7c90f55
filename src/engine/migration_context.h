#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "db/connection.h"
#include "db/journal.h"
#include "db/run_lock.h"
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
  std::string runner;               // Who runs this, for the journal.
  std::string run_id;               // And in which run.
};

/// One tree's database: the session, its version table, and where it stands.
///
/// Opening one changes nothing. Rows that an older tool keeps under another name
/// (adopt_version_table) count as this database's rows from the start; they are
/// taken over by prepare().
class MigrationContext {
 public:
  /// Throws as Connection does; Error(config) when the URL names no database.
  explicit MigrationContext(const DatabaseOptions& options);
  MigrationContext(const MigrationContext&) = delete;  // The tables point at the connection.
  MigrationContext& operator=(const MigrationContext&) = delete;

  Connection& connection() { return connection_; }
  const Connection& connection() const { return connection_; }
  /// How to log in, for another session beside this one.
  const ConnectOptions& login() const { return options_.connect; }
  VersionTable& versions() { return versions_; }
  Journal& journal() { return journal_; }
  RunLock& lock() { return lock_; }
  /// Read when first asked for. Throws Error(statement) when a version table cannot be seen,
  /// Error(data) when both have rows and they differ.
  const std::vector<RevisionId>& rows() {
    if (!rows_) refresh();
    return *rows_;
  }

  /// Reads the rows again.
  void refresh();
  /// What a run knows of the rows while it has no connection to ask.
  void assume_rows(std::vector<RevisionId> rows) { rows_ = std::move(rows); }

  /// A new session in place of a lost one; the lock went with that. Throws as Connection
  /// does.
  void reconnect();

  /// Makes the version table ready for writing: creates it, and takes over the rows
  /// of the old one in one transaction. Returns the old table's name if it did.
  std::optional<std::string> prepare();
  /// Creates the journal where it is not there yet.
  void prepare_journal() { journal_.create(); }

 private:
  DatabaseOptions options_;
  Connection connection_;
  VersionTable versions_;
  RunLock lock_;
  Journal journal_;
  std::optional<VersionTable> old_;
  std::optional<std::vector<RevisionId>> rows_;
  bool adopt_ = false;
};

}  // namespace dbmig

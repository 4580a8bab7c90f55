#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "db/connection.h"
#include "revision/plan.h"

namespace dbmig {

/// Where a version table is and what it is called.
struct VersionTableName {
  std::string schema;  // The database that holds it.
  std::string table = "alembic_version";

  /// Quoted, schema included: what a script's USE cannot divert.
  std::string qualified() const;
};

/// The table Alembic calls `alembic_version`: one row per current head.
///
/// Its name and single column are a contract with Alembic; everything else dbmig
/// wants to remember belongs elsewhere.
class VersionTable {
 public:
  enum class PrimaryKey { yes, no };

  /// Throws Error(config) for a name that SOCI cannot carry (one with a colon or
  /// an apostrophe).
  VersionTable(Connection& connection, VersionTableName name, PrimaryKey key = PrimaryKey::yes);

  /// Throws Error(statement) when the user has no right to see it: that is not the same as
  /// a table that is not there.
  bool exists() const;
  /// Creates it as Alembic does; nothing happens when it is there.
  void create();
  /// The rows in the order of their primary key; empty when there is no table.
  /// Throws Error(data) for a row that is NULL, and as exists().
  std::vector<RevisionId> rows() const;

  /// Applies the edits of one step inside the caller's transaction. Throws
  /// Error(data) when an edit does not match exactly one row, that is, when
  /// someone else moved the rows meanwhile.
  void apply(std::span<const RowEdit> edits);

  const VersionTableName& name() const { return name_; }

 private:
  void apply(const RowEdit& edit);
  /// A condition that fails when a proxy has handed the work to another session, whose
  /// transaction is not this one.
  std::string same_session() const;

  Connection* connection_;
  VersionTableName name_;
  PrimaryKey key_;
};

/// An edit of a version table that did not match one row: something else moved the rows.
Error unmatched_edit(const RowEdit& edit, std::string_view table, long long matched);

/// The server does not let the user read a table that says where the database stands.
Error unseen_position(std::string_view table, const ServerError& answer);

/// Alembic's CREATE TABLE for a version table, without a final semicolon.
/// `indent` is a tab online and four spaces in `--sql`.
std::string version_table_ddl(std::string_view shown_name, std::string_view table,
                              std::string_view indent, VersionTable::PrimaryKey key);

}  // namespace dbmig

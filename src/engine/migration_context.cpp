#include "engine/migration_context.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

/// A session for a tree; a tree without a database would put its tables anywhere.
Connection connect(const DatabaseOptions& options) {
  if (options.connect.database.empty()) {
    throw Error(ErrorCode::config, "the url names no database")
        .with_hint("add it to the url: mysql://user@host/DATABASE");
  }
  return Connection(options.connect, options.session);
}

std::string schema_of(const DatabaseOptions& options) {
  return options.version_table_schema.empty() ? options.connect.database
                                              : options.version_table_schema;
}

}  // namespace

MigrationContext::MigrationContext(const DatabaseOptions& options)
    : options_(options),
      connection_(connect(options)),
      versions_(connection_, {schema_of(options), options.version_table},
                options.version_table_key),
      lock_(connection_, schema_of(options), options.version_table),
      journal_(connection_, lock_, versions_.name(), options.runner, options.run_id) {
  if (!options.adopt_version_table.empty()) {
    old_.emplace(connection_, VersionTableName{schema_of(options), options.adopt_version_table},
                 options.version_table_key);
  }
  refresh();
}

void MigrationContext::refresh() {
  rows_ = versions_.rows();
  adopt_ = false;
  if (!old_) return;
  const std::vector<RevisionId> old_rows = old_->rows();
  if (old_rows.empty() || old_rows == rows_) return;
  if (!rows_.empty()) {
    throw Error(ErrorCode::data,
                fmt::format("two version tables disagree: {} holds {}, {} holds {}",
                            versions_.name().qualified(), join(rows_, ", "),
                            old_->name().qualified(), join(old_rows, ", ")))
        .with_hint("find out which one is true, and empty the other; nothing was changed");
  }
  rows_ = old_rows;
  adopt_ = true;
}

void MigrationContext::reconnect() { connection_ = connect(options_); }

std::optional<std::string> MigrationContext::prepare() {
  versions_.create();
  if (!adopt_) return std::nullopt;
  std::vector<RowEdit> edits;
  for (const RevisionId& row : rows_)
    edits.push_back({RowEdit::Kind::insert, "", row});
  connection_.execute("START TRANSACTION");
  versions_.apply(edits);
  connection_.execute("COMMIT");
  adopt_ = false;
  return old_->name().table;
}

}  // namespace dbmig

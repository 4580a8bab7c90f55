#include "db/version_table.h"

#include <fmt/format.h>
#include <soci/soci.h>

#include "base/error.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

/// SOCI's exceptions as ours. Their text repeats the whole query, so only the
/// server's own words are kept. SOCI takes rows whose end never came for no rows.
template <typename Action>
auto translated(Connection& connection, std::string_view what, Action action) {
  try {
    auto result = action(connection.bookkeeping());
    const ServerError said = connection.last_error("");
    if (said.number != 0) throw statement_failure(std::string(what), said);
    return result;
  } catch (const soci::soci_error& error) {
    throw statement_failure(std::string(what), connection.last_error(error.get_error_message()));
  }
}

}  // namespace

std::string VersionTableName::qualified() const {
  return schema.empty() ? quoted_name(table) : quoted_name(schema) + "." + quoted_name(table);
}

std::string version_table_ddl(std::string_view shown_name, std::string_view table,
                              std::string_view indent, VersionTable::PrimaryKey key) {
  std::string ddl =
      fmt::format("CREATE TABLE {} (\n{}version_num VARCHAR(32) NOT NULL", shown_name, indent);
  if (key == VersionTable::PrimaryKey::yes) {
    ddl += fmt::format(", \n{}CONSTRAINT {} PRIMARY KEY (version_num)", indent, table);
  }
  return ddl + "\n)";
}

VersionTable::VersionTable(Connection& connection, VersionTableName name, PrimaryKey key)
    : connection_(&connection), name_(std::move(name)), key_(key) {
  // SOCI knows only apostrophes as quotes: between backticks it reads `:x` as a
  // placeholder, and an apostrophe hides the placeholders that follow.
  if (name_.qualified().find_first_of(":'") != std::string::npos) {
    throw Error(ErrorCode::config, fmt::format("a version table cannot be kept in {}: its name has "
                                               "a colon or an apostrophe",
                                               name_.qualified()))
        .with_hint("set version_table and version_table_schema to plainer names");
  }
}

Error unmatched_edit(const RowEdit& edit, std::string_view table, long long matched) {
  const std::string what =
      edit.kind == RowEdit::Kind::update
          ? fmt::format("updating '{}' to '{}'", edit.from, edit.to)
          : fmt::format("{} '{}'", edit.kind == RowEdit::Kind::insert ? "inserting" : "deleting",
                        edit.kind == RowEdit::Kind::insert ? edit.to : edit.from);
  return Error(ErrorCode::data,
               fmt::format("Online migration expected to match one row when {} in '{}'; {} found",
                           what, table, matched))
      .with_hint("something else changed the version table meanwhile: see `dbmig current`");
}

Error unseen_position(std::string_view table, const ServerError& answer) {
  return Error(ErrorCode::statement,
               fmt::format("where the database stands cannot be seen: {} cannot be read", table))
      .with_server(answer)
      .with_hint("give the user the right: GRANT SELECT, on that table or on the database");
}

bool VersionTable::exists() const {
  constexpr unsigned kNoSuchDatabase = 1049;
  // The server's catalogue leaves out what the user has no right on: that looks like base.
  try {
    connection_->query("SELECT 1 FROM " + name_.qualified() + " LIMIT 0");
    return true;
  } catch (const Error& error) {
    if (!error.server() || error.code() != ErrorCode::statement) throw;
    const unsigned number = error.server()->number;
    if (number == kNoSuchTable || number == kNoSuchDatabase) return false;
    throw unseen_position(name_.qualified(), *error.server());
  }
}

void VersionTable::create() {
  if (exists()) return;
  connection_->execute(
      version_table_ddl(name_.qualified(), quoted_name(name_.table + "_pkc"), "\t", key_));
}

std::vector<RevisionId> VersionTable::rows() const {
  if (!exists()) return {};
  return translated(*connection_, "cannot read the version table", [&](soci::session& sql) {
    std::vector<RevisionId> found;
    const soci::rowset<soci::row> rows =
        (sql.prepare << "SELECT version_num FROM " + name_.qualified() + " ORDER BY version_num");
    for (const soci::row& row : rows) {
      if (row.get_indicator(0) == soci::i_null) {
        throw Error(ErrorCode::data, fmt::format("{} holds a row that is NULL", name_.qualified()))
            .with_hint("delete that row by hand; dbmig and Alembic never write one");
      }
      found.push_back(row.get<std::string>(0));
    }
    return found;
  });
}

std::string VersionTable::same_session() const {
  return fmt::format("CONNECTION_ID() = {}", connection_->id());
}

void VersionTable::apply(std::span<const RowEdit> edits) {
  for (const RowEdit& edit : edits)
    apply(edit);
}

void VersionTable::apply(const RowEdit& edit) {
  const long long matched =
      translated(*connection_, "cannot change the version table", [&](soci::session& sql) {
        const std::string table = name_.qualified();
        const auto run = [](soci::statement statement) {
          statement.execute(true);
          return statement.get_affected_rows();
        };
        switch (edit.kind) {
          case RowEdit::Kind::insert:
            return run((sql.prepare << "INSERT INTO " + table +
                                           " (version_num) SELECT :to FROM DUAL" + " WHERE " +
                                           same_session(),
                        soci::use(edit.to)));
          case RowEdit::Kind::remove:
            return run((sql.prepare << "DELETE FROM " + table + " WHERE version_num = :from AND " +
                                           same_session(),
                        soci::use(edit.from)));
          case RowEdit::Kind::update:
            return run((sql.prepare << "UPDATE " + table +
                                           " SET version_num = :to WHERE version_num = :from AND " +
                                           same_session(),
                        soci::use(edit.to), soci::use(edit.from)));
        }
        return 0LL;
      });
  if (matched != 1) throw unmatched_edit(edit, name_.table, matched);
}

}  // namespace dbmig

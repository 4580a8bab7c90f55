#include "engine/session_remains.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "sql/classify.h"
#include "sql/session_effect.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

// dbmig's own begin with its name.
constexpr std::string_view kOnMariaDb =
    "SELECT VARIABLE_NAME FROM information_schema.USER_VARIABLES"
    " WHERE VARIABLE_VALUE IS NOT NULL AND VARIABLE_NAME NOT LIKE 'dbmig%'";
constexpr std::string_view kOnMySql =
    "SELECT VARIABLE_NAME FROM performance_schema.user_variables_by_thread v"
    " JOIN performance_schema.threads t USING (THREAD_ID)"
    " WHERE t.PROCESSLIST_ID = CONNECTION_ID() AND VARIABLE_VALUE IS NOT NULL"
    " AND VARIABLE_NAME NOT LIKE 'dbmig%'";

/// All that there are, as far as the user may ask: MySQL tells only who has rights to its
/// performance schema.
std::vector<std::string> all_variables(Connection& connection) {
  std::vector<std::string> found;
  try {
    const bool is_mariadb = connection.server().flavour == Flavour::mariadb;
    for (const auto& row : connection.query(is_mariadb ? kOnMariaDb : kOnMySql).rows)
      found.push_back("@" + lower(row.at(0).value_or("")));
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
  }
  return found;
}

/// Of the settings, what the server tells nobody of, or not as changed.
bool is_kept(std::string_view setting) {
  return setting == "timestamp" || setting == "insert_id" || setting == "role";
}

/// The role that a session of this account begins with, as SET ROLE names it on MariaDB.
std::string first_role(Connection& connection) {
  const Rows roles = connection.query(
      "SELECT ROLE_NAME FROM information_schema.APPLICABLE_ROLES WHERE IS_DEFAULT = 'YES'");
  return roles.rows.empty() ? "NONE" : quoted_name(roles.rows.front().at(0).value_or(""));
}

/// Whether it was still there: what the script has taken away itself is refused, or warned about.
bool take_away(Connection& connection, const std::string& text) {
  try {
    return connection.execute(text).warnings == 0;
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
    return false;
  }
}

}  // namespace

std::vector<SessionPart> SessionRemains::note(std::string_view text, const Connection& connection) {
  const Dialect dialect = connection.dialect();
  const StatementClass type = classify(text, dialect);
  const bool names_variable = text.find('@') != std::string_view::npos;
  const bool commits = type == StatementClass::implicit_commit;
  if (commits && !tables_.empty()) note_renamed(text, connection);
  const bool is_plain =
      type == StatementClass::transaction || (commits && !fills_table(text, dialect));
  if (is_plain && !names_variable) return {};
  has_run_ = true;
  const bool has_parts =
      names_variable || type == StatementClass::session || type == StatementClass::opaque;
  if (!has_parts) return {};
  SessionEffect effect = session_effect(text, dialect);
  note_parts(text, effect, connection);
  // What looks like one there is the host of an account: GRANT … TO u@localhost.
  if (!may_run_code(text, dialect)) return {};
  std::erase_if(effect.reads, [this](const SessionPart& part) {
    return part.kind != SessionPart::Kind::variable || variables_.contains(part.name);
  });
  return std::move(effect.reads);
}

void SessionRemains::note(const CalledCode& code, const Connection& connection) {
  for (const ObjectName& table : code.effect.temporary)
    note_table(table, connection);
  for (const std::string& name : code.effect.prepared)
    prepared_.insert(lower(name));
}

void SessionRemains::note_parts(std::string_view text, const SessionEffect& effect,
                                const Connection& connection) {
  for (const SessionPart& part : effect.ends) {
    if (part.kind == SessionPart::Kind::prepared_statement) prepared_.erase(part.name);
    if (part.kind == SessionPart::Kind::temporary_table)
      forget_table(part.name, connection.state().database);
  }
  for (const SessionPart& part : effect.makes) {
    if (part.kind == SessionPart::Kind::variable) variables_.insert(part.name);
    if (part.kind == SessionPart::Kind::prepared_statement) prepared_.insert(part.name);
    if (part.kind == SessionPart::Kind::setting && is_kept(part.name)) settings_.insert(part.name);
  }
  note_table(temporary_table(text, connection.dialect()).value_or(ObjectName{}), connection);
}

/// A definition may have given a temporary table another name.
void SessionRemains::note_renamed(std::string_view text, const Connection& connection) {
  const std::vector<ObjectName> all = objects(text, connection.dialect());
  const auto is_temporary = [this](const ObjectName& object) {
    return !temporary_tables(lower(object.name)).empty();
  };
  if (!std::ranges::any_of(all, is_temporary)) return;
  for (const ObjectName& object : all)
    if (object.kind == ObjectName::Kind::table) note_table(object, connection);
}

void SessionRemains::note_table(ObjectName table, const Connection& connection) {
  if (table.name.empty()) return;
  if (table.schema.empty()) table.schema = connection.state().database;
  tables_.insert_or_assign(table.schema + "." + table.name, std::move(table));
}

/// Where there is one only: of two whose names differ in case nothing tells which it is.
void SessionRemains::forget_table(const std::string& name, const std::string& database) {
  const auto is_it = [&](const auto& each) {
    return each.second.schema == database && lower(each.second.name) == name;
  };
  if (std::ranges::count_if(tables_, is_it) == 1) std::erase_if(tables_, is_it);
}

std::vector<ObjectName> SessionRemains::temporary_tables(const std::string& name) const {
  std::vector<ObjectName> found;
  for (const auto& [key, table] : tables_)
    if (lower(table.name) == name) found.push_back(table);
  return found;
}

void SessionRemains::clear_settings(Connection& connection, std::vector<SessionPart>& cleared) {
  const bool is_mariadb = connection.server().flavour == Flavour::mariadb;
  std::string text = "SET @dbmig_id = LAST_INSERT_ID(0)";
  if (settings_.contains("timestamp")) text += ", timestamp = DEFAULT";
  // MySQL takes 0 for an id.
  if (settings_.contains("insert_id") && is_mariadb) text += ", insert_id = 0";
  connection.execute(text);
  if (settings_.contains("role"))
    connection.execute("SET ROLE " + (is_mariadb ? first_role(connection) : "DEFAULT"));
  for (const std::string& name : std::exchange(settings_, {}))
    cleared.push_back({SessionPart::Kind::setting, name});
}

/// So many in one statement that no limit of the server's is met; one by one where it refuses one.
void SessionRemains::clear_variables(Connection& connection, std::vector<SessionPart>& cleared) {
  constexpr std::size_t kAtOnce = 500;
  for (std::string& name : all_variables(connection))
    variables_.insert(std::move(name));
  std::vector<std::string> assignments;
  for (const std::string& name : std::exchange(variables_, {})) {
    assignments.push_back(fmt::format("@{} = NULL", quoted_name(name.substr(1))));
    cleared.push_back({SessionPart::Kind::variable, name});
  }
  for (std::span<const std::string> rest = assignments; !rest.empty();) {
    const std::span<const std::string> some = rest.first(std::min(kAtOnce, rest.size()));
    rest = rest.subspan(some.size());
    try {
      connection.execute("SET " + join(some, ", "));
    } catch (const Error& error) {
      if (!is_refusal(error)) throw;
      for (const std::string& each : some)
        take_away(connection, "SET " + each);
    }
  }
}

std::vector<SessionPart> SessionRemains::clear(Connection& connection) {
  if (!std::exchange(has_run_, false)) return {};
  std::vector<SessionPart> cleared;
  clear_settings(connection, cleared);
  clear_variables(connection, cleared);
  for (const auto& [key, table] : std::exchange(tables_, {})) {
    const std::string place = quoted_name(table.schema) + "." + quoted_name(table.name);
    if (take_away(connection, "DROP TEMPORARY TABLE IF EXISTS " + place))
      cleared.push_back({SessionPart::Kind::temporary_table, lower(table.name)});
  }
  for (const std::string& name : std::exchange(prepared_, {})) {
    if (take_away(connection, "DEALLOCATE PREPARE " + quoted_name(name)))
      cleared.push_back({SessionPart::Kind::prepared_statement, name});
  }
  return cleared;
}

}  // namespace dbmig

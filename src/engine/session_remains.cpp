#include "engine/session_remains.h"

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

void SessionRemains::note(std::string_view text, const Connection& connection) {
  const StatementClass type = classify(text, connection.dialect());
  const bool names_variable = text.find('@') != std::string_view::npos;
  const bool is_plain =
      type == StatementClass::implicit_commit || type == StatementClass::transaction;
  if (is_plain && !names_variable) return;
  has_run_ = true;
  may_be_any_ = may_be_any_ || type == StatementClass::opaque;
  if (names_variable || type == StatementClass::session) note_parts(text, connection);
}

void SessionRemains::note_parts(std::string_view text, const Connection& connection) {
  const SessionEffect effect = session_effect(text, connection.dialect());
  for (const SessionPart& part : effect.ends) {
    if (part.kind == SessionPart::Kind::prepared_statement) prepared_.erase(part.name);
    if (part.kind == SessionPart::Kind::temporary_table) tables_.erase(part.name);
  }
  for (const SessionPart& part : effect.makes) {
    if (part.kind == SessionPart::Kind::variable) variables_.insert(part.name);
    if (part.kind == SessionPart::Kind::prepared_statement) prepared_.insert(part.name);
    if (part.kind != SessionPart::Kind::temporary_table) continue;
    ObjectName table = temporary_table(text, connection.dialect()).value_or(ObjectName{});
    if (table.name.empty()) continue;
    if (table.schema.empty()) table.schema = connection.state().database;
    tables_.insert_or_assign(part.name, std::move(table));
  }
}

std::vector<SessionPart> SessionRemains::clear(Connection& connection) {
  if (!std::exchange(has_run_, false)) return {};
  if (std::exchange(may_be_any_, false))
    for (std::string& name : all_variables(connection))
      variables_.insert(std::move(name));
  std::string text = "SET @dbmig_id = LAST_INSERT_ID(0)";
  std::vector<SessionPart> cleared;
  for (const std::string& name : std::exchange(variables_, {})) {
    text += fmt::format(", @{} = NULL", quoted_name(name.substr(1)));
    cleared.push_back({SessionPart::Kind::variable, name});
  }
  connection.execute(text);
  for (const auto& [name, table] : std::exchange(tables_, {})) {
    const std::string place = quoted_name(table.schema) + "." + quoted_name(table.name);
    if (take_away(connection, "DROP TEMPORARY TABLE IF EXISTS " + place))
      cleared.push_back({SessionPart::Kind::temporary_table, name});
  }
  for (const std::string& name : std::exchange(prepared_, {})) {
    if (take_away(connection, "DEALLOCATE PREPARE " + quoted_name(name)))
      cleared.push_back({SessionPart::Kind::prepared_statement, name});
  }
  return cleared;
}

}  // namespace dbmig

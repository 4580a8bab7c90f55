#include "db/engines.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/ddl.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

constexpr std::string_view kWithoutTransactions =
    "TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND ENGINE NOT IN (SELECT ENGINE FROM "
    "information_schema.ENGINES"
    " WHERE TRANSACTIONS = 'YES')";

}  // namespace

std::set<std::string> TableEngines::first_column(const std::string& query) {
  has_asked_ = true;
  std::set<std::string> found;
  for (const auto& row : connection_->query(query).rows)
    found.insert(lower(row.at(0).value_or("")));
  return found;
}

void TableEngines::forget(const std::vector<std::string>& words) {
  // Only these make others, or move them: a trigger goes with its table.
  const bool is_about_others = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "view" || word == "trigger" || word == "procedure" || word == "function" ||
           word == "package" || word == "rename" || word == "database" || word == "schema";
  });
  for (auto& [name, schema] : schemas_) {
    schema.tables.reset();
    if (!is_about_others) continue;
    schema.others.reset();
    schema.callers.reset();
  }
  // Nothing is asked here: the warnings of the statement are still to be read.
  const bool is_known = all_schemas_.has_value() && !is_about_others;
  if (!is_known || schemas_of(words).size() > 1) elsewhere_.reset();
  if (is_about_others) all_schemas_.reset();
}

void TableEngines::forget() {
  schemas_.clear();
  all_schemas_.reset();
  elsewhere_.reset();
}

const std::set<std::string>& TableEngines::tables(const std::string& schema) {
  std::optional<std::set<std::string>>& known = schemas_[schema].tables;
  if (!known) {
    known = first_column(fmt::format(
        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {} AND {}",
        connection_->quoted(schema), kWithoutTransactions));
  }
  return *known;
}

const TableEngines::Codes& TableEngines::others(const std::string& schema) {
  std::optional<Codes>& known = schemas_[schema].others;
  if (known) return *known;
  has_asked_ = true;
  const Rows rows = connection_->query(
      fmt::format("SELECT TABLE_NAME, VIEW_DEFINITION, 'VIEW', '' FROM information_schema.VIEWS"
                  " WHERE TABLE_SCHEMA = {0}"
                  " UNION ALL SELECT ROUTINE_NAME, ROUTINE_DEFINITION, ROUTINE_TYPE, SQL_MODE"
                  " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {0}"
                  " UNION ALL SELECT EVENT_OBJECT_TABLE, ACTION_STATEMENT, 'TRIGGER', SQL_MODE"
                  " FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = {0}",
                  connection_->quoted(schema)));
  known.emplace();
  for (const auto& row : rows.rows) {
    Code code;
    code.is_procedure = row.at(2) == "PROCEDURE";
    const std::string text = row.at(1).value_or("");
    const Dialect dialect = dialect_of(connection_->server(), row.at(3).value_or(""));
    if (!text.empty()) {
      code.names = names(text, dialect);
      code.names->push_back(lower(schema));  // Where it looks for names without one.
    }
    known->emplace(lower(row.at(0).value_or("")), std::move(code));
  }
  return *known;
}

std::set<std::string> TableEngines::schemas_of(const std::vector<std::string>& names) {
  if (!all_schemas_) {
    all_schemas_ = first_column("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA");
  }
  const std::string& database = connection_->state().database;
  std::set<std::string> schemas;
  if (!database.empty()) schemas.insert(database);
  for (const std::string& each : names) {
    if (each != lower(database) && all_schemas_->contains(each)) schemas.insert(each);
  }
  return schemas;
}

TableEngines::Reach TableEngines::reach(const std::vector<std::string>& names) {
  Reach reach;
  std::set<std::string> seen;
  for (const std::string& each : schemas_of(names)) {
    const std::set<std::string>& without = tables(each);
    for (const std::string& word : names) {
      if (without.contains(word))
        reach.tables.push_back(quoted_name(each) + "." + quoted_name(word));
      reach.through_others = reach.through_others || reaches_through(each, word, false, seen);
    }
  }
  reach.mixed = true;
  return reach;
}

TableEngines::Reach TableEngines::written(std::string_view statement) {
  Reach reach = this->reach(names(statement, connection_->dialect()));
  if (reach.tables.empty()) return reach;
  const std::optional<ObjectName> target = written_table(statement, connection_->dialect());
  if (!target) return reach;
  const std::string& schema =
      target->schema.empty() ? connection_->state().database : target->schema;
  reach.tables.clear();
  if (!tables(schema).contains(lower(target->name))) return reach;
  reach.tables.push_back(quoted_name(schema) + "." + quoted_name(target->name));
  reach.mixed = reach.through_others;
  return reach;
}

/// Whether what is named so, or anything that it names in turn, is such a table. `is_called` says
/// whether a procedure may be meant.
bool TableEngines::reaches_through(const std::string& schema, const std::string& name,
                                   bool is_called, std::set<std::string>& seen) {
  const auto [first, last] = others(schema).equal_range(name);
  if (first == last || !any()) return false;
  if (!seen.insert(schema + '\n' + name).second) return false;
  return std::any_of(first, last, [&](const auto& each) {
    return (is_called || !each.second.is_procedure) && reaches_by(each.second, seen);
  });
}

bool TableEngines::reaches_by(const Code& code, std::set<std::string>& seen) {
  if (!code.names) return true;
  const std::vector<std::string> words = *code.names;  // Reading others may move it.
  for (const std::string& schema : schemas_of(words)) {
    for (const std::string& word : words) {
      if (tables(schema).contains(word) || reaches_through(schema, word, true, seen)) return true;
    }
  }
  return false;
}

bool TableEngines::may_call(std::string_view statement) {
  const std::vector<std::string> named = names(statement, connection_->dialect());
  const CodeReader code(statement, connection_->dialect());
  if (code.at_any({"set", "use"}) && statement.find('(') == std::string_view::npos) return false;
  for (const std::string& each : schemas_of(named)) {
    std::optional<std::set<std::string>>& known = schemas_[each].callers;
    if (!known) {
      known = first_column(fmt::format(
          "SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE"
          " ROUTINE_SCHEMA = {0} AND ROUTINE_TYPE IN ('FUNCTION', 'PACKAGE BODY')"
          " UNION SELECT TABLE_NAME FROM information_schema.VIEWS"
          " WHERE TABLE_SCHEMA = {0} AND EXISTS (SELECT 1 FROM"
          " information_schema.ROUTINES WHERE ROUTINE_TYPE IN ('FUNCTION', 'PACKAGE BODY')"
          " AND ROUTINE_SCHEMA NOT IN ('mysql', 'sys'))",
          connection_->quoted(each)));
    }
    if (std::any_of(named.begin(), named.end(),
                    [&](const std::string& word) { return known->contains(word); })) {
      return true;
    }
  }
  return false;
}

/// Whether the server has such a table, besides those of its own.
/// Looks at every schema, which takes its time where there are many: as seldom as can be, and only
/// for what may reach out of its own.
bool TableEngines::any() {
  const std::string& own = connection_->state().database;
  if (!own.empty() && !tables(own).empty()) return true;
  if (!elsewhere_ || elsewhere_->database != own) {
    const std::set<std::string> found = first_column(
        fmt::format("SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ('mysql',"
                    " 'sys', 'information_schema', 'performance_schema', {}) AND {} LIMIT 1",
                    connection_->quoted(own), kWithoutTransactions));
    elsewhere_ = {own, !found.empty()};
  }
  return elsewhere_->any;
}

}  // namespace dbmig

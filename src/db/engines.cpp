#include "db/engines.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/ddl.h"

namespace dbmig {
namespace {

constexpr std::string_view kWithoutTransactions =
    "TABLE_TYPE = 'BASE TABLE' AND ENGINE NOT IN (SELECT ENGINE FROM information_schema.ENGINES"
    " WHERE TRANSACTIONS = 'YES')";

}  // namespace

std::set<std::string> TableEngines::first_column(const std::string& query) {
  has_asked_ = true;
  std::set<std::string> found;
  for (const auto& row : connection_->query(query).rows)
    found.insert(lower(row.at(0).value_or("")));
  return found;
}

void TableEngines::forget(std::string_view definition) {
  const std::vector<std::string> words = names(definition, connection_->dialect());
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

const std::set<std::string>& TableEngines::others(const std::string& schema) {
  std::optional<std::set<std::string>>& known = schemas_[schema].others;
  if (!known) {
    known = first_column(
        fmt::format("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = {0}"
                    " UNION SELECT ROUTINE_NAME FROM information_schema.ROUTINES"
                    " WHERE ROUTINE_SCHEMA = {0} AND ROUTINE_TYPE = 'FUNCTION'"
                    " UNION SELECT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
                    " WHERE EVENT_OBJECT_SCHEMA = {0}",
                    connection_->quoted(schema)));
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

TableEngines::Reach TableEngines::reach(std::string_view statement) {
  const std::vector<std::string> named = names(statement, connection_->dialect());
  Reach reach;
  for (const std::string& each : schemas_of(named)) {
    const std::set<std::string>& without = tables(each);
    for (const std::string& word : named) {
      if (without.contains(word))
        reach.tables.push_back(quoted_name(each) + "." + quoted_name(word));
      if (reach.through_others || !others(each).contains(word)) continue;
      reach.through_others = !without.empty() || any_elsewhere();
    }
  }
  return reach;
}

bool TableEngines::may_call(std::string_view statement) {
  const std::vector<std::string> named = names(statement, connection_->dialect());
  const CodeReader code(statement, connection_->dialect());
  if (code.at_any({"set", "use"}) && statement.find('(') == std::string_view::npos) return false;
  for (const std::string& each : schemas_of(named)) {
    std::optional<std::set<std::string>>& known = schemas_[each].callers;
    if (!known) {
      known =
          first_column(fmt::format("SELECT ROUTINE_NAME FROM information_schema.ROUTINES WHERE"
                                   " ROUTINE_SCHEMA = {0} AND ROUTINE_TYPE = 'FUNCTION'"
                                   " UNION SELECT TABLE_NAME FROM information_schema.VIEWS"
                                   " WHERE TABLE_SCHEMA = {0} AND EXISTS (SELECT 1 FROM"
                                   " information_schema.ROUTINES WHERE ROUTINE_TYPE = 'FUNCTION'"
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

/// Looks at every schema, which takes its time where there are many: as seldom as can be, and only
/// for what may reach out of its own.
bool TableEngines::any_elsewhere() {
  const std::string& own = connection_->state().database;
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

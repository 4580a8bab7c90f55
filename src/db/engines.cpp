#include "db/engines.h"

#include <fmt/format.h>

#include "base/text.h"
#include "sql/ddl.h"

namespace dbmig {
namespace {

std::set<std::string> first_column(Connection& connection, const std::string& query) {
  std::set<std::string> found;
  for (const auto& row : connection.query(query).rows)
    found.insert(lower(row.at(0).value_or("")));
  return found;
}

}  // namespace

const TableEngines::Schema& TableEngines::schema(const std::string& name) {
  const auto [at, is_new] = schemas_.try_emplace(name);
  Schema& schema = at->second;
  if (!is_new) return schema;
  const std::string quoted = connection_->quoted(name);
  schema.tables = first_column(
      *connection_,
      fmt::format("SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {}"
                  " AND TABLE_TYPE = 'BASE TABLE' AND ENGINE NOT IN (SELECT ENGINE FROM"
                  " information_schema.ENGINES WHERE TRANSACTIONS = 'YES')",
                  quoted));
  if (schema.tables.empty()) return schema;
  schema.others = first_column(
      *connection_,
      fmt::format("SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = {0}"
                  " UNION SELECT ROUTINE_NAME FROM information_schema.ROUTINES"
                  " WHERE ROUTINE_SCHEMA = {0}"
                  " UNION SELECT EVENT_OBJECT_TABLE FROM information_schema.TRIGGERS"
                  " WHERE EVENT_OBJECT_SCHEMA = {0}",
                  quoted));
  return schema;
}

TableEngines::Reach TableEngines::reach(std::string_view statement) {
  if (!all_schemas_) {
    all_schemas_ =
        first_column(*connection_, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA");
  }
  const std::string database = connection_->state().database;
  const std::vector<std::string> named = names(statement, connection_->dialect());
  std::set<std::string> schemas;
  if (!database.empty()) schemas.insert(database);
  for (const std::string& each : named) {
    if (each != lower(database) && all_schemas_->contains(each)) schemas.insert(each);
  }
  Reach reach;
  for (const std::string& each : schemas) {
    const Schema& known = schema(each);
    for (const std::string& word : named) {
      if (known.tables.contains(word))
        reach.tables.push_back(quoted_name(each) + "." + quoted_name(word));
      reach.through_others = reach.through_others || known.others.contains(word);
    }
  }
  return reach;
}

bool TableEngines::any() {
  const std::string database = connection_->state().database;
  return !database.empty() && !schema(database).tables.empty();
}

}  // namespace dbmig

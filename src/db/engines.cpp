#include "db/engines.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/ddl.h"
#include "sql/objects.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

constexpr std::string_view kWithoutTransactions =
    "TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND ENGINE NOT IN (SELECT ENGINE FROM"
    " information_schema.ENGINES WHERE TRANSACTIONS = 'YES')";

/// `schema` is quoted; `more` is another condition.
std::string tables_query(const std::string& schema, const std::string& more) {
  return fmt::format(
      "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {}{} AND {}", schema,
      more, kWithoutTransactions);
}

}  // namespace

std::set<std::string> TableEngines::first_column(const std::string& query) {
  has_asked_ = true;
  std::set<std::string> found;
  for (const auto& row : connection_->query(query).rows)
    found.insert(lower(row.at(0).value_or("")));
  return found;
}

void TableEngines::forget(std::string_view definition) {
  const Dialect dialect = connection_->dialect();
  const std::vector<ObjectName> changed = objects(definition, dialect);
  const bool is_known = std::ranges::none_of(changed, [](const ObjectName& each) {
    return each.kind == ObjectName::Kind::database || each.kind == ObjectName::Kind::package;
  });
  const bool defines =
      CodeReader(definition, dialect).at_any({"create", "alter", "drop", "rename"});
  if (!is_known || (changed.empty() && defines)) return forget();
  const std::string& own = connection_->state().database;
  for (const ObjectName& each : changed) {
    const std::string& name = each.schema.empty() ? own : each.schema;
    if (lower(name) != lower(own)) elsewhere_.reset();
    for (auto& [schema, known] : schemas_) {
      if (lower(schema) != lower(name)) continue;
      known.stale.insert(each.name);
      // Known by its table, which DROP TRIGGER does not name.
      if (each.kind == ObjectName::Kind::trigger) known.others.reset();
    }
  }
}

void TableEngines::forget() {
  schemas_.clear();
  all_schemas_.reset();
  elsewhere_.reset();
}

const std::set<std::string>& TableEngines::tables(const std::string& schema) {
  Schema& known = schemas_[schema];
  refresh(schema, known);
  if (!known.tables) known.tables = first_column(tables_query(connection_->quoted(schema), ""));
  return *known.tables;
}

const TableEngines::Codes& TableEngines::others(const std::string& schema) {
  Schema& known = schemas_[schema];
  refresh(schema, known);
  if (!known.others) add_others(schema, "", known.others.emplace());
  return *known.others;
}

/// Looks again at what was defined anew, by its name: to look at all takes its time where there are
/// many, since the server opens each.
void TableEngines::refresh(const std::string& schema, Schema& known) {
  constexpr std::size_t kMany = 20;
  const std::set<std::string> stale = std::exchange(known.stale, {});
  if (stale.size() > kMany) {
    known.tables.reset();
    known.others.reset();
  }
  for (const std::string& each : stale) {
    const std::string name = connection_->quoted(each);
    if (known.tables) {
      known.tables->erase(lower(each));
      known.tables->merge(
          first_column(tables_query(connection_->quoted(schema), " AND TABLE_NAME = " + name)));
    }
    if (known.others) {
      known.others->erase(lower(each));
      add_others(schema, " = " + name, *known.others);
    }
  }
}

/// `condition` is about the name, ` = 'v'`.
void TableEngines::add_others(const std::string& schema, const std::string& condition,
                              Codes& codes) {
  has_asked_ = true;
  const auto also = [&](std::string_view column) {
    return condition.empty() ? std::string() : fmt::format(" AND {}{}", column, condition);
  };
  const Rows rows = connection_->query(
      fmt::format("SELECT TABLE_NAME, VIEW_DEFINITION, 'VIEW', '' FROM information_schema.VIEWS"
                  " WHERE TABLE_SCHEMA = {0}{1}"
                  " UNION ALL SELECT ROUTINE_NAME, ROUTINE_DEFINITION, ROUTINE_TYPE, SQL_MODE"
                  " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {0}{2}"
                  " UNION ALL SELECT EVENT_OBJECT_TABLE, ACTION_STATEMENT, 'TRIGGER', SQL_MODE"
                  " FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = {0}{3}",
                  connection_->quoted(schema), also("TABLE_NAME"), also("ROUTINE_NAME"),
                  also("EVENT_OBJECT_TABLE")));
  for (const auto& row : rows.rows) {
    Code code;
    if (row.at(2) == "VIEW") code.kind = Code::Kind::view;
    if (row.at(2) == "TRIGGER") code.kind = Code::Kind::trigger;
    if (row.at(2) == "PROCEDURE") code.kind = Code::Kind::procedure;
    const std::string text = row.at(1).value_or("");
    const Dialect dialect = dialect_of(connection_->server(), row.at(3).value_or(""));
    if (!text.empty()) {
      code.names = names(text, dialect);
      code.names->push_back(lower(schema));  // Where it looks for names without one.
    }
    codes.emplace(lower(row.at(0).value_or("")), std::move(code));
  }
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
  Seen seen;
  for (const std::string& each : schemas_of(names)) {
    const std::set<std::string>& without = tables(each);
    for (const std::string& word : names) {
      if (without.contains(word))
        reach.tables.push_back(quoted_name(each) + "." + quoted_name(word));
      reach.through_others =
          reach.through_others || reaches_through(each, word, Use::written, seen);
    }
  }
  reach.mixed = true;
  return reach;
}

TableEngines::Reach TableEngines::written(std::string_view statement) {
  const Dialect dialect = connection_->dialect();
  Reach reach = this->reach(written_names(statement, dialect));
  reach.through_others = reach.through_others || reaches_by_asking(statement);
  const std::optional<ObjectName> target = written_table(statement, dialect);
  if (!target) return reach;
  const std::string& schema =
      target->schema.empty() ? connection_->state().database : target->schema;
  reach.tables.clear();
  if (!tables(schema).contains(lower(target->name))) return reach;
  reach.tables.push_back(quoted_name(schema) + "." + quoted_name(target->name));
  reach.mixed = reach.through_others;
  return reach;
}

template <typename Test>
bool TableEngines::any_named(std::vector<std::string> names, Test test) {
  const std::set<std::string> schemas = schemas_of(names);
  return std::ranges::any_of(schemas, [&](const std::string& schema) {
    return std::ranges::any_of(names, [&](const std::string& name) { return test(schema, name); });
  });
}

bool TableEngines::reaches_by_asking(std::string_view statement) {
  Seen seen;
  return any_named(names(statement, connection_->dialect()),
                   [&](const std::string& schema, const std::string& name) {
                     return reaches_through(schema, name, Use::read, seen);
                   });
}

/// Whether what is named so, or anything that it names in turn, is such a table that is written. A
/// view that is read writes by its functions only, and no trigger is run by reading.
bool TableEngines::reaches_through(const std::string& schema, const std::string& name, Use use,
                                   Seen& seen) {
  const auto [first, last] = others(schema).equal_range(name);
  if (first == last || !any()) return false;
  if (!seen.insert(schema + '\n' + name + (use == Use::read ? "\nr" : "\nw")).second) return false;
  return std::any_of(first, last, [&](const auto& each) {
    const Code& code = each.second;
    if (code.kind == Code::Kind::function) return reaches_by(code, Use::written, seen);
    if (code.kind == Code::Kind::view || use == Use::written) return reaches_by(code, use, seen);
    return false;
  });
}

bool TableEngines::reaches_by(const Code& code, Use use, Seen& seen) {
  if (!code.names) return true;
  return any_named(*code.names, [&](const std::string& schema, const std::string& name) {
    return (use == Use::written && tables(schema).contains(name)) ||
           reaches_through(schema, name, use, seen);
  });
}

bool TableEngines::may_call(std::string_view statement) {
  const Dialect dialect = connection_->dialect();
  const CodeReader code(statement, dialect);
  if (code.at_any({"set", "use"}) && statement.find('(') == std::string_view::npos) return false;
  Seen seen;
  return any_named(names(statement, dialect),
                   [&](const std::string& schema, const std::string& name) {
                     return calls(schema, name, seen);
                   });
}

/// Whether what is named so is a function, or a view that calls one.
bool TableEngines::calls(const std::string& schema, const std::string& name, Seen& seen) {
  const auto [first, last] = others(schema).equal_range(name);
  if (first == last || !seen.insert(schema + '\n' + name).second) return false;
  return std::any_of(first, last, [&](const auto& each) {
    const Code& code = each.second;
    if (code.kind == Code::Kind::function) return true;
    if (code.kind != Code::Kind::view) return false;
    return !code.names ||
           any_named(*code.names, [&](const std::string& inner, const std::string& word) {
             return calls(inner, word, seen);
           });
  });
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

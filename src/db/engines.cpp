#include "db/engines.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "db/routines.h"
#include "sql/code_effect.h"
#include "sql/code_reader.h"
#include "sql/ddl.h"
#include "sql/objects.h"
#include "sql/qualified_names.h"
#include "sql/written_table.h"

namespace dbmig {
namespace {

constexpr std::string_view kWithoutTransactions =
    "TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND ENGINE NOT IN (SELECT ENGINE FROM"
    " information_schema.ENGINES WHERE TRANSACTIONS = 'YES')";

/// Those that are equal to it, for all that is known here.
const std::set<std::string>& named(const std::map<std::string, std::set<std::string>>& names,
                                   const std::string& key) {
  static const std::set<std::string> kNone;
  const auto found = names.find(key);
  return found == names.end() ? kNone : found->second;
}

std::vector<std::string> folded_all(std::vector<std::string> names) {
  for (std::string& each : names)
    each = folded(each);
  const auto rest = (std::ranges::sort(names), std::ranges::unique(names));
  names.erase(rest.begin(), rest.end());
  return names;
}

std::string qualified(const std::string& schema, const std::string& name) {
  return quoted_name(schema) + "." + quoted_name(name);
}

}  // namespace

Rows TableEngines::ask(const std::string& query) {
  has_asked_ = true;
  return connection_->query(query);
}

void TableEngines::forget(std::string_view definition, const std::optional<std::string>& database) {
  harmless_.clear();
  const Dialect dialect = connection_->dialect();
  const std::vector<ObjectName> changed = objects(definition, dialect);
  const bool is_known = std::ranges::none_of(changed, [](const ObjectName& each) {
    return each.kind == ObjectName::Kind::database || each.kind == ObjectName::Kind::package;
  });
  CodeReader code(definition, dialect);
  code.skip_statement_settings();
  const bool defines = code.at_any(
      {"create", "alter", "drop", "rename", "import", "install", "uninstall", "grant", "revoke"});
  if (!is_known || (changed.empty() && defines)) return forget();
  const std::string own = database.value_or(connection_->state().database);
  for (const ObjectName& each : changed) {
    const std::string& name = each.schema.empty() ? own : each.schema;
    if (elsewhere_ && name != elsewhere_->database) elsewhere_.reset();
    for (auto& [schema, known] : schemas_) {
      if (folded(schema) != folded(name)) continue;
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
  harmless_.clear();
  readable_.clear();
}

const TableEngines::Tables& TableEngines::tables(const std::string& schema) {
  Schema& known = schemas_[schema];
  refresh(schema, known);
  if (!known.tables) known.tables = asked_tables(schema, "");
  return *known.tables;
}

const TableEngines::Codes& TableEngines::others(const std::string& schema) {
  Schema& known = schemas_[schema];
  refresh(schema, known);
  if (!known.others) known.others = asked_others(schema, "");
  return *known.others;
}

/// Looks again at what was defined anew, by its name: to look at all takes its time where there are
/// many, since the server opens each.
void TableEngines::refresh(const std::string& schema, Schema& known) {
  constexpr std::size_t kMany = 20;
  if (known.stale.size() > kMany) {
    known.tables.reset();
    known.others.reset();
    known.stale.clear();
  }
  while (!known.stale.empty()) {
    refresh(schema, known, *known.stale.begin());
    known.stale.erase(known.stale.begin());
  }
}

void TableEngines::refresh(const std::string& schema, Schema& known, const std::string& name) {
  const std::string key = folded(name);
  std::set<std::string> equals = {name};  // They are kept together.
  if (known.tables) equals.merge(std::set(named(known.tables->all, key)));
  if (known.others) {
    const auto [first, last] = known.others->equal_range(key);
    std::for_each(first, last, [&](const auto& each) { equals.insert(each.second.name); });
  }
  Tables tables;
  Codes codes;
  for (const std::string& each : equals) {
    const std::string condition = " = " + connection_->quoted(each);
    if (known.tables) {
      Tables some = asked_tables(schema, condition);
      tables.all[key].merge(some.all[key]);
      tables.without[key].merge(some.without[key]);
    }
    if (known.others) codes.merge(asked_others(schema, condition));
  }
  if (known.tables) {
    known.tables->all[key] = std::move(tables.all[key]);
    known.tables->without[key] = std::move(tables.without[key]);
  }
  if (known.others) {
    known.others->erase(key);
    known.others->merge(codes);
  }
}

/// `condition` is about the name, ` = 'v'`.
TableEngines::Tables TableEngines::asked_tables(const std::string& schema,
                                                const std::string& condition) {
  const Rows rows = ask(
      fmt::format("SELECT TABLE_NAME, {} FROM information_schema.TABLES WHERE TABLE_SCHEMA = {}{}",
                  kWithoutTransactions, connection_->quoted(schema),
                  condition.empty() ? std::string() : " AND TABLE_NAME" + condition));
  Tables found;
  for (const auto& row : rows.rows) {
    const std::string name = row.at(0).value_or("");
    found.all[folded(name)].insert(name);
    if (row.at(1) == "1") found.without[folded(name)].insert(name);
  }
  return found;
}

/// Adds what `text` names. Empty is one that may not be read.
void TableEngines::read(Code& code, std::string_view text, const Dialect& dialect) {
  if (text.empty()) return;
  std::vector<std::string> all = names(text, dialect);
  if (code.names) all.insert(all.end(), code.names->begin(), code.names->end());
  code.names = folded_all(std::move(all));
  const std::vector<ObjectName> more = qualified_names(text, dialect);
  code.qualified.insert(code.qualified.end(), more.begin(), more.end());
  for (ObjectName& called : code_effect(text, dialect).calls) {
    if (!called.schema.empty()) continue;
    called.schema = code.schema;
    code.qualified.push_back(std::move(called));
  }
}

/// `condition` is about the name, ` = 'v'`.
TableEngines::Codes TableEngines::asked_others(const std::string& schema,
                                               const std::string& condition) {
  const auto also = [&](std::string_view column) {
    return condition.empty() ? std::string() : fmt::format(" AND {}{}", column, condition);
  };
  const Rows rows =
      ask(fmt::format("SELECT TABLE_NAME, VIEW_DEFINITION, 'VIEW', '' FROM information_schema.VIEWS"
                      " WHERE TABLE_SCHEMA = {0}{1}"
                      " UNION ALL SELECT ROUTINE_NAME, ROUTINE_DEFINITION, ROUTINE_TYPE, SQL_MODE"
                      " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = {0}{2}"
                      " UNION ALL SELECT EVENT_OBJECT_TABLE, ACTION_STATEMENT, 'TRIGGER', SQL_MODE"
                      " FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = {0}{3}",
                      connection_->quoted(schema), also("TABLE_NAME"), also("ROUTINE_NAME"),
                      also("EVENT_OBJECT_TABLE")));
  Codes codes;
  for (const auto& row : rows.rows) {
    Code code;
    if (row.at(2) == "VIEW") code.kind = Code::Kind::view;
    if (row.at(2) == "TRIGGER") code.kind = Code::Kind::trigger;
    if (row.at(2) == "PROCEDURE") code.kind = Code::Kind::procedure;
    code.schema = schema;
    code.name = row.at(0).value_or("");
    const std::string text = row.at(1).value_or("");
    const Dialect dialect = dialect_of(connection_->server(), row.at(3).value_or(""));
    if (code.kind == Code::Kind::view) {
      read(code, text, dialect);
    } else {
      for (const Dialect& each : dialects_of_printed(text, dialect))
        read(code, text, each);
    }
    std::string key = folded(code.name);
    codes.emplace(std::move(key), std::move(code));
  }
  return codes;
}

const TableEngines::Names& TableEngines::all_schemas() {
  if (all_schemas_) return *all_schemas_;
  Names found;
  for (const auto& row : ask("SELECT SCHEMA_NAME FROM information_schema.SCHEMATA").rows) {
    const std::string name = row.at(0).value_or("");
    found[folded(name)].insert(name);
  }
  return all_schemas_.emplace(std::move(found));
}

/// One as it is written, if there is such a one.
std::set<std::string> TableEngines::schemas_named(const std::string& name) {
  const std::set<std::string>& equals = named(all_schemas(), folded(name));
  if (name.empty()) return {};
  if (equals.empty() || equals.contains(name)) return {name};
  return equals;
}

std::set<std::string> TableEngines::schemas_of(const std::vector<std::string>& names,
                                               const std::string& own) {
  std::set<std::string> schemas = schemas_named(own);
  for (const std::string& each : names) {
    const std::set<std::string>& equals = named(all_schemas(), each);
    schemas.insert(equals.begin(), equals.end());
  }
  return schemas;
}

TableEngines::Reach TableEngines::reach(const std::vector<std::string>& names) {
  Reach reach;
  Seen seen;
  const std::vector<std::string> words = folded_all(names);
  for (const std::string& schema : schemas_of(words, connection_->state().database)) {
    const Names& without = tables(schema).without;
    for (const std::string& word : words) {
      for (const std::string& table : named(without, word))
        reach.tables.push_back(qualified(schema, table));
      reach.through_others =
          reach.through_others || reaches_through(schema, word, Use::written, seen);
    }
  }
  if (!reach.through_others) harmless_.merge(seen);
  reach.mixed = true;
  return reach;
}

TableEngines::Reach TableEngines::written(std::string_view statement) {
  const Dialect dialect = connection_->dialect();
  Reach reach = this->reach(written_names(statement, dialect));
  reach.through_others = reach.through_others || reaches_by_asking(statement);
  const std::optional<ObjectName> target = written_table(statement, dialect);
  if (!target) return reach;
  reach.tables.clear();
  const bool is_sure = add_target(*target, reach);
  reach.mixed = reach.through_others || !is_sure;
  return reach;
}

bool TableEngines::add_target(const ObjectName& target, Reach& reach) {
  const std::string key = folded(target.name);
  bool is_sure = true;
  for (const std::string& schema :
       schemas_named(target.schema.empty() ? connection_->state().database : target.schema)) {
    const Tables& known = tables(schema);
    const bool is_exact = named(known.all, key).contains(target.name);
    is_sure = is_sure && is_exact;
    for (const std::string& table : named(known.without, key)) {
      if (!is_exact || table == target.name) reach.tables.push_back(qualified(schema, table));
    }
    const auto [first, last] = others(schema).equal_range(key);
    reach.has_trigger = reach.has_trigger || std::any_of(first, last, [](const auto& each) {
                          return each.second.kind == Code::Kind::trigger;
                        });
  }
  return is_sure;
}

template <typename Test>
bool TableEngines::any_named(std::vector<std::string> names, const std::string& own, Test test) {
  const std::set<std::string> schemas = schemas_of(names, own);
  return std::ranges::any_of(schemas, [&](const std::string& schema) {
    return std::ranges::any_of(names, [&](const std::string& name) { return test(schema, name); });
  });
}

template <typename Test>
bool TableEngines::any_named(std::string_view statement, Test test) {
  return any_named(folded_all(names(statement, connection_->dialect())),
                   connection_->state().database, test);
}

bool TableEngines::reaches_by_asking(std::string_view statement) {
  Seen seen;
  const bool reaches =
      any_named(statement, [&](const std::string& schema, const std::string& name) {
        return reaches_through(schema, name, Use::read, seen);
      });
  if (!reaches) harmless_.merge(seen);
  return reaches;
}

/// Whether what is named so, or anything that it names in turn, is such a table that is written. A
/// view that is read writes by its functions only, and no trigger is run by reading.
bool TableEngines::reaches_through(const std::string& schema, const std::string& name, Use use,
                                   Seen& seen) {
  const auto [first, last] = others(schema).equal_range(name);
  if (first == last) return false;
  const std::string step = schema + '\n' + name + (use == Use::read ? "\nr" : "\nw");
  if (harmless_.contains(step) || !seen.insert(step).second) return false;
  return std::any_of(first, last, [&](const auto& each) {
    const Code& code = each.second;
    if (code.kind == Code::Kind::function) return reaches_by(code, Use::written, seen);
    if (code.kind == Code::Kind::view || use == Use::written) return reaches_by(code, use, seen);
    return false;
  });
}

bool TableEngines::reaches_by(const Code& code, Use use, Seen& seen) {
  if (!code.names) return any();
  const auto unseen = [&](const ObjectName& each) { return is_unseen(each, code.schema); };
  if (use == Use::written && std::ranges::any_of(code.qualified, unseen)) return true;
  return any_named(*code.names, code.schema,
                   [&](const std::string& schema, const std::string& name) {
                     return (use == Use::written && !named(tables(schema).without, name).empty()) ||
                            reaches_through(schema, name, use, seen);
                   });
}

/// Code may have rights that the user has not: what cannot be looked at may be such a table, or
/// write one.
bool TableEngines::is_unseen(const ObjectName& qualified, const std::string& own) {
  const std::string schema = folded(qualified.schema);
  const std::string name = folded(qualified.name);
  constexpr std::string_view kKnown[] = {"new", "old", "information_schema", "performance_schema",
                                         "sys"};
  if (std::ranges::find(kKnown, schema) != std::end(kKnown)) return false;
  // A routine of a package, which is read with that.
  if (qualified.kind != ObjectName::Kind::table && others(own).contains(schema)) return false;
  if (sees_all_of(qualified)) return false;
  const std::set<std::string>& visible = named(all_schemas(), schema);
  return std::ranges::none_of(visible, [&](const std::string& each) {
    return !named(tables(each).all, name).empty() || others(each).contains(name);
  });
}

/// Whether the user has the right by which the server shows all that a schema has of such a kind,
/// so that what is not seen there is not there. Of several grants the server goes by the one that
/// names the schema best, so all of them have to give it.
bool TableEngines::sees_all_of(const ObjectName& qualified) {
  constexpr std::string_view kUser =
      "CONCAT(QUOTE(LEFT(CURRENT_USER(), CHAR_LENGTH(CURRENT_USER()) - 1 -"
      " CHAR_LENGTH(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)))), '@',"
      " QUOTE(SUBSTRING_INDEX(CURRENT_USER(), '@', -1)))";
  const bool is_table = qualified.kind == ObjectName::Kind::table;
  const auto [at, is_new] = readable_.try_emplace({qualified.schema, is_table}, false);
  if (is_new) {
    at->second =
        !ask(fmt::format(
                 "SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = '{2}'"
                 " AND GRANTEE = {0} UNION ALL SELECT 1 FROM information_schema.SCHEMA_PRIVILEGES"
                 " WHERE GRANTEE = {0} AND {1} LIKE CAST(TABLE_SCHEMA AS BINARY) GROUP BY GRANTEE"
                 " HAVING SUM(PRIVILEGE_TYPE = '{2}') = COUNT(DISTINCT CAST(TABLE_SCHEMA AS"
                 " BINARY)) LIMIT 1",
                 kUser, connection_->quoted(qualified.schema), is_table ? "SELECT" : "EXECUTE"))
             .rows.empty();
  }
  return at->second;
}

bool TableEngines::may_call(std::string_view statement) {
  const CodeReader code(statement, connection_->dialect());
  if (code.at_any({"set", "use"}) && statement.find('(') == std::string_view::npos) return false;
  Seen seen;
  return any_named(statement, [&](const std::string& schema, const std::string& name) {
    return calls(schema, name, seen);
  });
}

bool TableEngines::runs_code(std::string_view statement) {
  return any_named(statement, [&](const std::string& schema, const std::string& name) {
    const auto [first, last] = others(schema).equal_range(name);
    return std::any_of(first, last,
                       [](const auto& each) { return each.second.kind != Code::Kind::procedure; });
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
    return !code.names || any_named(*code.names, code.schema,
                                    [&](const std::string& inner, const std::string& word) {
                                      return calls(inner, word, seen);
                                    });
  });
}

/// Whether the server has such a table, besides those of its own.
/// Looks at every schema, which takes its time where there are many: as seldom as can be, and only
/// for what may reach out of its own.
bool TableEngines::any() {
  const std::string& own = connection_->state().database;
  for (const std::string& each : schemas_named(own)) {
    const Names& without = tables(each).without;
    if (std::ranges::any_of(without, [](const auto& names) { return !names.second.empty(); }))
      return true;
  }
  if (!elsewhere_ || elsewhere_->database != own) {
    // As bytes: these columns ignore case where the server's names do not.
    const Rows found = ask(fmt::format(
        "SELECT 1 FROM information_schema.TABLES WHERE CAST(TABLE_SCHEMA AS BINARY) NOT"
        " IN ('mysql', 'sys', 'information_schema', 'performance_schema'{}) AND {}"
        " LIMIT 1",
        own.empty() ? std::string() : ", " + connection_->quoted(own), kWithoutTransactions));
    elsewhere_ = {own, !found.rows.empty()};
  }
  return elsewhere_->any;
}

}  // namespace dbmig

#include "sql/schema_change.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/ddl.h"
#include "sql/objects.h"

namespace dbmig {
namespace {

using Action = SchemaChange::Action;
using Condition = SchemaChange::Condition;
using Changes = std::vector<SchemaChange>;

constexpr std::string_view kIndex = "index";
constexpr std::string_view kForeignKey = "foreign key";
constexpr std::string_view kCheck = "check";
constexpr std::string_view kConstraint = "constraint";  // Any of the three, by its name.

/// Reads what follows ALTER TABLE t; `fits` is false once it met what is no such change.
class AlterReader {
 public:
  AlterReader(CodeReader code, const Dialect& dialect, std::string table)
      : code_(std::move(code)), dialect_(dialect), table_(std::move(table)) {}

  std::optional<Changes> read() {
    do {
      clause();
    } while (fits_ && code_.take(','));
    if (!fits_ || !code_.at_end() || changes_.empty()) return std::nullopt;
    return std::move(changes_);
  }

 private:
  void clause() {
    if (code_.take("add")) return add();
    if (code_.take("drop")) return drop();
    if (code_.take("rename")) return rename();
    // How it is done, not what.
    if (!code_.at_any({"algorithm", "lock"})) return reject();
    skip_definition();
  }

  void add() {
    if (code_.take("constraint")) {
      std::string name = code_.at_any({"primary", "unique", "foreign", "check"}) ? "" : take_name();
      return constraint(std::move(name));
    }
    if (code_.at_any({"primary", "unique", "foreign", "check"})) return constraint("");
    if (code_.at_any({"fulltext", "spatial", "vector"})) {
      code_.advance();
      if (!code_.take("index")) code_.take("key");
      return named(Action::create, kIndex);
    }
    if (code_.take("index") || code_.take("key")) return named(Action::create, kIndex);
    if (code_.at_any({"partition", "period", "system"})) return reject();
    code_.take("column");
    if (code_.take('(')) return columns();
    named(Action::create, "column");
  }

  void columns() {
    do {
      note(Action::create, "column", take_name());
      while (!code_.at_end() && !code_.token().is(',') && !code_.token().is(')'))
        skip_one();
    } while (fits_ && code_.take(','));
    if (!code_.take(')')) reject();
  }

  void constraint(std::string name) {
    if (code_.take("primary")) {
      code_.take("key");
      note(Action::create, "primary key", "primary");
      return skip_definition();
    }
    std::string_view kind = kCheck;
    if (code_.take("unique")) {
      if (!code_.take("index")) code_.take("key");
      kind = kIndex;
      if (!code_.token().is('(') && !code_.at("using")) name = take_name();
    } else if (code_.take("foreign")) {
      kind = kForeignKey;
    } else if (!code_.take("check")) {
      return reject();
    }
    // Of one without a name the server makes it up.
    note(Action::create, kind, std::move(name));
    skip_definition();
  }

  void drop() {
    if (code_.take("primary")) {
      code_.take("key");
      return note(Action::drop, "primary key", "primary");
    }
    if (code_.take("foreign")) {
      code_.take("key");
      return named(Action::drop, kForeignKey);
    }
    if (code_.take("index") || code_.take("key")) return named(Action::drop, kIndex);
    if (code_.take("constraint")) return named(Action::drop, kConstraint);
    if (code_.take("check")) return named(Action::drop, kCheck);
    if (code_.at_any({"partition", "period", "system"})) return reject();
    code_.take("column");
    named(Action::drop, "column");
  }

  void rename() {
    for (const auto& [word, kind] :
         {std::pair{"column", std::string_view("column")}, {"index", kIndex}, {"key", kIndex}}) {
      if (!code_.take(word)) continue;
      std::string from = take_name();
      if (!code_.take("to")) return reject();
      note(Action::rename, kind, std::move(from), take_name());
      return;
    }
    if (!code_.take("to")) code_.take("as");
    code_.take('=');
    std::string to = take_name();
    const std::size_t dot = table_.find('.');
    std::string schema = table_.substr(0, dot);
    if (code_.take('.')) {
      schema = std::move(to);
      to = take_name();
    }
    if (to.empty() || schema != table_.substr(0, dot)) return reject();
    changes_.push_back({Action::rename, "table", schema, table_.substr(dot + 1), std::move(to), "",
                        Condition::none});
  }

  void named(Action action, std::string_view kind) {
    Condition condition = Condition::none;
    if (code_.take("if")) {
      condition = code_.take("not") ? Condition::if_not_exists : Condition::if_exists;
      code_.take("exists");
    }
    note(action, kind, take_name());
    if (fits_) changes_.back().condition = condition;
    skip_definition();
  }

  void note(Action action, std::string_view kind, std::string name, std::string to = "") {
    if (name.empty() || (action == Action::rename && to.empty())) return reject();
    // Names within a table are not case-sensitive.
    changes_.push_back(
        {action, std::string(kind), table_, lower(name), lower(to), table_, Condition::none});
  }

  std::string take_name() {
    const Token token = code_.token();
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_name) return {};
    code_.advance();
    return unquoted(token, dialect_);
  }

  void skip_definition() {
    while (!code_.at_end() && !code_.token().is(','))
      skip_one();
  }

  void skip_one() {
    if (code_.token().is('(')) return code_.skip_parentheses();
    code_.advance();
  }

  void reject() { fits_ = false; }

  CodeReader code_;
  Dialect dialect_;
  std::string table_;
  Changes changes_;
  bool fits_ = true;
};

std::string qualified(const ObjectName& object, const std::string& database) {
  return (object.schema.empty() ? database : object.schema) + "." + object.name;
}

SchemaChange change_of(Action action, const ObjectName& object, const std::string& database) {
  const bool is_global =
      object.kind == ObjectName::Kind::database || object.kind == ObjectName::Kind::server;
  return {action,
          std::string(name(object.kind)),
          is_global               ? ""
          : object.schema.empty() ? database
                                  : object.schema,
          object.name,
          "",
          "",
          Condition::none};
}

Condition condition_in(CodeReader code, std::string_view kind) {
  // Before the name: `CREATE TABLE IF NOT EXISTS t`.
  const std::string_view other = kind == "database" ? "schema" : kind;
  while (!code.at_end() && !code.take(kind) && !code.take(other))
    code.advance();
  if (!code.take("if")) return Condition::none;
  return code.take("not") ? Condition::if_not_exists : Condition::if_exists;
}

/// CREATE and DROP of one index: `index`, then its table.
Changes index_change(Action action, const std::vector<ObjectName>& found,
                     const std::string& database, Condition condition) {
  const std::string table = qualified(found.back(), database);
  return {{action, std::string(kIndex), table, lower(found.front().name), "", table, condition}};
}

std::optional<Changes> created(const std::vector<ObjectName>& found, const std::string& database,
                               const CodeReader& code) {
  const ObjectName& object = found.front();
  const Condition condition = condition_in(code, name(object.kind));
  if (object.kind == ObjectName::Kind::index) {
    if (found.size() != 2) return std::nullopt;
    return index_change(Action::create, found, database, condition);
  }
  SchemaChange change = change_of(Action::create, object, database);
  change.condition = condition;
  if (object.kind == ObjectName::Kind::trigger) {
    if (found.size() != 2) return std::nullopt;
    change.table = qualified(found.back(), database);
  }
  return Changes{std::move(change)};
}

std::optional<Changes> dropped(const std::vector<ObjectName>& found, const std::string& database,
                               const CodeReader& code) {
  const Condition condition = condition_in(code, name(found.front().kind));
  if (found.front().kind == ObjectName::Kind::index) {
    if (found.size() != 2) return std::nullopt;
    return index_change(Action::drop, found, database, condition);
  }
  Changes changes;
  for (const ObjectName& object : found) {
    changes.push_back(change_of(Action::drop, object, database));
    changes.back().condition = condition;
  }
  return changes;
}

/// `name` or `schema.name`, the schema first; nothing when neither stands here.
std::optional<std::pair<std::string, std::string>> take_qualified(CodeReader& code,
                                                                  const Dialect& dialect,
                                                                  const std::string& database) {
  const auto take_part = [&] {
    const Token token = code.token();
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_name) return std::string();
    code.advance();
    return unquoted(token, dialect);
  };
  std::string name = take_part();
  if (name.empty()) return std::nullopt;
  if (!code.take('.')) return std::pair(database, std::move(name));
  std::string second = take_part();
  if (second.empty()) return std::nullopt;
  return std::pair(std::move(name), std::move(second));
}

std::optional<Changes> renamed(CodeReader code, const Dialect& dialect,
                               const std::string& database) {
  code.take("rename");
  if (!code.take("table") && !code.take("tables")) return std::nullopt;
  Changes changes;
  do {
    const auto from = take_qualified(code, dialect, database);
    if (!from || !code.take("to")) return std::nullopt;
    const auto to = take_qualified(code, dialect, database);
    if (!to || to->first != from->first) return std::nullopt;
    changes.push_back(
        {Action::rename, "table", from->first, from->second, to->second, "", Condition::none});
  } while (code.take(','));
  if (!code.at_end()) return std::nullopt;
  return changes;
}

std::optional<Changes> account_changes(std::string_view statement, const Dialect& dialect,
                                       CodeReader code) {
  const bool creates = code.take("create");
  if ((!creates && !code.take("drop")) || !code.at_any({"user", "role"})) return std::nullopt;
  const Condition condition = condition_in(code, code.at("user") ? "user" : "role");
  Changes changes;
  for (const std::string& account : accounts(statement, dialect)) {
    // A password or a limit also stands behind words that open an account's name.
    if (creates && !changes.empty()) return std::nullopt;
    changes.push_back(
        {creates ? Action::create : Action::drop, "account", "", account, "", "", condition});
  }
  if (changes.empty()) return std::nullopt;
  return changes;
}

bool same_kind(const std::string& one, const std::string& other) {
  constexpr std::array<std::string_view, 3> kConstraints = {kIndex, kForeignKey, kCheck};
  const auto stands_for = [&](const std::string& word, const std::string& kind) {
    return word == kConstraint &&
           std::find(kConstraints.begin(), kConstraints.end(), kind) != kConstraints.end();
  };
  return one == other || stands_for(one, other) || stands_for(other, one);
}

}  // namespace

std::optional<Changes> schema_changes(std::string_view statement, const Dialect& dialect,
                                      const std::string& database) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  const DdlVerb verb = ddl_verb(statement, dialect);
  if (verb == DdlVerb::account) return account_changes(statement, dialect, code);
  if (verb == DdlVerb::rename) return renamed(code, dialect, database);
  const std::vector<ObjectName> found = objects(statement, dialect);
  // A package and its body have one name.
  if (found.empty() || found.front().kind == ObjectName::Kind::package) return std::nullopt;
  if (verb == DdlVerb::create) return created(found, database, code);
  if (verb == DdlVerb::drop) return dropped(found, database, code);
  if (verb != DdlVerb::alter) return std::nullopt;
  code.take("alter");
  code.take("online");
  code.take("ignore");
  if (!code.take("table")) return std::nullopt;
  if (code.take("if")) return std::nullopt;
  code.advance();
  if (code.take('.')) code.advance();
  if (code.at_any({"wait", "nowait"})) return std::nullopt;
  return AlterReader(code, dialect, qualified(found.front(), database)).read();
}

bool are_opposite(const SchemaChange& one, const SchemaChange& other) {
  if (one.scope != other.scope || !same_kind(one.kind, other.kind)) return false;
  if (one.action == Action::rename || other.action == Action::rename) {
    return one.action == other.action && one.name == other.to && one.to == other.name;
  }
  return one.action != other.action && one.name == other.name;
}

std::optional<std::string> table_of_rows(std::string_view statement, const Dialect& dialect,
                                         const std::string& database) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  const bool is_delete = code.at("delete");
  if (code.take("truncate")) {
    code.take("table");
  } else if (code.at_any({"insert", "replace", "delete"})) {
    code.advance();
    while (code.at_any({"low_priority", "delayed", "high_priority", "quick", "ignore"}))
      code.advance();
    if (!code.take(is_delete ? "from" : "into") && is_delete) return std::nullopt;
  } else {
    return std::nullopt;
  }
  const auto table = take_qualified(code, dialect, database);
  if (!table) return std::nullopt;
  if (is_delete && !code.at_end() && !code.at_any({"where", "order", "limit"})) return std::nullopt;
  return table->first + "." + table->second;
}

}  // namespace dbmig

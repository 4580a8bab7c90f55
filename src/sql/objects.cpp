#include "sql/objects.h"

#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "sql/code_reader.h"

namespace dbmig {

namespace {

using Kind = ObjectName::Kind;

/// Reads one DDL statement and gathers the names in it.
class ObjectReader {
 public:
  ObjectReader(std::string_view statement, const Dialect& dialect)
      : dialect_(dialect), code_(statement, dialect) {}

  std::vector<ObjectName> read() {
    code_.skip_statement_settings();
    if (code_.take("create")) {
      create();
    } else if (code_.take("alter")) {
      alter();
    } else if (code_.take("drop")) {
      drop();
    } else if (code_.take("rename")) {
      if (code_.take("table") || code_.take("tables")) rename_tables();
    } else if (code_.take("truncate")) {
      code_.take("table");
      add(Kind::table);
    }
    return std::move(found_);
  }

 private:
  void create() {
    code_.take_all({"or", "replace"});
    skip_definition_options();
    if (code_.at("temporary")) return;
    if (skip_index_kind()) {
      index();
      return;
    }
    const std::optional<Kind> kind = take_kind();
    if (!kind) return;
    add(*kind);
    if (*kind == Kind::trigger) table_after_on();
  }

  void alter() {
    code_.take("online");
    code_.take("ignore");
    skip_definition_options();
    const std::optional<Kind> kind = take_kind();
    if (!kind) return;
    // Without a name it is the session's database.
    if (*kind == Kind::database && code_.at_any({"character", "charset", "collate", "comment",
                                                 "default", "encryption", "read"})) {
      return;
    }
    add(*kind);
    skip_wait();
    if (*kind == Kind::table || *kind == Kind::view || *kind == Kind::event) alterations(*kind);
  }

  void drop() {
    if (code_.at("temporary")) return;
    code_.take("online");
    if (code_.take("index")) {
      index();
      return;
    }
    const std::optional<Kind> kind = take_kind();
    if (!kind) return;
    do {
      add(*kind);
    } while (code_.take(','));
  }

  void rename_tables() {
    skip_if_exists();
    do {
      add(Kind::table);
      skip_wait();
      if (code_.take("to")) add(Kind::table);
    } while (code_.take(','));
  }

  /// The clauses of an ALTER that name another object: RENAME, EXCHANGE PARTITION,
  /// CONVERT PARTITION and CONVERT TABLE.
  void alterations(Kind kind) {
    for (bool starts = true; !code_.at_end(); starts = false) {
      while (code_.token().is('('))
        code_.skip_parentheses();
      starts = code_.take(',') || starts;
      if (code_.take("rename")) {
        renaming(kind);
      } else if (starts && code_.take("exchange")) {
        skip_to("table");
        add(Kind::table);
      } else if (starts && code_.take("convert")) {
        const bool partition = code_.take("partition");
        if (partition) skip_to("table");
        if (partition || code_.take("table")) add(Kind::table);
      } else if ((kind == Kind::event && code_.at("do")) ||
                 (kind == Kind::view && code_.at("as"))) {
        return;  // The rest is a body.
      } else if (!code_.token().is('(')) {
        code_.advance();
      }
    }
  }

  /// After RENAME; of a column, an index or a key it is not the table's name.
  void renaming(Kind kind) {
    if (code_.at_any({"column", "index", "key", "constraint"})) return;
    if (!code_.take("to")) code_.take("as");
    code_.take('=');
    add(kind);
  }

  void index() {
    skip_if_exists();
    add(Kind::index);
    table_after_on();
  }

  void table_after_on() {
    skip_to("on");
    add(Kind::table);
  }

  /// ALGORITHM, DEFINER, SQL SECURITY and AGGREGATE, which stand before the kind.
  void skip_definition_options() {
    for (;;) {
      if (code_.take("definer")) {
        code_.take('=');
        code_.advance();
        if (code_.token().is('(')) code_.skip_parentheses();
        if (code_.take('@') || code_.token().kind == TokenKind::variable) code_.advance();
      } else if (code_.take("algorithm")) {
        code_.take('=');
        code_.advance();
      } else if (code_.take("sql")) {
        code_.take("security");
        code_.advance();
      } else if (!code_.take("aggregate")) {
        return;
      }
    }
  }

  bool skip_index_kind() {
    while (code_.at_any({"online", "offline", "unique", "fulltext", "spatial", "vector"}))
      code_.advance();
    return code_.take("index");
  }

  std::optional<Kind> take_kind() {
    constexpr std::pair<std::string_view, Kind> kKinds[] = {
        {"table", Kind::table},       {"tables", Kind::table},        {"view", Kind::view},
        {"trigger", Kind::trigger},   {"procedure", Kind::procedure}, {"function", Kind::function},
        {"package", Kind::package},   {"event", Kind::event},         {"sequence", Kind::sequence},
        {"database", Kind::database}, {"schema", Kind::database},     {"server", Kind::server},
    };
    for (const auto& [word, kind] : kKinds) {
      if (!code_.take(word)) continue;
      if (kind == Kind::package) code_.take("body");
      skip_if_exists();
      return kind;
    }
    return std::nullopt;
  }

  void skip_if_exists() {
    if (!code_.take("if")) return;
    code_.take("not");
    code_.take("exists");
  }

  /// MariaDB's `WAIT 5` and `NOWAIT` between a table and what is done to it.
  void skip_wait() {
    if (code_.take("wait")) code_.advance();
    code_.take("nowait");
  }

  void skip_to(std::string_view word) {
    while (!code_.at_end() && !code_.take(word))
      code_.advance();
  }

  void add(Kind kind) {
    ObjectName name = take_name(kind);
    if (name.name.empty()) return;
    if (seen_.emplace(name.kind, name.schema, name.name).second) found_.push_back(std::move(name));
  }

  /// A name with or without its schema; empty when none stands here.
  ObjectName take_name(Kind kind) {
    ObjectName name;
    name.kind = kind;
    name.name = take_part();
    if (!name.name.empty() && code_.take('.')) {
      name.schema = std::move(name.name);
      name.name = take_part();
    }
    return name;
  }

  std::string take_part() {
    const Token token = code_.token();
    if (token.kind != TokenKind::word && token.kind != TokenKind::quoted_name) return {};
    code_.advance();
    return unquoted(token, dialect_);
  }

  Dialect dialect_;
  CodeReader code_;
  std::vector<ObjectName> found_;
  std::set<std::tuple<Kind, std::string, std::string>> seen_;
};

}  // namespace

std::vector<ObjectName> objects(std::string_view statement, const Dialect& dialect) {
  return ObjectReader(statement, dialect).read();
}

std::string_view name(ObjectName::Kind kind) {
  switch (kind) {
    case Kind::table:
      return "table";
    case Kind::view:
      return "view";
    case Kind::index:
      return "index";
    case Kind::trigger:
      return "trigger";
    case Kind::procedure:
      return "procedure";
    case Kind::function:
      return "function";
    case Kind::package:
      return "package";
    case Kind::event:
      return "event";
    case Kind::sequence:
      return "sequence";
    case Kind::database:
      return "database";
    case Kind::server:
      return "server";
  }
  return "table";
}

}  // namespace dbmig

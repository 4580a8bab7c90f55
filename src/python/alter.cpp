// ALTER TABLE for columns and constraints that are there.
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "python/constraints.h"
#include "python/ddl.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

/// An alter_column, by the rules of Alembic: what is given of a column replaces all of it.
class Alteration {
 public:
  Alteration(const Object& call, const Dialect& dialect) : call_(call), dialect_(dialect) {
    for (const auto& [name, value] : call.named) {
      if (name.starts_with("mysql_") || name.starts_with("mariadb_")) {
        throw Error(ErrorCode::data, fmt::format("unsupported: the argument `{}`", name));
      }
    }
  }

  std::vector<std::string> sql() const {
    const std::string table =
        fmt::format("ALTER TABLE {}", identifier(call_.at("table_name"), dialect_));
    const std::string column = identifier(call_.at("column_name"), dialect_);
    const Value* const renamed = call_.find("new_column_name");
    if (renamed != nullptr || is_datetime()) {
      const std::string name = renamed == nullptr ? column : identifier(*renamed, dialect_);
      return {fmt::format("{} CHANGE {} {} {}", table, column, name, specification())};
    }
    if (call_.find("nullable") != nullptr || call_.find("type_") != nullptr ||
        call_.find("autoincrement") != nullptr || given("comment")) {
      return {fmt::format("{} MODIFY {} {}", table, column, specification())};
    }
    if (!given("server_default")) return {};
    const Value* const value = call_.find("server_default");
    if (value == nullptr) return {fmt::format("{} ALTER COLUMN {} DROP DEFAULT", table, column)};
    return {fmt::format("{} ALTER COLUMN {} SET DEFAULT {}", table, column,
                        default_sql(*value, dialect_))};
  }

 private:
  /// Whether a value was given, None included; False is Alembic's word for not.
  bool given(std::string_view name) const {
    const Value* const value = call_.find(name);
    const bool no = value != nullptr && value->is(Value::Kind::boolean) && value->number == 0;
    return call_.has(name) && !no;
  }
  const Value* first(std::string_view name, std::string_view other) const {
    const Value* const value = call_.find(name);
    return value != nullptr ? value : call_.find(other);
  }

  /// Alembic writes such a column anew whatever changes, since only so can it take
  /// a function for its default; not when the default is taken away.
  bool is_datetime() const {
    const Value* const type = first("type_", "existing_type");
    // Of a class that was not called, Alembic does not see what it is.
    if (type != nullptr && !type->is(Value::Kind::construct)) return false;
    const bool no_default = call_.has("server_default") && call_.find("server_default") == nullptr;
    return type != nullptr && affinity_of(*type) == Affinity::datetime && !no_default;
  }

  std::string specification() const {
    const Value* const type = first("type_", "existing_type");
    if (type == nullptr) {
      throw Error(ErrorCode::data, "to change a column, its type has to be given")
          .with_hint("add `existing_type=` with the type that it has");
    }
    const Value* const nullable = first("nullable", "existing_nullable");
    std::string text = fmt::format("{} {}", type_sql(*type, dialect_),
                                   nullable == nullptr || truth(*nullable) ? "NULL" : "NOT NULL");
    const Value* const counting = first("autoincrement", "existing_autoincrement");
    if (counting != nullptr && truth(*counting)) text += " AUTO_INCREMENT";
    const Value* const value = kept("server_default", "existing_server_default");
    if (value != nullptr) text += " DEFAULT " + default_sql(*value, dialect_);
    const Value* const comment = kept("comment", "existing_comment");
    if (comment != nullptr && truth(*comment))
      text += " COMMENT " + quoted_text(plain_name(*comment), dialect_);
    return text;
  }

  /// The new value when one was given, else the one that is there; null for none.
  const Value* kept(std::string_view name, std::string_view existing) const {
    const std::string_view which = given(name) ? name : existing;
    return given(which) ? call_.find(which) : nullptr;
  }

  const Object& call_;
  const Dialect& dialect_;
};

std::string add(const Object& call, const std::string& constraint, std::string_view table,
                const Dialect& dialect) {
  return fmt::format("ALTER TABLE {} ADD {}{}", identifier(call.at(table), dialect),
                     constraint_prefix(call.find("constraint_name"), dialect), constraint);
}

void refuse_options(const Object& call) {
  for (const auto& [name, value] : call.named) {
    if (name.starts_with("mysql_") || name.starts_with("mariadb_")) {
      throw Error(ErrorCode::data, fmt::format("unsupported: the argument `{}`", name));
    }
  }
}

}  // namespace

std::vector<std::string> alter_column(const Object& call, const Dialect& dialect) {
  return Alteration(call, dialect).sql();
}

std::vector<std::string> add_constraint(const Object& call, std::string_view operation,
                                        const Dialect& dialect) {
  refuse_options(call);
  if (operation == "create_check_constraint") {
    return {add(call, fmt::format("CHECK ({})", condition_sql(call.at("condition"))), "table_name",
                dialect)};
  }
  if (operation == "create_foreign_key") {
    if (names_in(call.at("local_cols")).size() != names_in(call.at("remote_cols")).size()) {
      throw Error(ErrorCode::data, "a foreign key needs as many columns on both sides");
    }
    const std::string key =
        foreign_key(names_in(call.at("local_cols")), identifier(call.at("referent_table"), dialect),
                    identifiers(names_in(call.at("remote_cols")), dialect), call, dialect);
    return {add(call, key, "source_table", dialect)};
  }
  const std::string columns = identifiers(names_in(call.at("columns")), dialect);
  const std::string_view word = operation == "create_primary_key" ? "PRIMARY KEY" : "UNIQUE";
  return {add(call, fmt::format("{} ({})", word, columns), "table_name", dialect)};
}

std::vector<std::string> drop_constraint(const Object& call, const Dialect& dialect) {
  const Value* const kind = call.find("type_");
  if (kind == nullptr || !kind->is(Value::Kind::text)) {
    throw Error(ErrorCode::data, "to drop a constraint, its kind has to be given")
        .with_hint("add `type_=` with 'foreignkey', 'unique', 'primary' or 'check'");
  }
  const std::string table =
      fmt::format("ALTER TABLE {} DROP", identifier(call.at("table_name"), dialect));
  const std::string& word = kind->object->text;
  if (word == "primary") return {table + " PRIMARY KEY"};
  const Value* const name = call.find("constraint_name");
  if (name == nullptr)
    throw Error(ErrorCode::data, "to drop a constraint, its name has to be given");
  const std::string shown = identifier(*name, dialect);
  if (word == "foreignkey") return {fmt::format("{} FOREIGN KEY {}", table, shown)};
  if (word == "unique") return {fmt::format("{} INDEX {}", table, shown)};
  if (word != "check") throw Error(ErrorCode::data, "unsupported: this kind of constraint");
  const bool mysql = dialect.flavour == Flavour::mysql;
  return {fmt::format("{} {} {}", table, mysql ? "CHECK" : "CONSTRAINT", shown)};
}

}  // namespace dbmig::python

#include "python/constraints.h"

#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

std::string action(const Object& options, std::string_view name) {
  const Value* const value = options.find(name);
  if (value == nullptr) return {};
  static constexpr std::array<std::string_view, 5> kActions = {"CASCADE", "SET NULL", "RESTRICT",
                                                               "NO ACTION", "SET DEFAULT"};
  for (const std::string_view one : kActions) {
    if (value->is(Value::Kind::text) && equals_ignoring_case(value->object->text, one)) {
      return fmt::format(" {} {}", name == "ondelete" ? "ON DELETE" : "ON UPDATE",
                         value->object->text);
    }
  }
  throw Error(ErrorCode::data, fmt::format("unsupported: this value of `{}`", name));
}

}  // namespace

std::string constraint_prefix(const Value* name, const Dialect& dialect) {
  return name == nullptr ? std::string()
                         : fmt::format("CONSTRAINT {} ", identifier(*name, dialect));
}

std::string foreign_key(const std::vector<Value>& columns, const std::string& referent,
                        const std::string& referred, const Object& options,
                        const Dialect& dialect) {
  return fmt::format("FOREIGN KEY({}) REFERENCES {} ({}){}{}", identifiers(columns, dialect),
                     referent, referred, action(options, "ondelete"), action(options, "onupdate"));
}

std::pair<std::string, std::string> referred_column(const Value& target, const Dialect& dialect) {
  if (!target.is(Value::Kind::text)) {
    throw Error(ErrorCode::data, "unsupported: a foreign key to anything but 'table.column'");
  }
  const std::vector<std::string_view> parts = split(target.object->text, '.');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) {
    throw Error(ErrorCode::data, "unsupported: a foreign key to anything but 'table.column'");
  }
  return {identifier(parts[0], dialect), identifier(parts[1], dialect)};
}

const std::vector<Value>& names_in(const Value& value) {
  if (!value.is(Value::Kind::list) && !value.is(Value::Kind::tuple)) {
    throw Error(ErrorCode::data,
                fmt::format("a list of names is expected, not {}", type_name(value)));
  }
  if (value.object->items.empty()) throw Error(ErrorCode::data, "a list of names is empty");
  return value.object->items;
}

std::string condition_sql(const Value& condition) {
  if (condition.is(Value::Kind::text)) return text_sql(condition.object->text);
  if (condition.is_construct("sqlalchemy.text")) {
    return text_sql(condition.object->at("text").object->text);
  }
  throw Error(ErrorCode::data, "unsupported: a condition that is not a text");
}

std::string constraint_sql(const Object& constraint, const Dialect& dialect) {
  const std::string prefix = constraint_prefix(constraint.find("name"), dialect);
  for (const auto& [name, value] : constraint.named) {
    if (name.starts_with("mysql_") || name.starts_with("mariadb_")) {
      throw Error(ErrorCode::data, fmt::format("unsupported: the argument `{}`", name));
    }
  }
  if (constraint.text == "sqlalchemy.UniqueConstraint") {
    if (constraint.items.empty()) throw Error(ErrorCode::data, "a list of names is empty");
    return fmt::format("{}UNIQUE ({})", prefix, identifiers(constraint.items, dialect));
  }
  if (constraint.text == "sqlalchemy.CheckConstraint") {
    return fmt::format("{}CHECK ({})", prefix, condition_sql(constraint.at("sqltext")));
  }
  if (constraint.text != "sqlalchemy.ForeignKeyConstraint") return {};
  std::string referent;
  std::string referred;
  const std::vector<Value>& columns = names_in(constraint.at("columns"));
  const std::vector<Value>& targets = names_in(constraint.at("refcolumns"));
  if (columns.size() != targets.size()) {
    throw Error(ErrorCode::data, "a foreign key needs as many columns on both sides");
  }
  for (const Value& target : targets) {
    const auto [table, column] = referred_column(target, dialect);
    if (!referent.empty() && referent != table) {
      throw Error(ErrorCode::data, "a foreign key leads to one table only");
    }
    referent = table;
    referred += (referred.empty() ? "" : ", ") + column;
  }
  return prefix + foreign_key(columns, referent, referred, constraint, dialect);
}

}  // namespace dbmig::python

#include "python/dml.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/select.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

const Value& own(const Value& value, std::string_view name) { return value.object->at(name); }

const Value& column_name(const Value& column) {
  return own(column, column.is_construct("sqlalchemy.column") ? "text" : "name");
}

std::string table_name(const Value& table, const Dialect& dialect) {
  return identifier(own(table, "name"), dialect);
}

/// The type of a column of a table(); null when it has none.
const Value* type_of(const Value& ref) {
  if (!ref.is_construct("Ref")) return nullptr;
  for (const Value& column : own(ref, "table").object->items) {
    if (plain_name(column_name(column)) == plain_name(own(ref, "name"))) {
      return column.object->find("type_");
    }
  }
  return nullptr;
}

/// What joins several conditions, and each of them in parentheses where it needs them.
std::string joined(const Value& value, std::string_view word, const Dialect& dialect) {
  std::string text;
  for (const Value& part : value.object->items) {
    const bool loose =
        part.is_construct("sqlalchemy.or_") && word == " AND " && value.object->items.size() > 1;
    const std::string one = where_sql(part, dialect);
    text += (text.empty() ? "" : std::string(word)) + (loose ? "(" + one + ")" : one);
  }
  if (text.empty()) throw unsupported("a condition without parts");
  return text;
}

/// `(1, 2)`, for a parameter that expands.
std::string values_list(const Value& given, const Dialect& dialect) {
  const bool list = given.is(Value::Kind::list) || given.is(Value::Kind::tuple);
  if (!list || given.object->items.empty()) throw unsupported("an empty list as a parameter");
  std::string all;
  for (const Value& one : given.object->items)
    all += (all.empty() ? "" : ", ") + expression_sql(one, dialect);
  return "(" + all + ")";
}

std::string comparison(const Value& value, const Dialect& dialect) {
  const Value& left = value.object->items[0];
  const Value& right = value.object->items[1];
  const std::string& op = own(value, "op").object->text;
  const std::string shown = expression_sql(left, dialect);
  const Value* const type = type_of(left);
  const bool is_plain = !right.is(Value::Kind::construct) && !right.is(Value::Kind::none);
  if (type != nullptr && is_plain && short_name(*type) == "JSON") {
    throw unsupported("to compare a JSON column with a value");
  }
  if (right.is(Value::Kind::none)) {
    if (op == "==" || op == "is") return shown + " IS NULL";
    if (op == "!=" || op == "is not") return shown + " IS NOT NULL";
  }
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kOperators = {
      {{"==", "="}, {"!=", "!="}, {"<", "<"}, {"<=", "<="}, {">", ">"}, {">=", ">="}}};
  for (const auto& [python, sql] : kOperators) {
    if (python == op) return fmt::format("{} {} {}", shown, sql, expression_sql(right, dialect));
  }
  if (op == "like") return fmt::format("{} LIKE {}", shown, expression_sql(right, dialect));
  if (op == "notlike") {
    return fmt::format("{} NOT LIKE {}", shown, expression_sql(right, dialect));
  }
  if (op == "between") {
    return fmt::format("{} BETWEEN {} AND {}", shown,
                       expression_sql(right.object->items[0], dialect),
                       expression_sql(right.object->items[1], dialect));
  }
  if ((op == "in" || op == "not in") && right.is_construct("Select")) {
    const std::string inner = select_sql(right, dialect);
    return op == "in" ? fmt::format("{} IN ({})", shown, inner)
                      : fmt::format("({} NOT IN ({}))", shown, inner);
  }
  const bool list = right.is(Value::Kind::list) || right.is(Value::Kind::tuple);
  if ((op != "in" && op != "not in") || !list || right.object->items.empty()) {
    throw unsupported("this comparison in SQL");
  }
  std::string all;
  for (const Value& one : right.object->items)
    all += (all.empty() ? "" : ", ") + expression_sql(one, dialect);
  return op == "in" ? fmt::format("{} IN ({})", shown, all)
                    : fmt::format("({} NOT IN ({}))", shown, all);
}

std::string choice(const Value& value, const Dialect& dialect) {
  std::string text = "CASE";
  for (const Value& branch : value.object->items) {
    const bool pair = branch.is(Value::Kind::tuple) && branch.object->items.size() == 2;
    if (!pair) throw unsupported("a case() of anything but (condition, value)");
    text += fmt::format(" WHEN ({}) THEN {}", expression_sql(branch.object->items[0], dialect),
                        expression_sql(branch.object->items[1], dialect));
  }
  if (const Value* const otherwise = value.object->find("else_")) {
    text += " ELSE " + expression_sql(*otherwise, dialect);
  }
  return text + " END";
}

std::string bytes(std::string_view text) {
  std::string hex;
  for (const char c : text)
    hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return fmt::format("x'{}'", hex);
}

std::string parameter(const Value& value, const Dialect& dialect) {
  if (!value.object->has("value")) {
    throw unsupported(
        fmt::format("the parameter {}, which has no value yet", plain_name(own(value, "key"))));
  }
  const Value* const given = value.object->find("value");
  if (value.object->find("expanding") == nullptr) {
    return expression_sql(given == nullptr ? Value() : *given, dialect);
  }
  return values_list(*given, dialect);
}

/// A cast to an ENUM is left out, since SQL has none.
std::string cast(const Value& value, const Dialect& dialect) {
  const Value& type = own(value, "type_");
  const std::string inner = expression_sql(own(value, "expression"), dialect);
  const std::string sql = type_sql(type, dialect);
  if (sql.starts_with("ENUM(")) return inner;
  if (affinity_of(type) == Affinity::integer)
    return fmt::format("CAST({} AS SIGNED INTEGER)", inner);
  if (sql.starts_with("VARCHAR(")) return fmt::format("CAST({} AS CHAR{})", inner, sql.substr(7));
  throw unsupported("a cast to this type");
}

/// Column and value of what is set, in the order in which the table names its columns.
std::vector<std::pair<const Value*, const Value*>> assignments(
    const Value& table, const std::vector<std::pair<std::string, Value>>& given,
    std::string_view otherwise) {
  std::vector<std::pair<const Value*, const Value*>> all;
  for (const Value& column : table.object->items) {
    const std::string& name = plain_name(column_name(column));
    const auto found = std::find_if(given.begin(), given.end(),
                                    [&](const auto& one) { return one.first == name; });
    if (found != given.end()) all.emplace_back(&column, &found->second);
  }
  for (const Value& column : table.object->items) {
    const bool is_given = std::any_of(all.begin(), all.end(), [&](const auto& one) {
      return one.first->object == column.object;
    });
    if (is_given || column.object->find(otherwise) == nullptr) continue;
    throw unsupported(fmt::format("a column with `{}=` that gets no value here", otherwise));
  }
  if (all.size() != given.size()) {
    throw Error(ErrorCode::data, "a value is given for a column that the table does not have");
  }
  return all;
}

/// A value for a column: one that is true or false stands as such for a Boolean column.
std::string value_for(const Value& column, const Value& value, const Dialect& dialect) {
  const Value* const type = column.object->find("type_");
  const bool number = value.is(Value::Kind::boolean) || value.is(Value::Kind::integer);
  const Affinity affinity = type == nullptr ? Affinity::other : affinity_of(*type);
  const std::string_view name = type == nullptr ? "" : short_name(*type);
  const bool is_whole = value.is(Value::Kind::integer);
  if (name == "JSON" && !is_whole && !value.is(Value::Kind::construct)) {
    throw unsupported(fmt::format("{} as a value of a JSON column", type_name(value)));
  }
  if (name == "PickleType") throw unsupported("a value of a PickleType column");
  if (number && affinity == Affinity::boolean) return value.number != 0 ? "true" : "false";
  if (number && affinity == Affinity::integer) return std::to_string(value.number);
  return expression_sql(value, dialect);
}

/// Names and values of a dict, whose keys may be columns.
std::vector<std::pair<std::string, Value>> pairs(const Value& dict) {
  std::vector<std::pair<std::string, Value>> all;
  for (std::size_t i = 0; i < dict.object->items.size(); i += 2) {
    const Value& key = dict.object->items[i];
    const bool column = key.is_construct("Ref");
    all.emplace_back(plain_name(column ? own(key, "name") : key), dict.object->items[i + 1]);
  }
  return all;
}

std::vector<std::pair<std::string, Value>> given_values(const Value& statement) {
  std::vector<std::pair<std::string, Value>> all;
  const Value* const given = statement.object->find("values");
  return given == nullptr ? all : pairs(*given);
}

std::string where(const Value& statement, const Dialect& dialect) {
  if (statement.object->items.empty()) return {};
  return " WHERE " + joined(statement, " AND ", dialect);
}

std::string insert(const Value& table, const std::vector<std::pair<std::string, Value>>& given,
                   const Dialect& dialect) {
  std::string names;
  std::string values;
  for (const auto& [column, value] : assignments(table, given, "default")) {
    names += (names.empty() ? "" : ", ") + identifier(column_name(*column), dialect);
    values += (values.empty() ? "" : ", ") + value_for(*column, *value, dialect);
  }
  if (names.empty()) throw unsupported("an INSERT without values");
  return fmt::format("INSERT INTO {} ({}) VALUES ({})", table_name(table, dialect), names, values);
}

std::string update(const Value& statement, const Dialect& dialect) {
  const Value& table = own(statement, "table");
  const auto given = given_values(statement);  // what is set points into it
  std::string sets;
  for (const auto& [column, value] : assignments(table, given, "onupdate")) {
    sets +=
        fmt::format("{}{}={}", sets.empty() ? "" : ", ", identifier(column_name(*column), dialect),
                    value_for(*column, *value, dialect));
  }
  if (sets.empty()) throw unsupported("an UPDATE without values");
  return fmt::format("UPDATE {} SET {}{}", table_name(table, dialect), sets,
                     where(statement, dialect));
}

}  // namespace

bool is_boolean_column(const Value& value) {
  const Value* const type = type_of(value);
  return type != nullptr && affinity_of(*type) == Affinity::boolean;
}

std::string where_sql(const Value& value, const Dialect& dialect) {
  const std::string sql = expression_sql(value, dialect);
  return is_boolean_column(value) ? sql + " = 1" : sql;
}

bool is_sql(const Value& value) {
  if (!value.is(Value::Kind::construct)) return false;
  const std::string_view name = value.object->text;
  return name == "Ref" || name == "Comparison" || name == "sqlalchemy.text" ||
         name == "sqlalchemy.literal_column" || name == "sqlalchemy.column" ||
         name == "sqlalchemy.Column" || name == "sqlalchemy.case" || name == "sqlalchemy.cast" ||
         name == "sqlalchemy.and_" || name == "sqlalchemy.or_" || name == "sqlalchemy.not_" ||
         name == "Label" || name == "Ordered" || name == "sqlalchemy.bindparam" ||
         name.starts_with("sqlalchemy.func.");
}

std::string expression_sql(const Value& value, const Dialect& dialect) {
  switch (value.kind) {
    case Value::Kind::none:
      return "NULL";
    case Value::Kind::boolean:
      return value.number != 0 ? "true" : "false";
    case Value::Kind::integer:
      return std::to_string(value.number);
    case Value::Kind::real:
      return value.object->text;
    case Value::Kind::text:
      return quoted_text(value.object->text, dialect);
    default:
      break;
  }
  if (value.is_construct("Ref")) {
    return fmt::format("{}.{}", table_name(own(value, "table"), dialect),
                       identifier(own(value, "name"), dialect));
  }
  if (value.is_construct("Comparison")) return comparison(value, dialect);
  if (value.is_construct("sqlalchemy.column")) return identifier(own(value, "text"), dialect);
  if (value.is_construct("sqlalchemy.literal_column")) return plain_name(own(value, "text"));
  if (value.is_construct("sqlalchemy.case")) return choice(value, dialect);
  if (value.is_construct("sqlalchemy.cast")) return cast(value, dialect);
  if (value.is_construct("sqlalchemy.and_")) return joined(value, " AND ", dialect);
  if (value.is_construct("sqlalchemy.or_")) return joined(value, " OR ", dialect);
  if (value.is_construct("alembic.op.inline_literal")) {
    return expression_sql(own(value, "value"), dialect);
  }
  if (value.is_construct("sqlalchemy.not_")) return negated_sql(own(value, "clause"), dialect);
  if (value.is_construct("Label")) return expression_sql(own(value, "element"), dialect);
  if (value.is_construct("Ordered")) {
    return fmt::format("{} {}", expression_sql(own(value, "element"), dialect),
                       own(value, "word").object->text);
  }
  if (value.is_construct("sqlalchemy.bindparam")) return parameter(value, dialect);
  if (value.is_construct("datetime") || value.is_construct("date") ||
      value.is_construct("timedelta")) {
    return quoted_text(own(value, "text").object->text, dialect);
  }
  if (value.is_construct("bytes")) return bytes(own(value, "text").object->text);
  if (value.is_construct("sqlalchemy.text")) return text_sql(value, dialect);
  if (value.is(Value::Kind::construct) && value.object->text.starts_with("sqlalchemy.func.") &&
      !value.is_construct("sqlalchemy.func.now") &&
      !value.is_construct("sqlalchemy.func.current_timestamp")) {
    return function_sql(value, dialect);
  }
  if (value.is_construct("sqlalchemy.true") || value.is_construct("sqlalchemy.false") ||
      value.is_construct("sqlalchemy.null") || value.is_construct("sqlalchemy.func.now") ||
      value.is_construct("sqlalchemy.func.current_timestamp")) {
    return default_sql(value, dialect);
  }
  throw unsupported(fmt::format("{} as a value in SQL", type_name(value)));
}

SqlParameters sql_parameters(const Value& given, const Dialect& dialect) {
  SqlParameters all;
  const std::vector<Value>& items = given.object->items;
  for (std::size_t i = 0; i < items.size(); i += 2)
    all.emplace_back(plain_name(items[i]), expression_sql(items[i + 1], dialect));
  return all;
}

std::string text_sql(const Value& text, const Dialect& dialect, const SqlParameters& more) {
  SqlParameters all = more;
  if (const Value* const own_ones = text.object->find("parameters")) {
    const SqlParameters bound = sql_parameters(*own_ones, dialect);
    all.insert(all.end(), bound.begin(), bound.end());
  }
  return text_sql(plain_name(own(text, "text")), all);
}

std::string statement_sql(const Value& statement, const Dialect& dialect, const Value* row) {
  if (statement.is(Value::Kind::text)) return text_sql(statement.object->text);
  if (statement.is_construct("sqlalchemy.text")) {
    return text_sql(statement, dialect,
                    row == nullptr ? SqlParameters() : sql_parameters(*row, dialect));
  }
  if (statement.is_construct("Insert") && row != nullptr &&
      statement.object->find("values") == nullptr) {
    return insert(own(statement, "table"), pairs(*row), dialect);
  }
  if (row != nullptr) throw unsupported("parameters for this statement");
  if (statement.is_construct("Select")) return select_sql(statement, dialect);
  if (statement.is_construct("Update")) return update(statement, dialect);
  if (statement.is_construct("Insert")) {
    return insert(own(statement, "table"), given_values(statement), dialect);
  }
  if (statement.is_construct("Delete")) {
    return fmt::format("DELETE FROM {}{}", table_name(own(statement, "table"), dialect),
                       where(statement, dialect));
  }
  throw unsupported(fmt::format("{} as a statement", type_name(statement)));
}

void require_same_keys(const std::vector<Value>& rows) {
  const auto names = [](const Value& row) {
    std::set<std::string> all;
    for (const auto& [name, value] : pairs(row))
      all.insert(name);
    return all;
  };
  for (const Value& row : rows) {
    if (names(row) == names(rows.front())) continue;
    throw Error(ErrorCode::data, "unsupported: rows with different keys in one INSERT")
        .with_hint(
            "SQLAlchemy goes by the first row, and leaves out what only others have; give "
            "all rows the same keys");
  }
}

std::vector<std::string> bulk_insert(const Object& call, const Dialect& dialect) {
  const Value& table = call.at("table");
  const Value& rows = call.at("rows");
  if (!table.is_construct("sqlalchemy.table"))
    throw unsupported("bulk_insert() into anything but table()");
  if (!rows.is(Value::Kind::list) && !rows.is(Value::Kind::tuple)) {
    throw unsupported("bulk_insert() of anything but a list");
  }
  std::vector<std::string> all;
  for (const Value& row : rows.object->items) {
    if (!row.is(Value::Kind::dict)) throw unsupported("bulk_insert() of anything but dicts");
    all.push_back(insert(table, pairs(row), dialect));
  }
  require_same_keys(rows.object->items);
  return all;
}

std::optional<Value> table_column(Heap& heap, const Value& table, std::string_view name) {
  for (const Value& column : table.object->items) {
    if (plain_name(column_name(column)) != name) continue;
    const Value ref = heap.construct("Ref", 0);
    ref.object->named = {{"table", table}, {"name", column_name(column)}};
    return ref;
  }
  return std::nullopt;
}

}  // namespace dbmig::python

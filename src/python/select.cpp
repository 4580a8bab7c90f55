#include "python/select.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "python/dml.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

constexpr std::string_view kFunctions = "sqlalchemy.func.";

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

const Value& own(const Value& value, std::string_view name) { return value.object->at(name); }

std::string listed(const Value& list, const Dialect& dialect) {
  std::string text;
  for (const Value& one : list.object->items)
    text += (text.empty() ? "" : ", ") + expression_sql(one, dialect);
  return text;
}

/// Compiles one select().
class Select {
 public:
  Select(const Value& select, const Dialect& dialect) : select_(select), dialect_(dialect) {
    for (const Value& item : own(select, "columns").object->items)
      column(item);
    if (columns_.empty()) throw unsupported("a select() of nothing");
  }

  std::string sql() {
    std::string text = "SELECT ";
    if (select_.object->find("distinct") != nullptr) text += "DISTINCT ";
    std::string names;
    for (const std::string& one : columns_)
      names += (names.empty() ? "" : ", ") + one;
    text += names;
    for (const Value& one : select_.object->items)
      look_for_tables(one, 0);
    if (const std::string from = source(); !from.empty()) text += " FROM " + from;
    std::string conditions;
    for (const Value& one : select_.object->items) {
      const bool loose = one.is_construct("sqlalchemy.or_") && select_.object->items.size() > 1;
      const std::string sql = where_sql(one, dialect_);
      conditions += (conditions.empty() ? "" : " AND ") + (loose ? "(" + sql + ")" : sql);
    }
    if (!conditions.empty()) text += " WHERE " + conditions;
    if (const Value* const group = select_.object->find("group_by")) {
      text += " GROUP BY " + listed(*group, dialect_);
    }
    if (const Value* const order = select_.object->find("order_by")) {
      text += " ORDER BY " + listed(*order, dialect_);
    }
    if (const Value* const limit = select_.object->find("limit")) {
      if (!limit->is(Value::Kind::integer)) throw unsupported("a limit that is no number");
      text += fmt::format(" LIMIT {}", limit->number);
    }
    return text;
  }

 private:
  void column(const Value& item) {
    if (item.is_construct("sqlalchemy.table")) {
      for (const Value& one : item.object->items) {
        const Value* const name =
            one.object->find(one.is_construct("sqlalchemy.column") ? "text" : "name");
        columns_.push_back(fmt::format("{}.{}", identifier(own(item, "name"), dialect_),
                                       identifier(*name, dialect_)));
        called(plain_name(*name));
      }
      add_table(item);
      return;
    }
    look_for_tables(item, 0);
    std::string sql = expression_sql(item, dialect_);
    if (item.is_construct("Label")) {
      sql += " AS " + identifier(own(item, "name"), dialect_);
      called(plain_name(own(item, "name")));
    } else if (item.is_construct("Ref")) {
      called(plain_name(own(item, "name")));
    } else if (item.is(Value::Kind::construct) && item.object->text.starts_with(kFunctions)) {
      sql += fmt::format(" AS {}_{}", item.object->text.substr(kFunctions.size()), ++anonymous_);
    }
    columns_.push_back(std::move(sql));
  }

  void called(const std::string& name) {
    if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
      throw unsupported("a select() of two columns by the same name");
    }
    names_.push_back(name);
  }

  void add_table(const Value& table) {
    const bool there = std::any_of(tables_.begin(), tables_.end(),
                                   [&](const Value& one) { return one.object == table.object; });
    if (!there) tables_.push_back(table);
  }

  void look_for_tables(const Value& value, int depth) {
    if (depth > 50) throw Error(ErrorCode::data, "limit: lists are nested too deep");
    if (value.is_construct("Ref")) return add_table(own(value, "table"));
    const bool plain = !value.is(Value::Kind::construct) && !value.is(Value::Kind::list) &&
                       !value.is(Value::Kind::tuple);
    if (plain || value.is_construct("Select")) return;
    for (const Value& one : value.object->items)
      look_for_tables(one, depth + 1);
    for (const auto& [name, one] : value.object->named)
      look_for_tables(one, depth + 1);
  }

  std::string source() {
    const Value* const from = select_.object->find("from");
    std::string text;
    if (from != nullptr) {
      for (const Value& one : from->object->items)
        text += (text.empty() ? "" : ", ") + from_sql(one);
    }
    for (const Value& table : tables_) {
      const bool joined = std::any_of(joined_.begin(), joined_.end(),
                                      [&](const Object* one) { return one == table.object; });
      if (!joined) text += (text.empty() ? "" : ", ") + identifier(own(table, "name"), dialect_);
    }
    return text;
  }

  std::string from_sql(const Value& from) {
    if (from.is_construct("sqlalchemy.text")) return expression_sql(from, dialect_);
    if (from.is_construct("sqlalchemy.table")) {
      joined_.push_back(from.object);
      return identifier(own(from, "name"), dialect_);
    }
    if (!from.is_construct("Join")) throw unsupported("a select() from this");
    const std::string left = from_sql(own(from, "left"));
    const std::string right = from_sql(own(from, "right"));
    const Value* const outer = from.object->find("isouter");
    return fmt::format("{} {} JOIN {} ON {}", left,
                       outer != nullptr && truth(*outer) ? "LEFT OUTER" : "INNER", right,
                       expression_sql(own(from, "onclause"), dialect_));
  }

  const Value& select_;
  const Dialect& dialect_;
  std::vector<std::string> columns_;
  std::vector<std::string> names_;
  std::vector<Value> tables_;
  std::vector<const Object*> joined_;
  int anonymous_ = 0;
};

}  // namespace

std::string select_sql(const Value& select, const Dialect& dialect) {
  return Select(select, dialect).sql();
}

std::string function_sql(const Value& call, const Dialect& dialect) {
  const std::string_view name = std::string_view(call.object->text).substr(kFunctions.size());
  std::string arguments;
  for (const Value& one : call.object->items)
    arguments += (arguments.empty() ? "" : ", ") + expression_sql(one, dialect);
  if (name == "count" && arguments.empty()) arguments = "*";
  return fmt::format("{}({})", name, arguments);
}

std::string negated_sql(const Value& condition, const Dialect& dialect) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kOpposites = {
      {{"==", "!="},
       {"!=", "=="},
       {"<", ">="},
       {">=", "<"},
       {">", "<="},
       {"<=", ">"},
       {"in", "not in"},
       {"not in", "in"},
       {"is", "is not"},
       {"is not", "is"},
       {"like", "notlike"},
       {"notlike", "like"}}};
  if (is_boolean_column(condition)) return expression_sql(condition, dialect) + " = 0";
  if (!condition.is_construct("Comparison")) {
    return fmt::format("NOT ({})", expression_sql(condition, dialect));
  }
  Object opposite = *condition.object;
  Object op;
  for (auto& [name, value] : opposite.named) {
    if (name != "op") continue;
    for (const auto& [word, other] : kOpposites) {
      if (value.object->text != word) continue;
      op.text = other;
      value.object = &op;
      return expression_sql({Value::Kind::construct, 0, 0, &opposite}, dialect);
    }
  }
  throw unsupported("not_() of this");
}

}  // namespace dbmig::python

#include "python/clauses.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "python/dml.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

const Value& self_of(const Value& call) { return call.object->at("self"); }

Value copy(Heap& heap, const Value& from, std::string_view kind) {
  const Value made = heap.construct(kind, from.object->offset);
  made.object->items = from.object->items;
  made.object->named = from.object->named;
  return made;
}

void add_conditions(Object& statement, const std::vector<Value>& conditions) {
  for (const Value& one : conditions) {
    if (!is_sql(one)) throw unsupported("a condition that is not a part of SQL");
    statement.items.push_back(one);
  }
}

Value select(Heap& heap, const Value& call) {
  std::vector<Value> columns = call.object->items;
  std::vector<Value> conditions;
  if (!columns.empty() && columns.front().is(Value::Kind::list)) {
    conditions.assign(columns.begin() + 1, columns.end());
    columns = std::vector<Value>(columns.front().object->items);
  }
  for (const Value& one : columns) {
    if (!is_sql(one) && !one.is_construct("sqlalchemy.table")) {
      throw unsupported("a select() of anything but columns");
    }
  }
  const Value made = heap.construct("Select", call.object->offset);
  made.object->named = {{"columns", heap.sequence(Value::Kind::list, std::move(columns))}};
  add_conditions(*made.object, conditions);
  return made;
}

Value select_method(Heap& heap, const Value& call, std::string_view name) {
  const Value made = copy(heap, self_of(call), "Select");
  Object& statement = *made.object;
  if (name == "where") {
    add_conditions(statement, call.object->items);
    return made;
  }
  if (name == "distinct") {
    statement.named.emplace_back("distinct", boolean(true));
    return made;
  }
  const std::string_view slot = name == "select_from" ? "from" : name;
  if (statement.has(slot)) throw unsupported(fmt::format("{}() twice", name));
  if (name == "limit") {
    statement.named.emplace_back("limit", call.object->at("limit"));
    return made;
  }
  for (const Value& one : call.object->items) {
    if (name != "select_from" && !is_sql(one)) {
      throw unsupported(fmt::format("{}() of anything but columns", name));
    }
  }
  statement.named.emplace_back(std::string(slot),
                               heap.sequence(Value::Kind::list, call.object->items));
  return made;
}

Value join(Heap& heap, const Value& call, bool outer) {
  const Value made = heap.construct("Join", call.object->offset);
  made.object->named = {{"left", self_of(call)},
                        {"right", call.object->at("right")},
                        {"onclause", call.object->at("onclause")}};
  const Value* const asked = call.object->find("isouter");
  if (outer || (asked != nullptr && truth(*asked))) {
    made.object->named.emplace_back("isouter", boolean(true));
  }
  return made;
}

Value bind_parameters(Heap& heap, const Value& call) {
  const Value made = copy(heap, self_of(call), "sqlalchemy.text");
  std::vector<Value> all;
  if (const Value* const before = made.object->find("parameters")) all = before->object->items;
  for (const Value& one : call.object->items) {
    if (!one.is_construct("sqlalchemy.bindparam")) throw unsupported("bindparams() of this");
    if (!one.object->has("value")) {
      if (one.object->find("expanding") != nullptr) throw unsupported("an expanding parameter");
      continue;  // Only its type, which makes no difference here.
    }
    all.push_back(one.object->at("key"));
    all.push_back(one);
  }
  for (const auto& [name, value] : call.object->named) {
    if (name == "self") continue;
    all.push_back(heap.text(name));
    all.push_back(value);
  }
  std::erase_if(made.object->named, [](const auto& one) { return one.first == "parameters"; });
  made.object->named.emplace_back("parameters", heap.sequence(Value::Kind::dict, std::move(all)));
  return made;
}

Value wrapped(Heap& heap, std::string_view kind, const Value& element, std::string_view slot,
              const Value& value) {
  const Value made = heap.construct(kind, element.object->offset);
  made.object->named = {{"element", element}, {std::string(slot), value}};
  return made;
}

Value statement_on(Heap& heap, std::string_view kind, const Value& call) {
  const Value& table = call.object->at("table");
  if (!table.is_construct("sqlalchemy.table")) throw unsupported("this as a table");
  const Value made = heap.construct(kind, call.object->offset);
  made.object->named = {{"table", table}};
  return made;
}

}  // namespace

std::optional<Value> make_clause(Evaluation& evaluation, const Value& call) {
  Heap& heap = evaluation.heap;
  const std::string_view name = call.object->text;
  if (name == "sqlalchemy.select") return select(heap, call);
  if (name == "sqlalchemy.insert") return statement_on(heap, "Insert", call);
  if (name == "sqlalchemy.update") return statement_on(heap, "Update", call);
  if (name == "sqlalchemy.delete") return statement_on(heap, "Delete", call);
  if (name.starts_with("Select.")) return select_method(heap, call, name.substr(7));
  if (name == "Table.join" || name == "Join.join") return join(heap, call, false);
  if (name == "Table.outerjoin") return join(heap, call, true);
  if (name == "Text.bindparams") return bind_parameters(heap, call);
  if (name == "Table.select") {
    const Value made = heap.construct("Select", call.object->offset);
    made.object->named = {{"columns", heap.sequence(Value::Kind::list, {self_of(call)})}};
    if (const Value* const condition = call.object->find("whereclause")) {
      add_conditions(*made.object, {*condition});
    }
    return made;
  }
  if (name == "Column.desc" || name == "Column.asc") {
    return wrapped(heap, "Ordered", self_of(call), "word",
                   heap.text(name == "Column.desc" ? "DESC" : "ASC"));
  }
  if (name == "sqlalchemy.desc" || name == "sqlalchemy.asc") {
    const Value& column = call.object->at("column");
    if (!is_sql(column)) throw unsupported("an order by anything but a column");
    return wrapped(heap, "Ordered", column, "word",
                   heap.text(name == "sqlalchemy.desc" ? "DESC" : "ASC"));
  }
  if (name == "Column.label") {
    return wrapped(heap, "Label", self_of(call), "name", call.object->at("name"));
  }
  if (name == "Type.with_variant") {
    const Value& dialect = call.object->at("dialect_name");
    return equal(dialect, heap.text(evaluation.surroundings->dialect_name))
               ? call.object->at("type_")
               : self_of(call);
  }
  return std::nullopt;
}

}  // namespace dbmig::python

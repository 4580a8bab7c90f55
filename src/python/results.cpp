// Results of statements and queries, and their rows.
#include "python/results.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "python/database.h"
#include "python/exceptions.h"

namespace dbmig::python {
namespace {

constexpr std::string_view kRow = "Row";

/// A result holds what is left of its rows, and the names of its columns.
struct Result {
  explicit Result(const Value& value) : object(*value.object) {}

  std::vector<Value> take(std::size_t count) {
    count = std::min(count, object.items.size());
    const auto end = object.items.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<Value> taken(object.items.begin(), end);
    object.items.erase(object.items.begin(), end);
    return taken;
  }
  bool returns_rows() const { return object.find("columns") != nullptr; }

  Object& object;
};

Value dict_of(Heap& heap, const Value& row) {
  std::vector<Value> all;
  for (const auto& [name, value] : row.object->named) {
    all.push_back(heap.text(name));
    all.push_back(value);
  }
  return heap.sequence(Value::Kind::dict, std::move(all));
}

/// A row as the result gives it: itself, a dict of it, or its first value.
Value shaped(Heap& heap, const Object& result, const Value& row) {
  if (result.has("mappings")) return dict_of(heap, row);
  if (result.has("scalars")) return row.object->items.empty() ? Value() : row.object->items.front();
  return row;
}

Raised no_row(Heap& heap, std::string_view name, std::string_view words, std::size_t offset) {
  const Value exception = heap.construct(fmt::format("sqlalchemy.exc.{}", name), offset);
  exception.object->items = {heap.text(std::string(words))};
  return {exception, offset, std::nullopt};
}

Value first_of(const Value& row) {
  return row.object->items.empty() ? Value() : row.object->items.front();
}

/// `one`, `one_or_none`, `scalar_one`, `scalar_one_or_none`.
Value only_one(Heap& heap, Result& result, std::string_view name, std::size_t offset) {
  const std::vector<Value> all = result.take(result.object.items.size());
  if (all.size() > 1) {
    throw no_row(heap, "MultipleResultsFound",
                 "Multiple rows were found when exactly one was required", offset);
  }
  if (all.empty() && name.find("or_none") == std::string_view::npos) {
    throw no_row(heap, "NoResultFound", "No row was found when one was required", offset);
  }
  if (all.empty()) return {};
  return name.starts_with("scalar") ? first_of(all.front())
                                    : shaped(heap, result.object, all.front());
}

Value changed(Heap& heap, const Value& result, std::string_view how) {
  const Value made = heap.construct("Result", result.object->offset);
  made.object->items = std::move(result.object->items);
  made.object->named = result.object->named;
  made.object->named.emplace_back(how, boolean(true));
  return made;
}

}  // namespace

Value result_of(Evaluation& evaluation, std::optional<std::uint64_t> found_rows) {
  const Value made = evaluation.heap.construct("Result", 0);
  if (evaluation.sink == nullptr) {
    // By the number of the statement, counted from 1.
    made.object->named = {
        {"foreseen", integer(static_cast<std::int64_t>(evaluation.statements.size()))}};
  } else if (found_rows) {
    made.object->named = {{"rowcount", integer(static_cast<std::int64_t>(*found_rows))}};
  }
  return made;
}

Value result_of(Evaluation& evaluation, const Rows& rows) {
  Heap& heap = evaluation.heap;
  const Value made = heap.construct("Result", 0);
  std::vector<Value> columns;
  for (const std::string& name : rows.columns)
    columns.push_back(heap.text(name));
  made.object->named = {{"columns", heap.sequence(Value::Kind::list, std::move(columns))},
                        {"rowcount", integer(static_cast<std::int64_t>(rows.rows.size()))}};
  for (const auto& cells : rows.rows) {
    std::vector<Value> values;
    for (std::size_t i = 0; i < cells.size(); ++i)
      values.push_back(cell_value(heap, rows.types.at(i), cells[i]));
    const Value row = heap.sequence(Value::Kind::tuple, values);
    row.object->text = kRow;
    for (std::size_t i = 0; i < values.size(); ++i)
      row.object->named.emplace_back(rows.columns[i], values[i]);
    made.object->items.push_back(row);
  }
  return made;
}

std::vector<Value> rest_of(Heap& heap, const Value& result) {
  std::vector<Value> all = Result(result).take(result.object->items.size());
  for (Value& row : all)
    row = shaped(heap, *result.object, row);
  return all;
}

Value result_method(Evaluation& evaluation, const Value& call) {
  Heap& heap = evaluation.heap;
  const Value& self = call.object->at("self");
  const std::string_view name = std::string_view(call.object->text).substr(7);
  if (name == "close") return {};
  Result result(self);
  if (!result.returns_rows()) {
    throw Error(ErrorCode::data, "this statement gives no rows");
  }
  if (name == "keys") {
    return heap.iterable("RMKeyView", self.object->at("columns").object->items);
  }
  if (name == "mappings") return changed(heap, self, "mappings");
  if (name == "scalars") return changed(heap, self, "scalars");
  std::size_t count = self.object->items.size();
  if (name == "fetchone" || name == "first" || name == "scalar") count = 1;
  if (name == "fetchmany") {
    const Value* const size = call.object->find("size");
    count = size != nullptr && size->number > 0 ? static_cast<std::size_t>(size->number) : 1;
  }
  if (name.find("one") != std::string_view::npos && name != "fetchone") {
    return only_one(heap, result, name, call.object->offset);
  }
  std::vector<Value> all = result.take(count);
  if (name == "first" || name == "scalar") self.object->items.clear();
  if (count == 1 && name != "fetchmany" && name != "fetchall" && name != "all") {
    if (all.empty()) return {};
    return name == "scalar" ? first_of(all.front()) : shaped(heap, *self.object, all.front());
  }
  for (Value& row : all)
    row = shaped(heap, *self.object, row);
  return heap.sequence(Value::Kind::list, std::move(all));
}

std::optional<Value> attribute_of_result(Heap& heap, const Value& result, std::string_view name) {
  if (name == "returns_rows") return boolean(result.object->find("columns") != nullptr);
  if (name != "rowcount") return std::nullopt;
  if (const Value* const rows = result.object->find("rowcount")) return *rows;
  return heap.missing("how many rows this statement met is not known any more", 0);
}

bool is_row(const Value& value) {
  return value.is(Value::Kind::tuple) && value.object->text == kRow;
}

std::optional<Value> attribute_of_row(Heap& heap, const Value& row, std::string_view name) {
  for (const auto& [its_name, value] : row.object->named) {
    if (its_name == name) return value;
  }
  if (name == "_mapping") return dict_of(heap, row);
  if (name == "_fields") {
    std::vector<Value> names;
    for (const auto& [its_name, value] : row.object->named)
      names.push_back(heap.text(its_name));
    return heap.sequence(Value::Kind::tuple, std::move(names));
  }
  return std::nullopt;
}

}  // namespace dbmig::python

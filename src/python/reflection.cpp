#include "python/reflection.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "python/database.h"
#include "python/inspector.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

Value column_named(Heap& heap, const std::string& name, std::size_t offset) {
  const Value made = heap.construct("sqlalchemy.column", offset);
  made.object->named = {{"text", heap.text(name)}};
  return made;
}

/// Tables of the database while their columns and indexes are read.
class Reflected {
 public:
  Reflected(Evaluation& evaluation, std::size_t offset)
      : evaluation_(evaluation), heap_(evaluation.heap), offset_(offset) {}

  /// All tables, or the one of that name.
  std::vector<Value> tables(const std::string* only) {
    const std::string which =
        only == nullptr
            ? ""
            : fmt::format(" AND TABLE_NAME = {}", quoted_text(*only, evaluation_.dialect));
    for (const auto& row :
         rows("SELECT TABLE_NAME FROM information_schema.TABLES WHERE"
              " TABLE_SCHEMA = DATABASE() AND TABLE_NAME NOT IN ('dbmig_journal', 'dbmig_lease')" +
              (only == nullptr ? " AND TABLE_TYPE = 'BASE TABLE'" : which) +
              " ORDER BY TABLE_NAME")) {
      add(row.at(0).value_or(""));
    }
    for (const auto& row : rows("SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS"
                                " WHERE TABLE_SCHEMA = DATABASE()" +
                                which + " ORDER BY TABLE_NAME, ORDINAL_POSITION")) {
      if (Object* const table = find(row.at(0).value_or(""))) {
        table->items.push_back(column_named(heap_, row.at(1).value_or(""), offset_));
      }
    }
    for (const auto& row : rows("SELECT TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME FROM"
                                " information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()"
                                " AND INDEX_NAME <> 'PRIMARY'" +
                                which + " ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX")) {
      add_to_index(row);
    }
    return std::move(tables_);
  }

 private:
  std::vector<std::vector<std::optional<std::string>>> rows(const std::string& query) {
    return ask(evaluation_, query, offset_).rows;
  }

  void add(const std::string& name) {
    const Value made = heap_.construct("sqlalchemy.table", offset_);
    made.object->named = {{"name", heap_.text(name)},
                          {"indexes", heap_.sequence(Value::Kind::list, {})}};
    tables_.push_back(made);
  }

  Object* find(const std::string& name) {
    const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const Value& one) {
      return one.object->named.front().second.object->text == name;
    });
    return found == tables_.end() ? nullptr : found->object;
  }

  void add_to_index(const std::vector<std::optional<std::string>>& row) {
    Object* const table = find(row.at(0).value_or(""));
    if (table == nullptr) return;
    std::vector<Value>& indexes = table->at("indexes").object->items;
    const std::string name = row.at(1).value_or("");
    if (indexes.empty() || plain_name(indexes.back().object->at("name")) != name) {
      const Value made = heap_.construct("ReflectedIndex", offset_);
      made.object->named = {{"name", heap_.text(name)},
                            {"unique", boolean(row.at(2) == "0")},
                            {"columns", heap_.sequence(Value::Kind::list, {})}};
      indexes.push_back(made);
    }
    if (!row.at(3)) return;  // An expression.
    indexes.back().object->at("columns").object->items.push_back(
        column_named(heap_, *row.at(3), offset_));
  }

  Evaluation& evaluation_;
  Heap& heap_;
  std::size_t offset_;
  std::vector<Value> tables_;
};

}  // namespace

Value table_of_columns(Heap& heap, const Object& call, const Value& name) {
  const Value made = heap.construct("sqlalchemy.table", call.offset);
  made.object->named = {{"name", name}};
  for (const Value& item : call.items) {
    if (item.is_construct("sqlalchemy.Column")) made.object->items.push_back(item);
  }
  return made;
}

Value make_table(Evaluation& evaluation, const Value& call) {
  Object& object = *call.object;
  const Value* const automatic = object.find("autoload");
  const bool reflected =
      object.find("autoload_with") != nullptr || (automatic != nullptr && truth(*automatic));
  if (reflected && evaluation.sink == nullptr) return unknown(evaluation);
  const Value made = table_of_columns(evaluation.heap, object, object.at("name"));
  if (!reflected) return made;
  if (!made.object->items.empty()) throw unsupported("a Table with columns and reflection");
  const std::string& name = plain_name(object.at("name"));
  std::vector<Value> found = Reflected(evaluation, object.offset).tables(&name);
  if (found.empty()) throw no_such_table(evaluation, name, object.offset);
  return found.front();
}

Value reflect(Evaluation& evaluation, const Value& call) {
  Object& self = *call.object->at("self").object;
  if (evaluation.sink == nullptr) {
    unknown(evaluation);
    self.uncertain = true;
    return {};
  }
  const Value* const only = call.object->find("only");
  if (only != nullptr && !only->is(Value::Kind::list) && !only->is(Value::Kind::tuple)) {
    throw unsupported("reflect() with anything but names as `only`");
  }
  std::vector<Value> all;
  for (const Value& table : Reflected(evaluation, call.object->offset).tables(nullptr)) {
    const Value& name = table.object->named.front().second;
    const bool wanted =
        only == nullptr || std::any_of(only->object->items.begin(), only->object->items.end(),
                                       [&](const Value& one) { return equal(one, name); });
    if (!wanted) continue;
    all.push_back(name);
    all.push_back(table);
  }
  std::erase_if(self.named, [](const auto& one) { return one.first == "tables"; });
  self.named.emplace_back("tables", evaluation.heap.sequence(Value::Kind::dict, std::move(all)));
  return {};
}

std::optional<Value> attribute_of_reflected(Heap& heap, const Value& object,
                                            std::string_view name) {
  const std::string_view kind = object.object->text;
  const auto argument = [&](std::string_view argument_name) -> std::optional<Value> {
    const Value* const found = object.object->find(argument_name);
    return found == nullptr ? std::nullopt : std::optional(*found);
  };
  if (kind == "sqlalchemy.MetaData" && name == "tables") {
    const auto tables = argument("tables");
    return tables ? *tables
                  : heap.missing("unsupported: the tables of MetaData without reflect()", 0);
  }
  if (kind == "ReflectedIndex") return argument(name);
  if (kind == "sqlalchemy.table" && (name == "name" || name == "indexes")) return argument(name);
  if (name != "name") return std::nullopt;
  if (kind == "Ref" || kind == "sqlalchemy.Column") return argument("name");
  return kind == "sqlalchemy.column" ? argument("text") : std::nullopt;
}

}  // namespace dbmig::python

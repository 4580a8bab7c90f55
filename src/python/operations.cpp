#include "python/operations.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/catalogue.h"
#include "python/clauses.h"
#include "python/column.h"
#include "python/connection.h"
#include "python/constraints.h"
#include "python/database.h"
#include "python/ddl.h"
#include "python/dml.h"
#include "python/exceptions.h"
#include "python/reflection.h"
#include "python/results.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

constexpr std::string_view kOperation = "alembic.op.";
constexpr std::string_view kBatch = "BatchOperations.";

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

/// Where the statements of an operation of a batch are gathered.
std::vector<Emitted>& gathered(Evaluation& evaluation, const Value& batch) {
  for (auto& [object, statements] : evaluation.batches) {
    if (object == batch.object) return statements;
  }
  throw unsupported("a batch outside of its `with`");
}

/// What an operation sends; nothing when there is none of that name.
std::optional<std::vector<std::string>> operation_sql(const Object& call, std::string_view name,
                                                      const Dialect& dialect) {
  const auto named = [&](std::string_view argument) {
    return identifier(call.at(argument), dialect);
  };
  if (name == "create_table") return create_table(call, dialect);
  if (name == "add_column") return add_column(call, dialect);
  if (name == "alter_column") return alter_column(call, dialect);
  if (name == "create_index") return create_index(call, dialect);
  if (name == "drop_constraint") return drop_constraint(call, dialect);
  if (name == "bulk_insert") return bulk_insert(call, dialect);
  if (name == "execute") return std::vector{statement_sql(call.at("sqltext"), dialect)};
  if (name == "drop_column") {
    return std::vector{
        fmt::format("ALTER TABLE {} DROP COLUMN {}", named("table_name"), named("column_name"))};
  }
  if (name == "drop_table") return std::vector{"DROP TABLE " + named("table_name")};
  if (name == "drop_index") {
    if (call.find("table_name") == nullptr) throw unsupported("drop_index() without the table");
    return std::vector{
        fmt::format("DROP INDEX {} ON {}", named("index_name"), named("table_name"))};
  }
  if (name == "rename_table") {
    return std::vector{fmt::format("ALTER TABLE {} RENAME TO {}", named("old_table_name"),
                                   named("new_table_name"))};
  }
  if (name.starts_with("create_")) return add_constraint(call, name, dialect);
  return std::nullopt;
}

/// `itertools.groupby(rows, operator.itemgetter(n))`: neighbours with the same value together.
Value grouped(Heap& heap, const Object& call) {
  const Value& rows = call.at("iterable");
  const Value& key = call.at("key");
  const Value* const place =
      key.is_construct("operator.itemgetter") ? key.object->find("item") : nullptr;
  const bool known = (rows.is(Value::Kind::list) || rows.is(Value::Kind::tuple)) &&
                     place != nullptr && place->is(Value::Kind::integer);
  if (!known) throw unsupported("groupby() of these values");
  std::vector<Value> groups;
  for (const Value& row : rows.object->items) {
    const bool countable = row.is(Value::Kind::list) || row.is(Value::Kind::tuple);
    if (!countable || place->number < 0 ||
        static_cast<std::size_t>(place->number) >= row.object->items.size()) {
      throw unsupported("groupby() of these values");
    }
    const Value& its_key = row.object->items[static_cast<std::size_t>(place->number)];
    if (groups.empty() || !equal(groups.back().object->items[0], its_key)) {
      groups.push_back(
          heap.sequence(Value::Kind::tuple, {its_key, heap.iterable("itertools._grouper", {})}));
    }
    groups.back().object->items[1].object->items.push_back(row);
  }
  return heap.iterable("itertools.groupby", std::move(groups));
}

Value batch(Evaluation& evaluation, const Value& call) {
  if (const Value* const recreate = call.object->find("recreate")) {
    const bool never = recreate->is(Value::Kind::text) && recreate->object->text != "always";
    if (!never) throw unsupported("a batch that makes the table anew");
  }
  const Value made = evaluation.heap.construct("BatchOperations", call.object->offset);
  made.object->named = {{"table_name", call.object->at("table_name")}};
  return made;
}

/// A statement on a table, made of the one before it and one thing more.
Value derived(Heap& heap, std::string_view kind, const Value& from) {
  const Value made = heap.construct(kind, from.object->offset);
  made.object->items = from.object->items;
  made.object->named = from.object->named;
  return made;
}

Value with_values(Heap& heap, const Value& call, std::string_view kind) {
  const Value& self = call.object->at("self");
  const Value made = derived(heap, kind, self);
  const Value* const given = call.object->find("values");
  std::vector<Value> all;
  if (given != nullptr) {
    if (!given->is(Value::Kind::dict)) throw unsupported("values() of anything but a dict");
    all = given->object->items;
  }
  for (const auto& [name, value] : call.object->named) {
    if (name == "values" || name == "self") continue;
    all.push_back(heap.text(name));
    all.push_back(value);
  }
  if (made.object->has("values")) throw unsupported("values() twice");
  made.object->named.emplace_back("values", heap.sequence(Value::Kind::dict, std::move(all)));
  return made;
}

/// Methods of tables and of statements on them; nothing when it is none.
std::optional<Value> table_method(Evaluation& evaluation, const Value& call) {
  const std::string_view name = call.object->text;
  Heap& heap = evaluation.heap;
  if (name == "Update.values" || name == "Insert.values") {
    return with_values(heap, call, name.substr(0, name.find('.')));
  }
  if (name == "Update.where" || name == "Delete.where") {
    const Value made = derived(heap, name.substr(0, name.find('.')), call.object->at("self"));
    const Value& condition = call.object->at("whereclause");
    if (!is_sql(condition)) throw unsupported("a condition that is not a part of SQL");
    made.object->items.push_back(condition);
    return made;
  }
  if (name == "Table.append_column") {
    call.object->at("self").object->items.push_back(call.object->at("column"));
    return Value();
  }
  if (!name.starts_with("Table.")) return std::nullopt;
  const std::string_view kind = name == "Table.update"   ? "Update"
                                : name == "Table.insert" ? "Insert"
                                                         : "Delete";
  const Value made = heap.construct(kind, call.object->offset);
  made.object->named = {{"table", call.object->at("self")}};
  return made;
}

Value column_method(Heap& heap, const Value& call) {
  const std::string_view method = std::string_view(call.object->text).substr(7);
  if (method == "between") {
    const Value made = heap.construct("Comparison", call.object->offset);
    made.object->items = {
        call.object->at("self"),
        heap.sequence(Value::Kind::tuple, {call.object->at("cleft"), call.object->at("cright")})};
    made.object->named = {{"op", heap.text("between")}};
    return made;
  }
  std::string_view op = method;
  if (method == "in_") op = "in";
  if (method == "notin_") op = "not in";
  if (method == "is_") op = "is";
  if (method == "isnot" || method == "is_not") op = "is not";
  const Value* right = call.object->find(op == "in" || op == "not in" ? "values" : "other");
  const Value made = heap.construct("Comparison", call.object->offset);
  made.object->items = {call.object->at("self"), right == nullptr ? Value() : *right};
  made.object->named = {{"op", heap.text(std::string(op))}};
  return made;
}

/// The URL has a password in it; of all that, a revision may ask for the dialect.
Value is_of_dialect(Evaluation& evaluation, const Object& call) {
  const std::string& prefix = plain_name(call.at("prefix"));
  const std::string& dialect = evaluation.surroundings->dialect_name;
  if (prefix.size() > dialect.size() && prefix.starts_with(dialect)) {
    throw unsupported("more of the URL than its dialect");
  }
  return boolean(dialect.starts_with(prefix));
}

/// Whether SQL is printed. It is foreseen as it is live.
Value is_offline(Evaluation& evaluation) {
  evaluation.steered = true;
  return boolean(evaluation.sink != nullptr && !evaluation.sink->is_live());
}

/// Whether a call makes a constraint or an index and leaves its name to Alembic.
bool leaves_name(const Object& call) {
  const std::string_view name = call.text;
  if (name == "sqlalchemy.Column") {
    const auto is_set = [&](std::string_view flag) {
      const Value* const value = call.find(flag);
      return value != nullptr && truth(*value);
    };
    return is_set("unique") || is_set("index");
  }
  for (const std::string_view one :
       {"sqlalchemy.UniqueConstraint", "sqlalchemy.ForeignKeyConstraint", "sqlalchemy.ForeignKey",
        "sqlalchemy.CheckConstraint"}) {
    if (name == one) return call.find("name") == nullptr;
  }
  for (const std::string_view one :
       {"create_unique_constraint", "create_foreign_key", "create_check_constraint"}) {
    if (name.ends_with(one)) return call.find("constraint_name") == nullptr;
  }
  return name.ends_with("create_index") && call.find("index_name") == nullptr;
}

/// A check's name may be a part of the one that a convention makes.
bool is_check(const Object& call) {
  const Value* const kind = call.find("type_");
  return call.text == "sqlalchemy.CheckConstraint" ||
         call.text.ends_with("create_check_constraint") ||
         (call.text.ends_with("drop_constraint") && kind != nullptr &&
          kind->is(Value::Kind::text) && kind->object->text == "check");
}

void mind_names(Evaluation& evaluation, const Object& call) {
  const Naming naming = evaluation.surroundings->naming;
  if (naming == Naming::convention && (leaves_name(call) || is_check(call))) {
    throw Error(ErrorCode::data,
                "unsupported: a name that comes from the naming convention of env.py")
        .with_hint("give it the name that the database has");
  }
  if (naming != Naming::unseen || evaluation.told_of_names || !leaves_name(call)) return;
  evaluation.told_of_names = true;
  say(evaluation,
      "a constraint has no name here; alembic gives it one if the metadata of env.py has a naming "
      "convention",
      call.offset);
}

/// Looks at a construct as soon as it is made, so that what is wrong shows where it stands.
void check(const Value& made, const Dialect& dialect) {
  const std::string_view name = made.object->text;
  if (name == "sqlalchemy.Column") Column{made};
  if (name == "sqlalchemy.text") plain_name(made.object->at("text"));
  if (name == "sqlalchemy.CheckConstraint" || name == "sqlalchemy.ForeignKeyConstraint" ||
      name == "sqlalchemy.UniqueConstraint" || name == "sqlalchemy.PrimaryKeyConstraint") {
    constraint_sql(*made.object, dialect);
  }
}

/// How many rows a statement met, which shows when it has run.
Value foreseen_count(Evaluation& evaluation, const Value& result, std::string_view name) {
  const Value* const statement = result.object->find("foreseen");
  if (name != "rowcount" || statement == nullptr || statement->number == 0) {
    return unknown(evaluation);
  }
  return unknown(
      evaluation,
      {Unknown::Form::found, nullptr, {}, "", static_cast<std::size_t>(statement->number) - 1});
}

}  // namespace

Value carry_out(Evaluation& evaluation, const Value& call) {
  Object& object = *call.object;
  const std::string_view name = object.text;
  Heap& heap = evaluation.heap;
  mind_names(evaluation, object);
  const bool in_batch = name.starts_with(kBatch);
  if (in_batch || name.starts_with(kOperation)) {
    const std::string_view operation = name.substr(in_batch ? kBatch.size() : kOperation.size());
    if (operation == "f") return object.at("name");
    if (operation == "inline_literal") return call;
    if (operation == "batch_alter_table") return batch(evaluation, call);
    if (operation == "get_bind") return heap.construct("Connection", object.offset);
    if (operation == "get_context") return heap.construct("MigrationContext", object.offset);
    const auto send_all = [&] {
      const auto all = operation_sql(object, operation, evaluation.dialect).value();
      for (const std::string& text : all)
        send(evaluation, text, object.offset);
    };
    if (!in_batch) {
      send_all();
      return operation == "create_table" ? table_of_columns(heap, object, object.at("table_name"))
                                         : Value();
    }
    const Value self = object.at("self");  // a copy: arguments are added below
    object.named.emplace_back(operation == "create_foreign_key" ? "source_table" : "table_name",
                              self.object->at("table_name"));
    if (operation == "execute") {
      send_all();
      return {};
    }
    std::vector<Emitted>& waiting = gathered(evaluation, self);
    const auto all = operation_sql(object, operation, evaluation.dialect).value();
    for (const std::string& text : all)
      waiting.push_back(
          {text, object.offset, Emitted::Kind::statement, evaluation.inquiry.conditions()});
    return {};
  }
  if (auto done = use_connection(evaluation, call)) return *done;
  if (auto clause = make_clause(evaluation, call)) return *clause;
  if (auto made = table_method(evaluation, call)) return *made;
  if (name == "Url.startswith") return is_of_dialect(evaluation, object);
  if (name == "alembic.context.is_offline_mode") return is_offline(evaluation);
  if (name == "alembic.context.get_context")
    return heap.construct("MigrationContext", object.offset);
  if (name == "MigrationContext.autocommit_block")
    return heap.construct("AutocommitBlock", object.offset);
  if (name == "itertools.groupby") return grouped(heap, object);
  if (name == "Enum.create" || name == "Enum.drop") return {};  // such types live in their columns
  if (name.starts_with("Column.")) return column_method(heap, call);
  check(call, evaluation.dialect);
  return call;
}

std::optional<Value> attribute_of_construct(Evaluation& evaluation, const Value& object,
                                            std::string_view name) {
  Heap& heap = evaluation.heap;
  const std::string_view kind = object.object->text;
  const auto method = [&](std::string_view owner) -> std::optional<Value> {
    const std::string full = fmt::format("{}.{}", owner, name);
    if (!signature_of(full)) return std::nullopt;
    Object& made = heap.object();
    made.text = full;
    made.items = {object};
    return Value{Value::Kind::method, 0, 0, &made};
  };
  if (auto found = attribute_of_reflected(heap, object, name)) return found;
  if (kind == "MigrationContext" || kind == "Connection") {
    if (name == "bind" || name == "connection" || name == "engine") {
      return heap.construct("Connection", object.object->offset);
    }
    if (name == "url" && kind == "Connection") return heap.construct("Url", object.object->offset);
    if (name == "dialect") return heap.construct("Dialect", object.object->offset);
    if (name == "as_sql") return is_offline(evaluation);
    if (name == "name" && kind == "Connection") {
      return heap.text(evaluation.surroundings->dialect_name);
    }
    return method(kind);
  }
  if (kind == "Dialect") {
    if (name == "name") return heap.text(evaluation.surroundings->dialect_name);
    return method(kind);
  }
  if (kind == "Result") {
    const bool rows = name == "rowcount" || name == "returns_rows";
    if (rows && evaluation.sink == nullptr) return foreseen_count(evaluation, object, name);
    if (rows) return attribute_of_result(heap, object, name);
    return method(kind);
  }
  if (kind == "Url" || kind == "Select" || kind == "Join" || kind == "Inspector" ||
      kind == "Logger" || kind == "bytes" || kind == "BatchOperations") {
    return method(kind);
  }
  if (kind == "sqlalchemy.text") return method("Text");
  if (kind.starts_with("sqlalchemy.func.") || kind == "sqlalchemy.Column") {
    return method("Column");
  }
  if (is_exception(kind) || kind.starts_with("pymysql.err.")) {
    return attribute_of_exception(heap, object, name);
  }
  if (kind == "sqlalchemy.MetaData") return method("MetaData");
  if (name == "with_variant" && is_type_value(object)) return method("Type");
  if (kind == "sqlalchemy.table" && (name == "c" || name == "columns")) {
    const Value columns = heap.construct("Columns", object.object->offset);
    columns.object->named = {{"table", object}};
    return columns;
  }
  if (kind == "sqlalchemy.table") return method("Table");
  if (kind == "Columns") return table_column(heap, object.object->at("table"), name);
  if (kind == "Update" || kind == "Insert" || kind == "Delete") return method(kind);
  if (kind == "Ref" || kind == "sqlalchemy.column") return method("Column");
  if (kind.ends_with(".Enum") || kind.ends_with(".ENUM")) return method("Enum");
  return std::nullopt;
}

std::optional<Value> sql_comparison(Evaluation& evaluation, std::string_view op, const Value& left,
                                    const Value& right) {
  const bool comparable = op != "is" && op != "is not" && op != "in" && op != "not in";
  if (!comparable || (!is_sql(left) && !is_sql(right))) return std::nullopt;
  if (!is_sql(left)) throw unsupported("a comparison with SQL on its right");
  const Value made = evaluation.heap.construct("Comparison", left.object->offset);
  made.object->items = {left, right};
  made.object->named = {{"op", evaluation.heap.text(std::string(op))}};
  return made;
}

}  // namespace dbmig::python

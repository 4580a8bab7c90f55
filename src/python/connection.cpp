#include "python/connection.h"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "python/database.h"
#include "python/dml.h"
#include "python/inspector.h"
#include "python/reflection.h"
#include "python/results.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

Error unsupported(std::string_view what) {
  return Error(ErrorCode::data, fmt::format("unsupported: {}", what));
}

/// A plain string goes to the driver as it is, which takes `%%` for a percent sign.
std::string driver_sql(std::string_view text) {
  std::string_view trimmed = trim(text);
  while (trimmed.ends_with(';'))
    trimmed = trim(trimmed.substr(0, trimmed.size() - 1));
  return replaced(trimmed, "%%", "%");
}

/// The dicts that execute() is given for the statement's parameters: none, one or many.
std::vector<Value> parameter_rows(Heap& heap, const Object& call) {
  std::vector<Value> keywords;
  for (const auto& [name, value] : call.named) {
    if (name == "self" || name == "statement" || name == "parameters") continue;
    keywords.push_back(heap.text(name));
    keywords.push_back(value);
  }
  const Value* const given = call.find("parameters");
  if (given != nullptr && !keywords.empty()) throw unsupported("parameters in two forms");
  if (!keywords.empty()) return {heap.sequence(Value::Kind::dict, std::move(keywords))};
  if (given == nullptr) return {};
  if (given->is(Value::Kind::dict)) return {*given};
  std::vector<Value> rows;
  if (given->is(Value::Kind::list) || given->is(Value::Kind::tuple)) rows = given->object->items;
  for (const Value& row : rows) {
    if (!row.is(Value::Kind::dict)) throw unsupported("parameters that are not dicts");
  }
  if (rows.empty()) throw unsupported("parameters that are not dicts");
  return rows;
}

std::vector<std::string> statements_of(Heap& heap, const Object& call, const Dialect& dialect) {
  const Value& statement = call.at("statement");
  const std::vector<Value> rows = parameter_rows(heap, call);
  if (statement.is(Value::Kind::text)) {
    if (!rows.empty()) throw unsupported("parameters of a plain string; use sa.text()");
    return {driver_sql(statement.object->text)};
  }
  if (rows.empty()) return {statement_sql(statement, dialect)};
  std::vector<std::string> all;
  for (const Value& row : rows)
    all.push_back(statement_sql(statement, dialect, &row));
  if (statement.is_construct("Insert")) require_same_keys(rows);
  return all;
}

Value execute(Evaluation& evaluation, const Value& call) {
  const std::size_t offset = call.object->offset;
  const std::vector<std::string> all =
      statements_of(evaluation.heap, *call.object, evaluation.dialect);
  if (all.size() == 1 && is_query(all.front(), evaluation.dialect)) {
    if (evaluation.sink == nullptr) {
      Question question;
      question.query = all.front();
      question.offset = offset;
      return asked(evaluation, std::move(question), Unknown::Form::result);
    }
    return result_of(evaluation, ask(evaluation, all.front(), offset));
  }
  std::optional<std::uint64_t> found = 0;
  for (const std::string& one : all) {
    if (is_query(one, evaluation.dialect)) throw unsupported("a query for several rows at once");
    const std::optional<std::uint64_t> its = send(evaluation, one, offset);
    found = found && its ? std::optional(*found + *its) : std::nullopt;
  }
  return result_of(evaluation, found);
}

Value scalar(Evaluation& evaluation, const Value& call) {
  const Value result = execute(evaluation, call);
  if (const Unknown* const known = known_of(evaluation, result)) {
    return unknown(evaluation, {Unknown::Form::cell, known->question, {}, "", 0});
  }
  const std::vector<Value> rows = rest_of(evaluation.heap, result);
  return rows.empty() ? Value() : rows.front().object->items.front();
}

std::string hex_of(const Value& bytes) {
  std::string hex;
  for (const char c : bytes.object->at("text").object->text)
    hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return hex;
}

}  // namespace

std::optional<Value> use_connection(Evaluation& evaluation, const Value& call) {
  Heap& heap = evaluation.heap;
  const std::string_view name = call.object->text;
  if (name == "Connection.execute" || name == "Connection.exec_driver_sql") {
    return execute(evaluation, call);
  }
  if (name == "Connection.scalar") return scalar(evaluation, call);
  if (name.starts_with("Result.")) {
    if (evaluation.sink == nullptr) return unknown(evaluation);
    return result_method(evaluation, call);
  }
  if (name == "sqlalchemy.inspect" || name == "sqlalchemy.inspection.inspect" ||
      name.find("Inspector") != std::string_view::npos) {
    if (name.starts_with("Inspector.")) return inspector_method(evaluation, call);
    const Value* const subject = call.object->find("subject");
    const Value& bind = subject != nullptr ? *subject : call.object->at("bind");
    if (!bind.is_construct("Connection")) throw unsupported("to inspect anything but a connection");
    return heap.construct("Inspector", call.object->offset);
  }
  if (name == "Dialect.has_table") return inspector_method(evaluation, call);
  if (name == "sqlalchemy.Table") return make_table(evaluation, call);
  if (name == "MetaData.reflect") return reflect(evaluation, call);
  if (name == "bytes.hex") return heap.text(hex_of(call.object->at("self")));
  if (name == "logging.getLogger") return heap.construct("Logger", call.object->offset);
  if (name.starts_with("Logger.")) return Value();
  return std::nullopt;
}

}  // namespace dbmig::python

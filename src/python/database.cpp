#include "python/database.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "python/exceptions.h"
#include "sql/lexer.h"

namespace dbmig::python {
namespace {

ScriptStatement placed(const Evaluation& evaluation, std::string_view text, std::size_t offset) {
  const Source& source = *evaluation.source;
  const Location place = source.at(offset);
  return {text, source.file, source.text, offset, place.line, place.column, {}};
}

}  // namespace

std::optional<std::uint64_t> send(Evaluation& evaluation, const std::string& text,
                                  std::size_t offset) {
  if (text.empty()) throw Error(ErrorCode::data, "an empty statement");
  ++evaluation.touched;
  if (evaluation.sink == nullptr) {
    evaluation.statements.push_back(
        {text, offset, Emitted::Kind::statement, evaluation.inquiry.conditions()});
    return std::nullopt;
  }
  using Refusal = StatementSink::Refusal;
  const Refusal refusal = evaluation.guards > 0 ? Refusal::is_told : Refusal::fails;
  Sent sent;
  try {
    sent = evaluation.sink->send(placed(evaluation, text, offset), refusal);
  } catch (Error& error) {
    throw SinkFailed{std::move(error)};
  }
  if (sent.refusal) throw raised_by_server(evaluation, *sent.refusal, text, offset);
  return sent.found_rows;
}

Rows ask(Evaluation& evaluation, const std::string& text, std::size_t offset) {
  ++evaluation.touched;
  try {
    return evaluation.sink->query(placed(evaluation, text, offset));
  } catch (Error& error) {
    if (evaluation.guards > 0 && is_refusal(error)) {
      if (!error.location()) error.set_location(evaluation.source->at(offset));
      throw raised_by_server(evaluation, error, text, offset);
    }
    throw SinkFailed{std::move(error)};
  }
}

void say(Evaluation& evaluation, const std::string& line, std::size_t offset) {
  if (evaluation.sink != nullptr) {
    evaluation.sink->say(line);
  } else {
    evaluation.statements.push_back({line, offset, Emitted::Kind::line});
  }
}

Value unknown(Evaluation& evaluation) {
  evaluation.steered = true;
  ++evaluation.touched;
  return {Value::Kind::unknown, 0, 0, nullptr};
}

Value unknown(Evaluation& evaluation, Unknown known) {
  Value value = unknown(evaluation);
  evaluation.inquiry.unknowns.push_back(std::move(known));
  value.number = static_cast<std::int64_t>(evaluation.inquiry.unknowns.size());
  return value;
}

const Unknown* known_of(const Evaluation& evaluation, const Value& value) {
  if (!value.is(Value::Kind::unknown) || value.number == 0) return nullptr;
  return &evaluation.inquiry.unknowns[static_cast<std::size_t>(value.number) - 1];
}

Value asked(Evaluation& evaluation, Question question, Unknown::Form form) {
  question.at = evaluation.statements.size();
  question.since = std::min(question.since, question.at);
  question.conditions = evaluation.inquiry.conditions();
  evaluation.inquiry.questions.push_back(std::move(question));
  return unknown(evaluation, {form, &evaluation.inquiry.questions.back(), {}, "", 0});
}

bool is_query(std::string_view sql, const Dialect& dialect) {
  Lexer lexer(sql, dialect);
  std::string first;
  for (dbmig::Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind != TokenKind::word) continue;
    const std::string word = lower(token.text);
    if (first.empty()) first = word;
    if (first == "select" || first == "show" || first == "desc" || first == "describe" ||
        first == "explain" || first == "values" || first == "table") {
      return true;
    }
    if (first != "with") return false;
    if (word == "update" || word == "delete" || word == "insert" || word == "replace") return false;
  }
  return first == "with";
}

Value cell_value(Heap& heap, CellType type, const std::optional<std::string>& cell) {
  if (!cell) return {};
  const auto named = [&](std::string_view kind) {
    const Value made = heap.construct(kind, 0);
    made.object->named = {{"text", heap.text(*cell)}};
    return made;
  };
  switch (type) {
    case CellType::integer: {
      std::int64_t number = 0;
      const char* const end = cell->data() + cell->size();
      const auto [last, problem] = std::from_chars(cell->data(), end, number);
      if (problem == std::errc() && last == end) return integer(number);
      return heap.missing("limit: this number is too large", 0);
    }
    case CellType::real:
    case CellType::decimal: {
      double real = 0;
      std::from_chars(cell->data(), cell->data() + cell->size(), real);
      return {Value::Kind::real, type == CellType::decimal ? 1 : 0, real, heap.text(*cell).object};
    }
    case CellType::bytes:
    case CellType::bits:
      return named("bytes");
    case CellType::datetime:
      return named("datetime");
    case CellType::date:
      return named("date");
    case CellType::time:
      return named("timedelta");
    case CellType::text:
      break;
  }
  return heap.text(*cell);
}

}  // namespace dbmig::python

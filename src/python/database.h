#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/rows.h"
#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// Thrown for what a sink throws, so that no `except` of the file takes it.
struct SinkFailed {
  Error error;
};

/// Sends a statement, or gathers it when there is no sink. The rows that it found, when that
/// is known. Throws Raised when the server refuses it and a `try` stands around it.
std::optional<std::uint64_t> send(Evaluation& evaluation, const std::string& text,
                                  std::size_t offset);

/// What the database answers; there must be a sink. Throws Raised likewise.
Rows ask(Evaluation& evaluation, const std::string& text, std::size_t offset);

/// Says a line to people.
void say(Evaluation& evaluation, const std::string& line, std::size_t offset);

/// What nobody knows before the database is asked.
Value unknown(Evaluation& evaluation);
/// The same, where something is known of it.
Value unknown(Evaluation& evaluation, Unknown known);
/// What is known of an unknown value; null: nothing.
const Unknown* known_of(const Evaluation& evaluation, const Value& value);

/// The unknown answer to a question that is asked here.
Value asked(Evaluation& evaluation, Question question, Unknown::Form form);

/// Whether a statement only asks.
bool is_query(std::string_view sql, const Dialect& dialect);

/// A cell of a result as PyMySQL gives it.
Value cell_value(Heap& heap, CellType type, const std::optional<std::string>& cell);

}  // namespace dbmig::python

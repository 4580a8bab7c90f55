#include "python/derived.h"

#include <algorithm>
#include <array>
#include <utility>

#include "python/database.h"

namespace dbmig::python {
namespace {

using Form = Unknown::Form;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Value formed(Evaluation& evaluation, Form form, const Unknown& from) {
  return unknown(evaluation, {form, from.question, {}, from.name, from.statement});
}

bool is_text(const Value& value, std::string_view text) {
  return value.is(Value::Kind::text) && value.object->text == text;
}

bool is_number(const Value& value) { return value.is(Value::Kind::integer); }

/// Whether `n op number` says that n, which is never below 0, is 0 (false: that it is not).
std::optional<bool> is_none(std::string_view op, std::int64_t number) {
  if ((number == 0 && (op == "==" || op == "<=")) || (number == 1 && op == "<")) return true;
  if ((number == 0 && (op == "!=" || op == ">")) || (number == 1 && op == ">=")) return false;
  return std::nullopt;
}

/// Whether a statement met rows. SQL need not ask: it is for the end of a loop.
Condition met_rows(const Unknown& known) {
  return {"", "", {{nullptr, "", true, known.statement}}};
}

/// Comparisons of what a query found with None and numbers.
std::optional<Condition> compared(const Evaluation& evaluation, const Unknown& known,
                                  std::string_view op, const Value& right) {
  const Question* const question = known.question;
  const bool with_none = right.is(Value::Kind::none) && is_one_of(op, {"is", "is not", "==", "!="});
  const bool is_there = op == "is not" || op == "!=";
  if (with_none && known.form == Form::row) {
    const auto found = rows_condition(*question, evaluation.dialect);
    return found && !is_there ? negated(*found) : found;
  }
  if (with_none && known.form == Form::cell && is_constant(*question, evaluation.dialect)) {
    const auto found = rows_condition(*question, evaluation.dialect);
    return found && !is_there ? negated(*found) : found;
  }
  if (!is_number(right)) return std::nullopt;
  if (known.form == Form::cell) {
    return count_condition(*question, op, right.number, evaluation.dialect);
  }
  const std::optional<bool> none = is_none(op, right.number);
  if (!none) return std::nullopt;
  std::optional<Condition> some;
  if (known.form == Form::found) some = met_rows(known);
  if (known.form == Form::count) some = rows_condition(*question, evaluation.dialect);
  return some && *none ? negated(*some) : some;
}

}  // namespace

std::optional<Condition> condition_of(const Evaluation& evaluation, const Value& value) {
  const Unknown* const known = known_of(evaluation, value);
  if (known == nullptr) return std::nullopt;
  switch (known->form) {
    case Form::condition:
      return known->condition;
    case Form::rows:
    case Form::row:
    case Form::count:
      return rows_condition(*known->question, evaluation.dialect);
    case Form::cell:
      if (is_constant(*known->question, evaluation.dialect)) {
        return rows_condition(*known->question, evaluation.dialect);
      }
      return count_condition(*known->question, "!=", 0, evaluation.dialect);
    case Form::key_columns:
      return name_condition(*known->question, "PRIMARY", evaluation.dialect);
    case Form::found:
      return met_rows(*known);
    default:
      return std::nullopt;
  }
}

Value unknown_condition(Evaluation& evaluation, std::optional<Condition> condition) {
  if (!condition) return unknown(evaluation);
  return unknown(evaluation, {Form::condition, nullptr, std::move(*condition), "", 0});
}

Value unknown_element(Evaluation& evaluation, const Value& value, const Value& index) {
  const Unknown* const known = known_of(evaluation, value);
  if (known == nullptr) return unknown(evaluation);
  if (known->form == Form::record && is_text(index, "name")) {
    return formed(evaluation, Form::name, *known);
  }
  if (known->form == Form::key && is_text(index, "constrained_columns")) {
    return formed(evaluation, Form::key_columns, *known);
  }
  // A row may be None, which has no element: a query that counts has one always.
  const bool is_first = is_number(index) && index.number == 0;
  if (known->form == Form::row && is_first &&
      count_condition(*known->question, ">", 0, evaluation.dialect)) {
    return formed(evaluation, Form::cell, *known);
  }
  return unknown(evaluation);
}

Value unknown_method(Evaluation& evaluation, const Value& value, std::string_view name,
                     const std::vector<Value>& given) {
  const Unknown* const known = known_of(evaluation, value);
  if (known == nullptr) return unknown(evaluation);
  if (known->form == Form::record && name == "get" && given.size() == 1) {
    return unknown_element(evaluation, value, given.front());
  }
  // What a result has given, it does not give again.
  if (known->form != Form::result || known->is_used || !given.empty()) return unknown(evaluation);
  evaluation.inquiry.unknowns[static_cast<std::size_t>(value.number) - 1].is_used = true;
  if (name == "fetchall" || name == "all") return formed(evaluation, Form::rows, *known);
  if (name == "fetchone" || name == "first") return formed(evaluation, Form::row, *known);
  if (name == "scalar") return formed(evaluation, Form::cell, *known);
  return unknown(evaluation);
}

Value unknown_builtin(Evaluation& evaluation, std::string_view name, const Value& value) {
  const Unknown* const known = known_of(evaluation, value);
  if (known == nullptr) return unknown(evaluation);
  const bool gathers = is_one_of(name, {"list", "tuple", "set", "frozenset", "sorted"});
  if (gathers && (known->form == Form::names || known->form == Form::rows ||
                  (known->form == Form::records && name != "set" && name != "frozenset"))) {
    return formed(evaluation, known->form, *known);
  }
  if (gathers && known->form == Form::result && !known->is_used && name != "sorted") {
    return unknown_method(evaluation, value, "fetchall", {});
  }
  if (name == "len" && known->form == Form::rows) return formed(evaluation, Form::count, *known);
  if (name == "bool") return unknown_condition(evaluation, condition_of(evaluation, value));
  if (name == "any" && known->form == Form::each) {
    return unknown_condition(evaluation,
                             name_condition(*known->question, known->name, evaluation.dialect));
  }
  return unknown(evaluation);
}

Value unknown_comparison(Evaluation& evaluation, std::string_view op, const Value& left,
                         const Value& right) {
  const Unknown* const known = known_of(evaluation, left);
  const Unknown* const other = known_of(evaluation, right);
  const bool looks_up = op == "in" || op == "not in";
  if (looks_up && other != nullptr && other->form == Form::names && left.is(Value::Kind::text)) {
    auto found = name_condition(*other->question, left.object->text, evaluation.dialect);
    if (found && op == "not in") found = negated(*found);
    return unknown_condition(evaluation, std::move(found));
  }
  if (known == nullptr || other != nullptr) return unknown(evaluation);
  if (known->form == Form::name && op == "==" && right.is(Value::Kind::text)) {
    return unknown(evaluation, {Form::each, known->question, {}, right.object->text, 0});
  }
  return unknown_condition(evaluation, compared(evaluation, *known, op, right));
}

Value unknown_item(Evaluation& evaluation, const Value& value) {
  const Unknown* const known = known_of(evaluation, value);
  if (known == nullptr) return unknown(evaluation);
  if (known->form == Form::records) return formed(evaluation, Form::record, *known);
  if (known->form == Form::names) return formed(evaluation, Form::name, *known);
  return unknown(evaluation);
}

Value unknown_selection(Evaluation& evaluation, const Value& value, const Value* condition,
                        const Value& made) {
  const Unknown* const known = known_of(evaluation, value);
  const Unknown* const item = known_of(evaluation, made);
  if (known == nullptr || (known->form != Form::records && known->form != Form::names)) {
    return unknown(evaluation);
  }
  const bool is_of_it = item != nullptr && item->question == known->question;
  if (condition != nullptr) {
    const Unknown* const kept = known_of(evaluation, *condition);
    const bool by_name = kept != nullptr && kept->form == Form::each &&
                         kept->question == known->question && !kept->name.empty();
    if (!by_name || !is_of_it || (item->form != Form::record && item->form != Form::name)) {
      return unknown(evaluation);
    }
    return unknown_condition(evaluation,
                             name_condition(*known->question, kept->name, evaluation.dialect));
  }
  if (!is_of_it) return unknown(evaluation);
  if (item->form == Form::name) return formed(evaluation, Form::names, *known);
  if (item->form == Form::each) return formed(evaluation, Form::each, *item);
  return unknown(evaluation);
}

}  // namespace dbmig::python

// The operators of a revision file.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "python/builtins.h"
#include "python/database.h"
#include "python/derived.h"
#include "python/dml.h"
#include "python/evaluator.h"
#include "python/operations.h"
#include "python/text_methods.h"

namespace dbmig::python {
namespace {

bool is_integer(const Value& value) {
  return value.is(Value::Kind::integer) || value.is(Value::Kind::boolean);
}

bool is_number(const Value& value) { return value.is(Value::Kind::real) || is_integer(value); }

constexpr std::size_t kLongestChain = 100;  // Of conditions that the database decides.

double as_real(const Value& value) {
  return value.is(Value::Kind::real) ? value.real : static_cast<double>(value.number);
}

}  // namespace

Value Evaluator::unary(const Expression& node) {
  const Expression& part = *node.parts.front();
  const Value value = expression(part);
  if (node.text == "not" && known_of(result_, value) != nullptr) {
    const std::optional<Condition> condition = condition_of(result_, value);
    return unknown_condition(result_, condition ? std::optional(negated(*condition)) : condition);
  }
  if (!usable(value, part)) return poison();
  if (node.text == "not") {
    const std::optional<bool> holds = condition(value, part);
    return holds ? boolean(!*holds) : poison();
  }
  if (node.text == "~" && value.is(Value::Kind::construct)) {
    if (!is_sql(value)) return refuse(node, "unsupported: `~` here");
    const Value made = heap_.construct("sqlalchemy.not_", node.offset);
    made.object->named = {{"clause", value}};
    return made;
  }
  if (value.is(Value::Kind::real) && node.text == "-") {
    const std::string& digits = value.object->text;
    const std::string text = digits.starts_with('-') ? digits.substr(1) : "-" + digits;
    return {Value::Kind::real, value.number, -value.real, heap_.text(text).object};
  }
  if (!is_integer(value) || node.text == "~")
    return refuse(node, "unsupported: this operator here");
  if (value.number == std::numeric_limits<std::int64_t>::min()) {
    return refuse(node, "limit: this number is too large");
  }
  return integer(node.text == "-" ? -value.number : value.number);
}

Value Evaluator::binary(const Expression& node) {
  const Value left = expression(*node.parts[0]);
  const Value right = expression(*node.parts[1]);
  return arithmetic(node, node.text, left, right);
}

Value Evaluator::arithmetic(const Expression& node, std::string_view op, const Value& left,
                            const Value& right) {
  if (!usable(left, node) || !usable(right, node)) return poison();
  using Kind = Value::Kind;
  if (op == "%" && left.is(Kind::text)) return heap_.text(percent_format(left.object->text, right));
  if (op == "+" && left.is(Kind::text) && right.is(Kind::text)) {
    return heap_.text(left.object->text + right.object->text);
  }
  if ((op == "&" || op == "|") && is_sql(left) && is_sql(right)) {
    const Value made =
        heap_.construct(op == "&" ? "sqlalchemy.and_" : "sqlalchemy.or_", node.offset);
    made.object->items = {left, right};
    return made;
  }
  if (left.is(Kind::set) && right.is(Kind::set) && (op == "-" || op == "|" || op == "&")) {
    const Arguments given{{right}, {}};
    return call_builtin_method(heap_, left,
                               op == "-"   ? "difference"
                               : op == "|" ? "union"
                                           : "intersection",
                               given);
  }
  if (op == "+" && left.kind == right.kind && (left.is(Kind::list) || left.is(Kind::tuple))) {
    std::vector<Value> all = left.object->items;
    all.insert(all.end(), right.object->items.begin(), right.object->items.end());
    return heap_.sequence(left.kind, std::move(all));
  }
  if (!is_integer(left) || !is_integer(right)) {
    return refuse(node, fmt::format("unsupported: `{}` between {} and {}", op, type_name(left),
                                    type_name(right)));
  }
  std::int64_t result = 0;
  bool overflow = false;
  if (op == "+") {
    overflow = __builtin_add_overflow(left.number, right.number, &result);
  } else if (op == "-") {
    overflow = __builtin_sub_overflow(left.number, right.number, &result);
  } else if (op == "*") {
    overflow = __builtin_mul_overflow(left.number, right.number, &result);
  } else if ((op == "%" || op == "//") && left.number >= 0 && right.number > 0) {
    result = op == "%" ? left.number % right.number : left.number / right.number;
  } else {
    return refuse(node, fmt::format("unsupported: `{}` between these numbers", op));
  }
  if (overflow) return refuse(node, "limit: this number is too large");
  return integer(result);
}

Value Evaluator::boolean_chain(const Expression& node) {
  Value value;
  for (const Expression* part : node.parts) {
    value = expression(*part);
    const std::optional<bool> holds = condition(value, *part);
    if (!holds && is_open()) return unknown_chain(node, part, value);
    if (!holds) return poison();
    if (*holds == (node.text == "or")) return value;
  }
  return value;
}

/// The rest of a chain, from a part on that the database decides.
Value Evaluator::unknown_chain(const Expression& node, const Expression* first,
                               const Value& value) {
  std::vector<Guard>& guards = result_.inquiry.guards;
  const std::size_t outer = guards.size();
  const bool is_or = node.text == "or";
  std::vector<Condition> all;
  std::optional<Condition> one = condition_of(result_, value);
  auto part = std::find(node.parts.begin(), node.parts.end(), first);
  for (; one && ++part != node.parts.end();) {
    all.push_back(*one);
    guards.push_back({is_or ? negated(*one) : *one, Guard::Until::branch});
    const Value next = expression(**part);
    one = condition_of(result_, next);
    const bool is_needless = !one && !is_unknown(next) && condition(next, **part) == !is_or;
    if (is_needless) one = all.back();
    if (all.size() > kLongestChain) one.reset();
  }
  guards.resize(outer);
  if (!one) {
    if (part + 1 != node.parts.end()) lose(node.offset, Lost::decides);  // The rest may do things.
    return unknown(result_);
  }
  all.push_back(*one);
  return unknown_condition(result_, is_or ? any_of(all) : all_of(all));
}

Value Evaluator::compare(const Expression& node) {
  Value left = expression(*node.parts[0]);
  Value result;
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    const Value right = expression(*node.parts[i + 1]);
    const bool is_known = known_of(result_, left) != nullptr || known_of(result_, right) != nullptr;
    if (is_known && node.operators.size() == 1) {
      return unknown_comparison(result_, node.operators[i], left, right);
    }
    if (!usable(left, *node.parts[i]) || !usable(right, *node.parts[i + 1])) return poison();
    result = compared(node, node.operators[i], left, right);
    if (i + 1 == node.operators.size()) return result;
    const std::optional<bool> holds = condition(result, node);
    if (!holds) return poison();
    if (!*holds) return result;
    left = right;
  }
  return result;
}

Value Evaluator::compared(const Expression& node, std::string_view op, const Value& left,
                          const Value& right) {
  if (auto sql = sql_comparison(result_, op, left, right)) return *sql;
  if (left.object != nullptr) weigh(left.object->items.size(), node.offset);
  if (op == "==") return boolean(equal(left, right));
  if (op == "!=") return boolean(!equal(left, right));
  if (op == "is" || op == "is not") {
    if (!left.is(Value::Kind::none) && !right.is(Value::Kind::none) &&
        !left.is(Value::Kind::boolean)) {
      return refuse(node, "unsupported: `is` with anything but None, True and False");
    }
    return boolean((left.kind == right.kind && equal(left, right)) == (op == "is"));
  }
  if (op == "in" || op == "not in") {
    const bool named = right.is_construct("Columns") && left.is(Value::Kind::text);
    if (named) {
      const auto column = attribute_of_construct(result_, right, left.object->text);
      return boolean(column.has_value() == (op == "in"));
    }
    if (is_sql(left)) return refuse(node, "unsupported: a part of SQL as a condition of Python");
    bool found = false;
    if (right.is(Value::Kind::text) && left.is(Value::Kind::text)) {
      found = right.object->text.find(left.object->text) != std::string::npos;
    } else {
      const std::vector<Value> all = items(right, node);
      found =
          std::any_of(all.begin(), all.end(), [&](const Value& one) { return equal(one, left); });
    }
    return boolean(found == (op == "in"));
  }
  const bool texts = left.is(Value::Kind::text) && right.is(Value::Kind::text);
  const bool reals =
      is_number(left) && is_number(right) && !(is_integer(left) && is_integer(right));
  if (texts || reals) {
    const int order = texts ? left.object->text.compare(right.object->text)
                            : (as_real(left) > as_real(right)) - (as_real(left) < as_real(right));
    if (op == "<") return boolean(order < 0);
    if (op == "<=") return boolean(order <= 0);
    return boolean(op == ">" ? order > 0 : order >= 0);
  }
  if (!is_integer(left) || !is_integer(right)) {
    return refuse(node, fmt::format("unsupported: `{}` between {} and {}", op, type_name(left),
                                    type_name(right)));
  }
  if (op == "<") return boolean(left.number < right.number);
  if (op == "<=") return boolean(left.number <= right.number);
  return boolean(op == ">" ? left.number > right.number : left.number >= right.number);
}

}  // namespace dbmig::python

// The expressions of a revision file.
#include <algorithm>
#include <charconv>
#include <limits>

#include <fmt/format.h>

#include "base/text.h"
#include "python/catalogue.h"
#include "python/dml.h"
#include "python/evaluator.h"
#include "python/operations.h"

namespace dbmig::python {
namespace {

constexpr int kDeepest = 1000;

bool is_sequence(const Value& value) {
  return value.is(Value::Kind::list) || value.is(Value::Kind::tuple) || value.is(Value::Kind::set);
}

bool is_integer(const Value& value) {
  return value.is(Value::Kind::integer) || value.is(Value::Kind::boolean);
}

}  // namespace

Value Evaluator::expression(const Expression& node) {
  step(node.offset);
  if (++depth_ > kDeepest) {
    --depth_;
    return refuse(node, "limit: calls or expressions are nested too deep");
  }
  Value result;
  try {
    result = evaluated(node);
  } catch (Error& e) {
    if (!e.location()) e.set_location(source_.at(node.offset));
    note(std::move(e));
    result = poison();
  }
  --depth_;
  return result;
}

Value Evaluator::evaluated(const Expression& node) {
  using Kind = Expression::Kind;
  switch (node.kind) {
    case Kind::name:
      return name(node);
    case Kind::constant:
      if (node.text == "...") return refuse(node, "unsupported: `...`");
      return node.text == "None" ? Value() : boolean(node.text == "True");
    case Kind::number:
      return number(node);
    case Kind::string:
      return heap_.text(node.text);
    case Kind::formatted:
      return formatted(node);
    case Kind::tuple:
      return sequence(node, Value::Kind::tuple);
    case Kind::list:
      return sequence(node, Value::Kind::list);
    case Kind::set:
      return sequence(node, Value::Kind::set);
    case Kind::dict:
      return dict(node);
    case Kind::attribute:
      return attribute(node);
    case Kind::subscript:
      return subscript(node);
    case Kind::call:
      return call(node);
    case Kind::unary:
      return unary(node);
    case Kind::binary:
      return binary(node);
    case Kind::boolean:
      return boolean_chain(node);
    case Kind::compare:
      return compare(node);
    case Kind::conditional:
      return conditional(node);
    case Kind::comprehension:
      return comprehension(node);
    case Kind::lambda: {
      Object& object = heap_.object();
      object.text = "lambda";
      object.lambda = &node;
      object.scope = scope_;
      return {Value::Kind::function, 0, 0, &object};
    }
    default:
      return refuse(node, "unsupported: this kind of expression");
  }
}

bool Evaluator::usable(const Value& value, const Expression& node) {
  if (value.is(Value::Kind::poison)) return false;
  if (!value.is(Value::Kind::missing)) return true;
  refuse(node, value.object->text);
  return false;
}

std::optional<bool> Evaluator::holds(const Expression& node) {
  return condition(expression(node), node);
}

std::optional<bool> Evaluator::condition(const Value& value, const Expression& node) {
  if (!usable(value, node)) return std::nullopt;
  if (!is_sql(value)) return truth(value);
  refuse(node, "unsupported: a part of SQL as a condition of Python");
  return std::nullopt;
}

Value Evaluator::name(const Expression& node) {
  for (Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    if (const Value* const found = scope->find(node.text)) return *found;
  }
  if (!is_builtin(node.text)) {
    return refuse(node, fmt::format("unsupported: the name {}", printable(node.text)));
  }
  Object& object = heap_.object();
  object.text = node.text;
  return {Value::Kind::callable, 0, 0, &object};
}

Value Evaluator::attribute(const Expression& node) {
  const Expression& owner = *node.parts.front();
  const Value object = expression(owner);
  if (!usable(object, owner)) return poison();
  return attribute_of(object, node);
}

Value Evaluator::attribute_of(const Value& object, const Expression& node) {
  const auto named = [&](Value::Kind kind, std::string text) {
    Object& made = heap_.object();
    made.text = std::move(text);
    if (kind == Value::Kind::method) made.items = {object};
    return Value{kind, 0, 0, &made};
  };
  if (object.is(Value::Kind::module)) {
    const std::string name = catalogue_name(object.object->text, node.text);
    if (is_module(name)) return named(Value::Kind::module, name);
    if (signature_of(name)) return named(Value::Kind::callable, name);
    return refuse(node, fmt::format("unsupported: {}.{}", object.object->text, node.text));
  }
  if (object.is(Value::Kind::construct)) {
    if (const auto found = attribute_of_construct(result_, object, node.text)) return *found;
    return refuse(node, fmt::format("unsupported: {}.{}", type_name(object), node.text));
  }
  const bool has_methods =
      object.is(Value::Kind::text) || is_sequence(object) || object.is(Value::Kind::dict);
  if (has_methods) return named(Value::Kind::method, node.text);
  return refuse(node, fmt::format("unsupported: {}.{}", type_name(object), node.text));
}

Value Evaluator::subscript(const Expression& node) {
  const Value object = expression(*node.parts[0]);
  if (!usable(object, *node.parts[0])) return poison();
  if (node.parts[1]->kind == Expression::Kind::slice) return slice(object, node);
  const Value index = expression(*node.parts[1]);
  if (!usable(index, *node.parts[1])) return poison();
  return element(object, index, node);
}

Value Evaluator::element(const Value& object, const Value& index, const Expression& node) {
  if (object.is(Value::Kind::dict)) {
    const std::vector<Value>& all = object.object->items;
    weigh(all.size(), node.offset);
    for (std::size_t i = 0; i < all.size(); i += 2) {
      if (equal(all[i], index)) return all[i + 1];
    }
    return refuse(node, "this key is not in the dict");
  }
  if (object.is_construct("Columns") && index.is(Value::Kind::text)) {
    if (auto found = attribute_of_construct(result_, object, index.object->text)) return *found;
  }
  const bool countable = object.is(Value::Kind::list) || object.is(Value::Kind::tuple);
  if (!countable || !is_integer(index)) {
    return refuse(node, fmt::format("unsupported: an element of a {}", type_name(object)));
  }
  const auto size = static_cast<std::int64_t>(object.object->items.size());
  const std::int64_t at = index.number < 0 ? index.number + size : index.number;
  if (at < 0 || at >= size) return refuse(node, "there is no such element");
  return object.object->items[static_cast<std::size_t>(at)];
}

Value Evaluator::slice(const Value& object, const Expression& node) {
  const Expression& range = *node.parts[1];
  const bool countable = object.is(Value::Kind::list) || object.is(Value::Kind::tuple);
  if (!countable || range.parts[2] != nullptr) return refuse(node, "unsupported: this slice");
  const auto size = static_cast<std::int64_t>(object.object->items.size());
  const auto bound = [&](const Expression* part, std::int64_t otherwise) {
    if (part == nullptr) return otherwise;
    const Value value = expression(*part);
    if (!is_integer(value)) return otherwise;
    const std::int64_t at = value.number < 0 ? value.number + size : value.number;
    return std::clamp<std::int64_t>(at, 0, size);
  };
  const std::int64_t begin = bound(range.parts[0], 0);
  const std::int64_t end = std::max(bound(range.parts[1], size), begin);
  const auto first = object.object->items.begin();
  return heap_.sequence(object.kind, {first + begin, first + end});
}

Value Evaluator::number(const Expression& node) {
  const std::string digits = replaced(node.text, "_", "");
  const bool based = digits.size() > 1 && digits[0] == '0' && is_letter(digits[1]) &&
                     to_lower(digits[1]) != 'e' && to_lower(digits[1]) != 'j';
  if (!based && digits.find_first_of(".eEjJ") != std::string::npos) {
    double real = 0;
    const auto end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, real).ptr != end) {
      return refuse(node, "unsupported: this kind of number");
    }
    return {Value::Kind::real, 0, real, heap_.text(digits).object};
  }
  const int base = !based                       ? 10
                   : to_lower(digits[1]) == 'x' ? 16
                   : to_lower(digits[1]) == 'o' ? 8
                                                : 2;
  std::int64_t value = 0;
  const char* const begin = digits.data() + (based ? 2 : 0);
  const auto [end, problem] = std::from_chars(begin, digits.data() + digits.size(), value, base);
  if (problem != std::errc()) return refuse(node, "limit: this number is too large");
  return integer(value);
}

Value Evaluator::unary(const Expression& node) {
  const Expression& part = *node.parts.front();
  const Value value = expression(part);
  if (!usable(value, part)) return poison();
  if (node.text == "not") {
    const std::optional<bool> holds = condition(value, part);
    return holds ? boolean(!*holds) : poison();
  }
  if (node.text == "~" && value.is(Value::Kind::construct)) {
    return refuse(node, "unsupported: `~` on a part of SQL");
  }
  if (value.is(Value::Kind::real) && node.text == "-") {
    return {Value::Kind::real, 0, -value.real, heap_.text("-" + value.object->text).object};
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
    if (!holds) return poison();
    if (*holds == (node.text == "or")) return value;
  }
  return value;
}

Value Evaluator::compare(const Expression& node) {
  Value left = expression(*node.parts[0]);
  Value result;
  for (std::size_t i = 0; i < node.operators.size(); ++i) {
    const Value right = expression(*node.parts[i + 1]);
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
  if (!is_integer(left) || !is_integer(right)) {
    return refuse(node, fmt::format("unsupported: `{}` between {} and {}", op, type_name(left),
                                    type_name(right)));
  }
  if (op == "<") return boolean(left.number < right.number);
  if (op == "<=") return boolean(left.number <= right.number);
  return boolean(op == ">" ? left.number > right.number : left.number >= right.number);
}

/// A condition that nobody can know yet makes a value that nobody may use.
Value Evaluator::conditional(const Expression& node) {
  const Value deciding = expression(*node.parts[1]);
  if (deciding.is(Value::Kind::missing)) return deciding;
  const std::optional<bool> holds = condition(deciding, *node.parts[1]);
  if (!holds) return poison();
  return expression(*holds ? *node.parts[0] : *node.parts[2]);
}

Value Evaluator::formatted(const Expression& node) {
  std::string text;
  for (const Expression* part : node.parts) {
    if (part->kind == Expression::Kind::string) {
      text += part->text;
      continue;
    }
    const Value value = expression(*part->parts[0]);
    if (!usable(value, *part->parts[0])) return poison();
    if (part->parts[1] != nullptr)
      return refuse(*part, "unsupported: a format in a formatted string");
    text += part->text == "r" || part->text == "a" ? repr(value) : str(value);
  }
  return heap_.text(std::move(text));
}

Value Evaluator::sequence(const Expression& node, Value::Kind kind) {
  std::vector<Value> all;
  for (const Expression* part : node.parts) {
    if (part->kind != Expression::Kind::starred) {
      all.push_back(expression(*part));
      continue;
    }
    const std::vector<Value> inner = items(expression(*part->parts.front()), *part);
    all.insert(all.end(), inner.begin(), inner.end());
  }
  return heap_.sequence(kind, std::move(all));
}

Value Evaluator::dict(const Expression& node) {
  std::vector<Value> all;
  for (std::size_t i = 0; i < node.parts.size(); i += 2) {
    if (node.parts[i] == nullptr) return refuse(node, "unsupported: `**` in a dict");
    const Value key = expression(*node.parts[i]);
    const Value value = expression(*node.parts[i + 1]);
    std::size_t at = 0;
    weigh(all.size(), node.offset);
    while (at < all.size() && !equal(all[at], key))
      at += 2;
    if (at < all.size()) {
      all[at + 1] = value;
    } else {
      all.push_back(key);
      all.push_back(value);
    }
  }
  return heap_.sequence(Value::Kind::dict, std::move(all));
}

}  // namespace dbmig::python

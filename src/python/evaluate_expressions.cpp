// The expressions of a revision file.
#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "python/builtins.h"
#include "python/catalogue.h"
#include "python/database.h"
#include "python/derived.h"
#include "python/dml.h"
#include "python/evaluator.h"
#include "python/operations.h"
#include "python/results.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

constexpr int kDeepest = 1000;

bool is_sequence(const Value& value) {
  return value.is(Value::Kind::list) || value.is(Value::Kind::tuple) || value.is(Value::Kind::set);
}

/// Loggers have these names, wherever they come from.
bool is_logger(std::string_view name) {
  const std::string small = lower(name);
  return small == "log" || small == "logger" || small == "_log" || small == "_logger";
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
  const std::size_t findings = result_.findings.size();
  const bool outer = std::exchange(saw_unknown_, false);
  try {
    result = evaluated(node);
  } catch (Error& e) {
    if (!e.location()) e.set_location(source_.at(node.offset));
    note(std::move(e));
    result = poison();
  }
  --depth_;
  const bool open =
      saw_unknown_ && result.is(Value::Kind::poison) && result_.findings.size() == findings;
  saw_unknown_ = outer;
  if (open || (result.object != nullptr && result.object->uncertain)) return unknown(result_);
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
      add_defaults(object, *node.parameters);
      return {Value::Kind::function, 0, 0, &object};
    }
    case Kind::yield:
      return yielded(node);
    default:
      return refuse(node, "unsupported: this kind of expression");
  }
}

bool Evaluator::usable(const Value& value, const Expression& node) {
  if (value.is(Value::Kind::poison)) return false;
  if (result_.steered && result_.sink == nullptr) {
    if (is_sequence(value) || value.is(Value::Kind::dict)) {
      weigh(value.object->items.size(), node.offset);
    }
    if (is_unknown(value)) {
      saw_unknown_ = true;
      return false;
    }
  }
  if (!value.is(Value::Kind::missing)) return true;
  refuse(node, value.object->text);
  return false;
}

std::optional<bool> Evaluator::holds(const Expression& node) {
  return condition(expression(node), node);
}

std::optional<bool> Evaluator::condition(const Value& value, const Expression& node) {
  open_ = value.is(Value::Kind::unknown);
  deciding_ = condition_of(result_, value);
  if (!open_ && (is_sequence(value) || value.is(Value::Kind::dict))) return truth(value);
  if (!usable(value, node)) return std::nullopt;
  if (!is_sql(value)) return truth(value);
  refuse(node, "unsupported: a part of SQL as a condition of Python");
  return std::nullopt;
}

Value Evaluator::name(const Expression& node) {
  for (Scope* scope = scope_; scope != nullptr; scope = scope->outer) {
    steps_ += scope->names.size() / 64;
    const Value* const found = scope->find(node.text);
    if (found == nullptr) continue;
    const bool logs = found->is(Value::Kind::missing) && is_logger(node.text);
    return logs ? heap_.construct("Logger", node.offset) : *found;
  }
  if (node.text == "__name__") return heap_.text("revision");
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
  if (const Unknown* const known = known_of(result_, object)) {
    const bool calls = known->form == Unknown::Form::record ||
                       (known->form == Unknown::Form::result && node.text != "rowcount");
    if (!calls) return unknown(result_);
    Object& made = heap_.object();
    made.text = node.text;
    made.items = {object};
    return {Value::Kind::method, 0, 0, &made};
  }
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
    if (const auto value = configured(object.object->text + "." + node.text, node.offset)) {
      return *value;
    }
    const std::string name = catalogue_name(object.object->text, node.text);
    if (is_known_module(name)) return named(Value::Kind::module, name);
    if (signature_of(name)) return named(Value::Kind::callable, name);
    return refuse(node, fmt::format("unsupported: {}.{}", object.object->text, node.text));
  }
  if (object.is(Value::Kind::callable)) {
    const std::string name = fmt::format("{}.{}", object.object->text, node.text);
    if (signature_of(name)) return named(Value::Kind::callable, name);
  }
  if (object.is(Value::Kind::construct)) {
    if (const auto found = attribute_of_construct(result_, object, node.text)) return *found;
    return refuse(node, fmt::format("unsupported: {}.{}", type_name(object), node.text));
  }
  if (is_row(object)) {
    if (const auto found = attribute_of_row(heap_, object, node.text)) return *found;
  }
  const bool has_methods =
      object.is(Value::Kind::text) || is_sequence(object) || object.is(Value::Kind::dict);
  if (has_methods) return named(Value::Kind::method, node.text);
  return refuse(node, fmt::format("unsupported: {}.{}", type_name(object), node.text));
}

Value Evaluator::subscript(const Expression& node) {
  const Value object = expression(*node.parts[0]);
  if (known_of(result_, object) != nullptr && node.parts[1]->kind != Expression::Kind::slice) {
    return unknown_element(result_, object, expression(*node.parts[1]));
  }
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
  if (is_row(object) && (index.is(Value::Kind::text) || index.is_construct("Ref"))) {
    const Value& name = index.is(Value::Kind::text) ? index : index.object->at("name");
    if (auto found = attribute_of_row(heap_, object, plain_name(name))) return *found;
  }
  if (object.is(Value::Kind::text) && is_integer(index)) return letter(object, index, node);
  const bool countable = object.is(Value::Kind::list) || object.is(Value::Kind::tuple);
  if (!countable || !is_integer(index)) {
    return refuse(node, fmt::format("unsupported: an element of a {}", type_name(object)));
  }
  const auto size = static_cast<std::int64_t>(object.object->items.size());
  const std::int64_t at = index.number < 0 ? index.number + size : index.number;
  if (at < 0 || at >= size) return refuse(node, "there is no such element");
  return object.object->items[static_cast<std::size_t>(at)];
}

Value Evaluator::letter(const Value& object, const Value& index, const Expression& node) {
  const std::string& text = object.object->text;
  const auto size = static_cast<std::int64_t>(code_points(text));
  const std::int64_t at = index.number < 0 ? index.number + size : index.number;
  if (at < 0 || at >= size) return refuse(node, "there is no such element");
  return heap_.text(std::string(code_point_range(text, static_cast<std::size_t>(at), 1)));
}

Value Evaluator::slice(const Value& object, const Expression& node) {
  const Expression& range = *node.parts[1];
  const bool is_text = object.is(Value::Kind::text);
  const bool countable = object.is(Value::Kind::list) || object.is(Value::Kind::tuple) || is_text;
  if (!countable || range.parts[2] != nullptr) return refuse(node, "unsupported: this slice");
  const auto size = static_cast<std::int64_t>(is_text ? code_points(object.object->text)
                                                      : object.object->items.size());
  bool known = true;
  const auto bound = [&](const Expression* part, std::int64_t otherwise) {
    if (part == nullptr) return otherwise;
    const Value value = expression(*part);
    known = known && usable(value, *part);
    if (!is_integer(value)) return otherwise;
    const std::int64_t at = value.number < 0 ? value.number + size : value.number;
    return std::clamp<std::int64_t>(at, 0, size);
  };
  const std::int64_t begin = bound(range.parts[0], 0);
  const std::int64_t end = std::max(bound(range.parts[1], size), begin);
  if (!known) return poison();
  if (is_text) {
    return heap_.text(
        std::string(code_point_range(object.object->text, static_cast<std::size_t>(begin),
                                     static_cast<std::size_t>(end - begin))));
  }
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

/// A condition that nobody can know yet makes a value that nobody may use.
Value Evaluator::conditional(const Expression& node) {
  const Value deciding = expression(*node.parts[1]);
  if (deciding.is(Value::Kind::missing)) return deciding;
  const std::optional<bool> holds = condition(deciding, *node.parts[1]);
  if (!holds && is_open()) lose(node.offset, Lost::decides);
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
    if (part->text == "a") return refuse(*part, "unsupported: `!a` in a formatted string");
    text += part->text == "r" ? repr(value) : str(value);
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
  if (saw_unknown_) return poison();  // Of `*values`, whose number nobody knows.
  if (kind == Value::Kind::set) all = distinct(all, node.offset);
  return heap_.sequence(kind, std::move(all));
}

/// What a set holds of these values, in their order.
std::vector<Value> Evaluator::distinct(const std::vector<Value>& values, std::size_t offset) {
  std::vector<Value> all;
  for (const Value& value : values) {
    weigh(all.size(), offset);
    const bool there =
        std::any_of(all.begin(), all.end(), [&](const Value& one) { return equal(one, value); });
    if (!there) all.push_back(value);
  }
  return all;
}

void put(std::vector<Value>& dict, const Value& key, const Value& value) {
  for (std::size_t at = 0; at < dict.size(); at += 2) {
    if (!equal(dict[at], key)) continue;
    dict[at + 1] = value;
    return;
  }
  dict.push_back(key);
  dict.push_back(value);
}

Value Evaluator::dict(const Expression& node) {
  std::vector<Value> all;
  for (std::size_t i = 0; i < node.parts.size(); i += 2) {
    if (node.parts[i] == nullptr) return refuse(node, "unsupported: `**` in a dict");
    const Value key = expression(*node.parts[i]);
    const Value value = expression(*node.parts[i + 1]);
    weigh(all.size(), node.offset);
    put(all, key, value);
  }
  return heap_.sequence(Value::Kind::dict, std::move(all));
}

}  // namespace dbmig::python

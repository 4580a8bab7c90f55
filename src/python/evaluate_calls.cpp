// Calls, and what goes over many values.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "python/catalogue.h"
#include "python/evaluator.h"
#include "python/operations.h"

namespace dbmig::python {
namespace {

constexpr int kLevelsOfACall = 8;  // What a call takes of the depth, beyond its expression.
constexpr std::size_t kMostItems = 1'000'000;

}  // namespace

std::vector<Value> Evaluator::items(const Value& value, const Expression& node) {
  if (!usable(value, node)) return {};
  if (value.object != nullptr) weigh(value.object->items.size(), node.offset);
  switch (value.kind) {
    case Value::Kind::list:
    case Value::Kind::tuple:
    case Value::Kind::set:
      return value.object->items;
    case Value::Kind::dict: {
      std::vector<Value> keys;
      for (std::size_t i = 0; i < value.object->items.size(); i += 2)
        keys.push_back(value.object->items[i]);
      return keys;
    }
    case Value::Kind::text: {
      std::vector<Value> letters;
      const std::string& text = value.object->text;
      for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && is_continuation(text[end]))
          ++end;
        letters.push_back(heap_.text(text.substr(at, end - at)));
        at = end;
      }
      return letters;
    }
    default:
      refuse(node, fmt::format("unsupported: to go over a {}", type_name(value)));
      return {};
  }
}

Value Evaluator::comprehension(const Expression& node) {
  if (node.text == "dict") return refuse(node, "unsupported: a dict comprehension");
  Scope* const outer = scope_;
  scope_ = &heap_.scope(outer);
  std::vector<Value> results;
  comprehend(node, 1, results);
  scope_ = outer;
  return heap_.sequence(node.text == "set" ? Value::Kind::set : Value::Kind::list,
                        std::move(results));
}

void Evaluator::comprehend(const Expression& node, std::size_t loop, std::vector<Value>& results) {
  if (loop == node.parts.size()) {
    results.push_back(expression(*node.parts.front()));
    if (results.size() > kMostItems) throw Error(ErrorCode::data, "limit: too many values");
    return;
  }
  const Expression& clause = *node.parts[loop];
  for (const Value& item : items(expression(*clause.parts[1]), *clause.parts[1])) {
    step(clause.offset);
    assign(*clause.parts[0], item);
    const bool wanted = std::all_of(clause.parts.begin() + 2, clause.parts.end(),
                                    [&](const Expression* one) { return holds(*one) == true; });
    if (wanted) comprehend(node, loop + 1, results);
  }
}

Arguments Evaluator::arguments(const Expression& node) {
  Arguments given;
  for (std::size_t i = 1; i < node.parts.size(); ++i) {
    const Expression& part = *node.parts[i];
    if (part.kind == Expression::Kind::starred) {
      const Expression& inner = *part.parts.front();
      for (const Value& one : items(expression(inner), inner))
        given.positional.push_back(one);
    } else if (part.kind == Expression::Kind::keyword && part.text.empty()) {
      const Value all = expression(*part.parts.front());
      if (!usable(all, part)) continue;
      if (!all.is(Value::Kind::dict)) refuse(part, "unsupported: `**` on anything but a dict");
      if (!all.is(Value::Kind::dict)) continue;
      for (std::size_t at = 0; at < all.object->items.size(); at += 2)
        given.keywords.emplace_back(str(all.object->items[at]), all.object->items[at + 1]);
    } else if (part.kind == Expression::Kind::keyword) {
      given.keywords.emplace_back(part.text, expression(*part.parts.front()));
    } else {
      given.positional.push_back(expression(part));
    }
  }
  return given;
}

Value Evaluator::call(const Expression& node) {
  const Expression& function = *node.parts.front();
  const Value callee = expression(function);
  const std::size_t before = result_.findings.size();
  const Arguments given = arguments(node);
  if (!usable(callee, function) || result_.findings.size() != before) return poison();
  return call_value(callee, given, node);
}

Value Evaluator::call_value(const Value& callee, const Arguments& given, const Expression& node) {
  const Object& object = *callee.object;
  const bool poisoned =
      std::any_of(given.positional.begin(), given.positional.end(),
                  [](const Value& one) { return one.is(Value::Kind::poison); }) ||
      std::any_of(given.keywords.begin(), given.keywords.end(),
                  [](const auto& one) { return one.second.is(Value::Kind::poison); });
  if (poisoned) return poison();
  switch (callee.kind) {
    case Value::Kind::function:
      return call_function(object, given, node);
    case Value::Kind::callable:
      return call_named(object.text, given, nullptr, node);
    case Value::Kind::method: {
      const Value& self = object.items.front();
      if (self.is(Value::Kind::construct)) return call_named(object.text, given, &self, node);
      for (const Value& one : given.positional) {
        if (!usable(one, node)) return poison();
      }
      return call_builtin_method(heap_, self, object.text, given);
    }
    default:
      return refuse(node, fmt::format("unsupported: to call a {}", type_name(callee)));
  }
}

/// A name of the catalogue, or one of Python's own.
Value Evaluator::call_named(const std::string& callee, const Arguments& given, const Value* self,
                            const Expression& node) {
  const auto signature = signature_of(callee);
  if (!signature) {
    for (const Value& one : given.positional) {
      if (!usable(one, node)) return poison();
    }
    return call_builtin_method(heap_, {}, callee, given);
  }
  const Value made = heap_.construct(callee, node.offset);
  bind(callee, *signature, given, *made.object);
  for (const auto& [name, value] : made.object->named) {
    if (!usable(value, node)) return poison();
  }
  for (const Value& value : made.object->items) {
    if (!usable(value, node)) return poison();
  }
  if (self != nullptr) made.object->named.emplace_back("self", *self);
  return carry_out(result_, made);
}

Value Evaluator::call_function(const Object& function, const Arguments& given,
                               const Expression& node) {
  Scope* const caller = scope_;
  Scope& scope = heap_.scope(function.scope);
  const Parameters& all =
      *(function.lambda != nullptr ? function.lambda->parameters : function.function->parameters);
  bind_parameters(all, given, scope, node);
  scope_ = &scope;
  depth_ += kLevelsOfACall;
  Value result;
  if (function.lambda != nullptr) {
    result = expression(*function.lambda->parts.front());
  } else {
    returned_ = {};
    block(function.function->body);
    result = std::exchange(returned_, {});
  }
  depth_ -= kLevelsOfACall;
  scope_ = caller;
  return result;
}

void Evaluator::bind_parameters(const Parameters& all, const Arguments& given, Scope& scope,
                                const Expression& node) {
  using Kind = Parameters::One::Kind;
  std::size_t taken = 0;
  std::size_t named = 0;
  for (const Parameters::One& one : all.all) {
    if (one.kind == Kind::double_star) {
      refuse(node, "unsupported: a function with `**` parameters");
      return;
    }
    if (one.kind == Kind::star) {
      scope.set(one.name,
                heap_.sequence(Value::Kind::tuple,
                               {given.positional.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                               taken, given.positional.size())),
                                given.positional.end()}));
      taken = given.positional.size();
      continue;
    }
    const auto keyword = std::find_if(given.keywords.begin(), given.keywords.end(),
                                      [&](const auto& pair) { return pair.first == one.name; });
    if (one.kind != Kind::keyword_only && taken < given.positional.size()) {
      scope.set(one.name, given.positional[taken++]);
    } else if (keyword != given.keywords.end()) {
      scope.set(one.name, keyword->second);
      ++named;
    } else if (one.value != nullptr) {
      scope.set(one.name, expression(*one.value));
    } else {
      refuse(node, fmt::format("the argument `{}` is missing", one.name));
      scope.set(one.name, poison());
    }
  }
  if (taken < given.positional.size() || named < given.keywords.size()) {
    refuse(node, "this function does not take these arguments");
  }
}

}  // namespace dbmig::python

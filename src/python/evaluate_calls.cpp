// Calls, and what goes over many values.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "python/builtins.h"
#include "python/catalogue.h"
#include "python/database.h"
#include "python/derived.h"
#include "python/evaluator.h"
#include "python/operations.h"
#include "python/results.h"
#include "python/sql_text.h"

namespace dbmig::python {
namespace {

constexpr int kLevelsOfACall = 8;  // What a call takes of the depth, beyond its expression.
constexpr std::size_t kMostItems = 1'000'000;

/// Of the keywords for databases only those count that are for the dialect; from here on they
/// are called `mysql_...`.
void choose_keywords(Object& call, std::string_view dialect) {
  const auto is_for = [](const auto& one, std::string_view name) {
    return lower(one.first).starts_with(std::string(name) + "_");
  };
  std::erase_if(call.named, [&](const auto& one) {
    return is_for(one, dialect == "mariadb" ? "mysql" : "mariadb");
  });
  for (auto& one : call.named) {
    if (is_for(one, "mariadb")) one.first = "mysql" + one.first.substr(7);
  }
}

/// Whether a function gives its values one by one, by `yield`.
bool is_generator(const Block& body) {
  return std::any_of(body.begin(), body.end(), [](const Statement* one) {
    using Kind = Statement::Kind;
    if (one->kind == Kind::function || one->kind == Kind::class_) return false;
    if (one->kind == Kind::expression) {
      return one->parts.front()->kind == Expression::Kind::yield;
    }
    return is_generator(one->body) || is_generator(one->otherwise) || is_generator(one->finally) ||
           std::any_of(one->branches.begin(), one->branches.end(),
                       [](const Branch& branch) { return is_generator(branch.body); });
  });
}

/// A value for people, who can do without what cannot be shown.
std::string shown(const Value& value) {
  try {
    return str(value);
  } catch (const Error&) {
    return fmt::format("<{}>", type_name(value));
  }
}

}  // namespace

std::vector<Value> Evaluator::items(const Value& value, const Expression& node) {
  if (!usable(value, node)) return {};
  if (value.object != nullptr) weigh(value.object->items.size(), node.offset);
  if (value.is_construct("Result")) return rest_of(heap_, value);
  if (value.is_construct("Columns")) return value.object->at("table").object->items;
  if (value.is(Value::Kind::text)) return letters(heap_, value.object->text);
  try {
    if (auto all = elements(value)) return std::move(*all);
  } catch (Error& e) {
    note(std::move(e).at(source_.at(node.offset)));
    return {};
  }
  refuse(node, fmt::format("unsupported: to go over a {}", type_name(value)));
  return {};
}

Value Evaluator::comprehension(const Expression& node) {
  const bool is_consumed = std::exchange(consumed_, nullptr) == &node;
  Scope* const outer = scope_;
  scope_ = &heap_.scope(outer);
  std::vector<Value> results;
  comprehend(node, node.text == "dict" ? 2 : 1, results);
  scope_ = outer;
  if (const auto selected = std::exchange(selection_, std::nullopt)) {
    // Kept under a name, a generator would be empty when it is gone over again.
    return node.text == "generator" && !is_consumed ? unknown(result_) : *selected;
  }
  if (saw_unknown_) return poison();
  if (node.text == "dict") return heap_.sequence(Value::Kind::dict, std::move(results));
  if (node.text == "set") {
    return heap_.sequence(Value::Kind::set, distinct(results, node.offset));
  }
  if (node.text == "generator") return heap_.iterable("generator", std::move(results));
  return heap_.sequence(Value::Kind::list, std::move(results));
}

/// Looks at one item, for all that nobody knows.
void Evaluator::select_unknown(const Expression& node, const Expression& clause, const Value& all) {
  assign(*clause.parts[0], unknown_item(result_, all));
  std::optional<Value> filter;
  for (std::size_t i = 2; i < clause.parts.size(); ++i)
    filter = expression(*clause.parts[i]);
  const std::size_t touched = result_.statements.size();
  const bool is_last = &clause == node.parts.back();
  if (is_last) {
    const Value made = expression(*node.parts.front());
    if (node.text == "dict") expression(*node.parts[1]);
    const bool is_only = &clause == node.parts[1] && clause.parts.size() <= 3;
    if (is_only) selection_ = unknown_selection(result_, all, filter ? &*filter : nullptr, made);
  } else {
    std::vector<Value> ignored;
    comprehend(node,
               static_cast<std::size_t>(std::find(node.parts.begin(), node.parts.end(), &clause) -
                                        node.parts.begin()) +
                   1,
               ignored);
  }
  if (result_.statements.size() != touched) lose(clause.offset, Lost::goes_over);
  saw_unknown_ = true;
}

void Evaluator::comprehend(const Expression& node, std::size_t loop, std::vector<Value>& results) {
  if (loop == node.parts.size()) {
    const Value made = expression(*node.parts.front());
    if (node.text == "dict") {
      weigh(results.size(), node.offset);
      put(results, made, expression(*node.parts[1]));
    } else {
      results.push_back(made);
    }
    if (results.size() > kMostItems) throw Error(ErrorCode::data, "limit: too many values");
    return;
  }
  const Expression& clause = *node.parts[loop];
  const Value all = expression(*clause.parts[1]);
  if (is_unknown(all)) return select_unknown(node, clause, all);
  for (const Value& item : items(all, *clause.parts[1])) {
    step(clause.offset);
    assign(*clause.parts[0], item);
    const bool wanted =
        std::all_of(clause.parts.begin() + 2, clause.parts.end(), [&](const Expression* one) {
          const std::optional<bool> truth = holds(*one);
          if (!truth && is_open()) lose(one->offset, Lost::decides);
          saw_unknown_ = saw_unknown_ || (!truth && is_open());
          return truth.value_or(is_open());
        });
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
  if (callee.is(Value::Kind::callable) && node.parts.size() == 2) consumed_ = node.parts[1];
  const Arguments given = arguments(node);
  if (is_unknown(callee)) lose(node.offset, Lost::decides);
  if (!usable(callee, function) || result_.findings.size() != before) return poison();
  if (saw_unknown_) {  // `*values`, whose number nobody knows.
    lose(node.offset, Lost::value);
    return poison();
  }
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
      if (self.is(Value::Kind::unknown)) {
        return unknown_method(result_, self, object.text, given.positional);
      }
      if (self.is(Value::Kind::construct)) return call_named(object.text, given, &self, node);
      if (self.object != nullptr) weigh(self.object->items.size(), node.offset);
      if (is_mutator(object.text) && result_.uncertain > 0) self.object->uncertain = true;
      for (const Value& one : given.positional) {
        if (usable(one, node)) continue;
        if (is_mutator(object.text) && is_unknown(one)) self.object->uncertain = true;
        return poison();
      }
      return call_builtin_method(heap_, self, object.text, given);
    }
    case Value::Kind::construct:
      // A name of the ini that stands for a type: `StringID()`.
      if (is_type_value(callee) && given.positional.empty() && given.keywords.empty()) {
        return callee;
      }
      return refuse(node, fmt::format("unsupported: to call a {}", type_name(callee)));
    default:
      return refuse(node, fmt::format("unsupported: to call a {}", type_name(callee)));
  }
}

/// A name of the catalogue, or one of Python's own.
Value Evaluator::call_named(const std::string& callee, const Arguments& given, const Value* self,
                            const Expression& node) {
  const auto signature = signature_of(callee);
  if (callee == "print") return print(given, node);
  if (callee == "isinstance") return is_instance(given, node);
  const bool is_of_one = given.positional.size() == 1 && given.keywords.empty();
  if (!signature && is_of_one && known_of(result_, given.positional.front()) != nullptr) {
    return unknown_builtin(result_, callee, given.positional.front());
  }
  if (!signature) {
    for (const Value& one : given.positional) {
      if (!usable(one, node)) return poison();
    }
    return call_builtin_method(heap_, {}, callee, given);
  }
  const Value made = heap_.construct(callee, node.offset);
  python::bind(callee, *signature, given, *made.object);
  choose_keywords(*made.object, result_.surroundings->dialect_name);
  std::vector<Value> all = made.object->items;
  for (const auto& [name, value] : made.object->named)
    all.push_back(value);
  for (const Value& value : all) {
    if (is_unknown(value) && !callee.starts_with("Logger.")) lose(node.offset, Lost::value);
    if (!usable(value, node)) return poison();
  }
  if (self != nullptr) made.object->named.emplace_back("self", *self);
  return carry_out(result_, made);
}

Value Evaluator::print(const Arguments& given, const Expression& node) {
  std::string line;
  for (const Value& one : given.positional) {
    if (!usable(one, node)) return poison();
    line += (line.empty() ? "" : " ") + shown(one);
  }
  say(result_, line, node.offset);
  return {};
}

Value Evaluator::is_instance(const Arguments& given, const Expression& node) {
  constexpr std::array<std::pair<std::string_view, Value::Kind>, 7> kKinds = {
      {{"str", Value::Kind::text},
       {"int", Value::Kind::integer},
       {"list", Value::Kind::list},
       {"tuple", Value::Kind::tuple},
       {"dict", Value::Kind::dict},
       {"set", Value::Kind::set},
       {"bool", Value::Kind::boolean}}};
  if (given.positional.size() != 2 || !given.keywords.empty()) {
    return refuse(node, "unsupported: isinstance() with these arguments");
  }
  for (const Value& one : given.positional) {
    if (!usable(one, node)) return poison();
  }
  const Value& value = given.positional[0];
  std::vector<Value> classes = {given.positional[1]};
  if (classes.front().is(Value::Kind::tuple)) classes = classes.front().object->items;
  for (const Value& one : classes) {
    const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& pair) {
      return one.is(Value::Kind::callable) && pair.first == one.object->text;
    });
    const bool plain = !value.is(Value::Kind::construct) && !value.is(Value::Kind::callable);
    if (kind == kKinds.end() || !plain) {
      return refuse(node, "unsupported: isinstance() of anything but Python's own types");
    }
    const bool number = kind->first == "int" && value.is(Value::Kind::boolean);
    if (value.is(kind->second) || number) return boolean(true);
  }
  return boolean(false);
}

Value Evaluator::call_function(const Object& function, const Arguments& given,
                               const Expression& node) {
  Scope* const caller = scope_;
  Scope& scope = heap_.scope(function.scope);
  const Parameters& all =
      *(function.lambda != nullptr ? function.lambda->parameters : function.function->parameters);
  bind_parameters(function, all, given, scope, node);
  scope_ = &scope;
  depth_ += kLevelsOfACall;
  const int uncertain = result_.uncertain;
  const std::size_t guards = result_.inquiry.guards.size();
  const Repetition repetition = std::exchange(repetition_, {});
  const bool maybe_left = std::exchange(maybe_left_, false);
  const bool maybe_returned = std::exchange(maybe_returned_, false);
  Value result;
  if (function.lambda != nullptr) {
    result = expression(*function.lambda->parts.front());
  } else if (is_generator(function.function->body)) {
    result = generated(function.function->body, node);
  } else {
    returned_ = {};
    block(function.function->body);
    result = std::exchange(returned_, {});
  }
  if (maybe_returned_) result = unknown(result_);
  maybe_returned_ = maybe_returned;
  result_.uncertain = uncertain;
  result_.inquiry.guards.resize(guards);
  repetition_ = repetition;
  maybe_left_ = maybe_left;
  depth_ -= kLevelsOfACall;
  scope_ = caller;
  return result;
}

/// All values of a generator at once: that is the same where it does nothing besides.
Value Evaluator::generated(const Block& body, const Expression& node) {
  const std::size_t touched = result_.touched;
  Generated outer = std::exchange(generated_, Generated{std::vector<Value>(), result_.uncertain});
  block(body);
  const Generated all = std::exchange(generated_, std::move(outer));
  if (result_.touched != touched && !all.is_unknown) {
    return refuse(node, "unsupported: a generator that asks the database or changes it");
  }
  if (all.is_unknown || maybe_returned_) return unknown(result_);
  return heap_.iterable("generator", *all.values);
}

Value Evaluator::yielded(const Expression& node) {
  const Expression* const part = node.parts.front();
  const Value value = part == nullptr ? Value() : expression(*part);
  if (!generated_.values) return refuse(node, "unsupported: this `yield`");
  generated_.is_unknown =
      generated_.is_unknown || result_.uncertain > generated_.uncertain || is_unknown(value);
  generated_.values->push_back(value);
  if (generated_.values->size() > kMostItems) {
    throw Error(ErrorCode::data, "limit: too many values");
  }
  return {};
}

/// Python evaluates them once, where the function is defined.
void Evaluator::add_defaults(Object& function, const Parameters& parameters) {
  for (const Parameters::One& one : parameters.all) {
    if (one.value != nullptr) function.named.emplace_back(one.name, expression(*one.value));
  }
}

void Evaluator::bind_parameters(const Object& function, const Parameters& all,
                                const Arguments& given, Scope& scope, const Expression& node) {
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
    } else if (function.has(one.name)) {
      scope.set(one.name, function.given(one.name));
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

// The statements of a revision file.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "python/catalogue.h"
#include "python/database.h"
#include "python/evaluator.h"
#include "python/parser.h"

namespace dbmig::python {
namespace {

constexpr std::size_t kMostSteps = 300'000;
constexpr std::size_t kMostFindings = 200;

/// What a value of [dbmig:names] may be written with.
constexpr std::string_view kForNames =
    "import sqlalchemy as sa\n"
    "from sqlalchemy.dialects import mysql\n"
    "from sqlalchemy import String, Unicode, CHAR, Text, UnicodeText, Integer, SmallInteger\n"
    "from sqlalchemy import BigInteger, Boolean, Float, Numeric, DateTime, TIMESTAMP, Date, Time\n"
    "from sqlalchemy import LargeBinary, BINARY, VARBINARY, Enum, JSON, text, func\n"
    "value = ";

/// Thrown to end an evaluation that goes beyond a limit; the message is among the findings.
struct LimitReached {};

Evaluation begun(const Source& source, const Dialect& dialect, const Surroundings& surroundings) {
  Evaluation evaluation;
  evaluation.dialect = dialect;
  evaluation.surroundings = &surroundings;
  evaluation.source = &source;
  return evaluation;
}

}  // namespace

Evaluator::Evaluator(const Source& source, const Module& module, Evaluation& evaluation)
    : source_(source),
      module_(module),
      result_(evaluation),
      heap_(evaluation.heap),
      scope_(&heap_.scope(nullptr)),
      top_(scope_) {}

const Statement* find_function(const Module& module, std::string_view name) {
  const Statement* found = nullptr;
  for (const Statement* statement : module.body) {
    if (statement->kind == Statement::Kind::function && statement->text == name) found = statement;
  }
  return found;
}

Evaluation evaluate(const Source& source, const Module& module, std::string_view function,
                    const Dialect& dialect, const Surroundings& surroundings) {
  Evaluation result = begun(source, dialect, surroundings);
  Evaluator evaluator(source, module, result);
  try {
    evaluator.run_module();
    if (const Statement* found = find_function(module, function)) evaluator.run_function(*found);
  } catch (const LimitReached&) {
    // The finding that says so is there.
  }
  return result;
}

void run(const Source& source, const Module& module, std::string_view function,
         const Dialect& dialect, const Surroundings& surroundings, StatementSink& sink) {
  Evaluation result = begun(source, dialect, surroundings);
  Evaluator evaluator(source, module, result);
  try {
    evaluator.run_module();
    result.sink = &sink;
    if (const Statement* found = find_function(module, function)) evaluator.run_function(*found);
  } catch (SinkFailed& failed) {
    throw std::move(failed.error);
  } catch (const LimitReached&) {
    throw std::move(result.findings.back());
  }
}

void Evaluator::note(Error error) {
  if (result_.sink != nullptr) throw SinkFailed{std::move(error)};
  result_.findings.push_back(std::move(error));
  if (result_.findings.size() >= kMostFindings) throw LimitReached();
}

Value Evaluator::refuse(std::size_t offset, const std::string& message) {
  note(source_.error(offset, message));
  return poison();
}

void Evaluator::step(std::size_t offset) {
  if (++steps_ > kMostSteps) {
    note(source_.error(offset,
                       fmt::format("limit: this file takes more than {} steps", kMostSteps)));
    throw LimitReached();
  }
}

void Evaluator::weigh(std::size_t values, std::size_t offset) {
  steps_ += values / 16;
  step(offset);
}

void Evaluator::run_function(const Statement& function) {
  const Value* const bound = top_->find(function.text);
  if (bound == nullptr || !bound->is(Value::Kind::function) ||
      bound->object->function != &function) {
    const bool why = bound != nullptr && bound->is(Value::Kind::missing);
    refuse(
        function.offset,
        why ? bound->object->text
            : fmt::format("unsupported: {}() is something else at the file's end", function.text));
    return;
  }
  Scope& scope = heap_.scope(top_);
  scope_ = &scope;
  for (const Parameters::One& one : function.parameters->all) {
    const Value* const op = one.name == "op" ? top_->find("op") : nullptr;
    if (op != nullptr && op->is(Value::Kind::module)) {
      scope.set(one.name, *op);
    } else if (one.value == nullptr && one.kind == Parameters::One::Kind::normal) {
      refuse(one.offset, fmt::format("unsupported: a parameter of {}()", function.text));
    } else if (one.value != nullptr) {
      scope.set(one.name, bound->object->given(one.name));
    }
  }
  const Place here = place();
  try {
    block(function.body);
  } catch (const Raised& raised) {
    const bool certain = result_.uncertain == 0;
    back_to(here);
    if (certain && !raised.exception.is(Value::Kind::poison)) uncaught(raised);
  }
  scope_ = top_;
}

/// An exception that nothing takes up ends the revision: with the server's own words, if they
/// are the reason.
void Evaluator::uncaught(const Raised& raised) {
  if (raised.error) throw SinkFailed{*raised.error};
  std::string_view name = raised.exception.object->text;
  name = name.substr(name.rfind('.') + 1);
  const std::string words = printable(text_of_exception(raised.exception));
  refuse(raised.offset,
         fmt::format("this revision raises {} here{}{}", name, words.empty() ? "" : ": ", words));
}

Evaluator::Flow Evaluator::block(const Block& statements) {
  for (const Statement* one : statements) {
    const Flow flow = statement(*one);
    if (flow != Flow::next) return flow;
  }
  return Flow::next;
}

Evaluator::Flow Evaluator::statement(const Statement& node) {
  using Kind = Statement::Kind;
  step(node.offset);
  switch (node.kind) {
    case Kind::if_:
      return if_statement(node);
    case Kind::for_:
      return for_statement(node);
    case Kind::while_:
      return while_statement(node);
    case Kind::with:
      return with_statement(node);
    case Kind::try_:
      return try_statement(node);
    case Kind::return_:
      returned_ = node.parts.front() == nullptr ? Value() : expression(*node.parts.front());
      return Flow::return_;
    case Kind::break_:
      return Flow::break_;
    case Kind::continue_:
      return Flow::continue_;
    default:
      simple(node);
      return Flow::next;
  }
}

void Evaluator::simple(const Statement& node) {
  using Kind = Statement::Kind;
  switch (node.kind) {
    case Kind::pass:
      return;
    case Kind::expression:
      expression(*node.parts.front());
      return;
    case Kind::assign: {
      const Value value = expression(*node.parts.back());
      for (std::size_t i = 0; i + 1 < node.parts.size(); ++i)
        assign(*node.parts[i], value);
      return;
    }
    case Kind::annotated:
      if (node.parts.back() != nullptr) assign(*node.parts.front(), expression(*node.parts.back()));
      return;
    case Kind::augmented:
      return augment(node);
    case Kind::import:
      return import(node);
    case Kind::import_from:
      return import_from(node);
    case Kind::function:
      return define(node);
    case Kind::raise:
      raise(node);
    case Kind::class_:
      refuse(node.offset, "unsupported: a class");
      return;
    case Kind::assert_: {
      const std::optional<bool> truth = holds(*node.parts.front());
      if (!truth && is_open()) lose(node.offset, Lost::raises);
      if (truth == false) {
        throw Raised{heap_.construct("AssertionError", node.offset), node.offset, std::nullopt};
      }
      return;
    }
    default:
      refuse(node.offset, "unsupported: this kind of statement");
  }
}

void Evaluator::augment(const Statement& node) {
  const Expression& target = *node.parts.front();
  const Value left = expression(target);
  const Value right = expression(*node.parts.back());
  const bool is_list = left.is(Value::Kind::list) && node.text == "+";
  const bool is_set = left.is(Value::Kind::set) && right.is(Value::Kind::set);
  if (!is_list && !is_set) return assign(target, arithmetic(target, node.text, left, right));
  // A list or a set changes where it is, for all who have it.
  if (is_list) {
    const std::vector<Value> more = items(right, *node.parts.back());
    left.object->items.insert(left.object->items.end(), more.begin(), more.end());
  } else {
    const Value changed = arithmetic(target, node.text, left, right);
    if (changed.is(Value::Kind::set)) left.object->items = changed.object->items;
  }
  if (result_.uncertain > 0 || is_unknown(right)) left.object->uncertain = true;
}

Evaluator::Flow Evaluator::if_statement(const Statement& node) {
  for (std::size_t i = 0; i < node.branches.size(); ++i) {
    const std::optional<bool> truth = holds(*node.branches[i].test);
    if (truth == true) return block(node.branches[i].body);
    if (!truth && is_open()) {
      if (ends_repetition(node)) return Flow::next;
      return any_branch(node, i);
    }
    // What was refused decides nothing: both ways are looked at for more of it.
    if (!truth) block(node.branches[i].body);
  }
  return block(node.otherwise);
}

void Evaluator::assign(const Expression& target, const Value& value) {
  using Kind = Expression::Kind;
  if (target.kind == Kind::name) {
    steps_ += scope_->names.size() / 64;
    scope_->set(target.text, value);
  } else if (target.kind == Kind::tuple || target.kind == Kind::list) {
    unpack(target, value);
  } else if (target.kind == Kind::subscript) {
    const Value object = expression(*target.parts[0]);
    const Value index = expression(*target.parts[1]);
    if (is_unknown(object) || is_unknown(index)) {
      if (object.is(Value::Kind::dict)) object.object->uncertain = true;
      return;
    }
    if (!object.is(Value::Kind::dict)) {
      refuse(target, "unsupported: assignment to an element of anything but a dict");
      return;
    }
    std::vector<Value>& all = object.object->items;
    if (result_.uncertain > 0) object.object->uncertain = true;
    weigh(all.size(), target.offset);
    for (std::size_t i = 0; i < all.size(); i += 2) {
      if (!equal(all[i], index)) continue;
      all[i + 1] = value;
      return;
    }
    all.push_back(index);
    all.push_back(value);
  } else {
    refuse(target, "unsupported: assignment to an attribute");
  }
}

void Evaluator::unpack(const Expression& target, const Value& value) {
  if (value.is(Value::Kind::poison) || value.is(Value::Kind::unknown)) {
    for (const Expression* part : target.parts)
      assign(*part, value);
    return;
  }
  const std::vector<Value> all = items(value, target);
  if (all.size() != target.parts.size()) {
    refuse(target, fmt::format("{} values for {} names", all.size(), target.parts.size()));
    return;
  }
  for (std::size_t i = 0; i < all.size(); ++i)
    assign(*target.parts[i], all[i]);
}

bool Evaluator::is_known_module(const std::string& name) const {
  if (is_module(name)) return true;
  const auto& names = result_.surroundings->names;
  const auto first = names.lower_bound(name + ".");
  return first != names.end() && first->first.starts_with(name + ".");
}

/// What `[dbmig:names]` has for a name, if anything.
std::optional<Value> Evaluator::configured(const std::string& name, std::size_t offset) {
  const auto found = result_.surroundings->names.find(name);
  if (found == result_.surroundings->names.end()) return std::nullopt;
  if (const auto known = configured_.find(name); known != configured_.end()) return known->second;
  const std::string& text = lines_.emplace_back(std::string(kForNames) + found->second + "\n");
  const Source source{text, "[dbmig:names]"};
  Value value;
  try {
    Evaluator inner(source, modules_.emplace_back(parse(source)), result_);
    inner.run_module();
    value = *inner.top_->find("value");
  } catch (const Error& e) {
    value = heap_.missing(e.what(), offset);
  }
  if (value.is(Value::Kind::missing)) {
    value = heap_.missing(fmt::format("{} of [dbmig:names]: {}", name, value.object->text), offset);
  }
  configured_.emplace(name, value);
  return value;
}

void Evaluator::import(const Statement& node) {
  for (const Alias& one : node.aliases) {
    const std::string bound = one.as.empty() ? one.name.substr(0, one.name.find('.')) : one.as;
    const std::string& module = one.as.empty() ? bound : one.name;
    if (is_known_module(module)) {
      Object& object = heap_.object();
      object.text = module;
      scope_->set(one.as.empty() ? std::string_view(one.name).substr(0, bound.size())
                                 : std::string_view(one.as),
                  {Value::Kind::module, 0, 0, &object});
    } else {
      const std::string why = fmt::format("unsupported: the module {}, imported at line {}", module,
                                          source_.at(one.offset).line);
      scope_->set(one.as.empty() ? std::string_view(one.name).substr(0, bound.size())
                                 : std::string_view(one.as),
                  heap_.missing(why, one.offset));
    }
  }
}

void Evaluator::import_from(const Statement& node) {
  const std::string module = std::string(static_cast<std::size_t>(node.level), '.') + node.text;
  if (module == "__future__") return;
  for (const Alias& one : node.aliases) {
    const std::string_view bound = one.as.empty() ? one.name : one.as;
    if (const auto value = configured(fmt::format("{}.{}", module, one.name), one.offset)) {
      scope_->set(bound, *value);
      continue;
    }
    const std::string name = catalogue_name(module, one.name);
    Object& object = heap_.object();
    object.text = name;
    if (is_known_module(name)) {
      scope_->set(bound, {Value::Kind::module, 0, 0, &object});
    } else if (signature_of(name)) {
      scope_->set(bound, {Value::Kind::callable, 0, 0, &object});
    } else {
      scope_->set(bound, heap_.missing(fmt::format("unsupported: {}.{}, imported at line {}",
                                                   module, one.name, source_.at(one.offset).line),
                                       one.offset));
    }
  }
}

void Evaluator::define(const Statement& node) {
  if (node.is_async || !node.decorators.empty()) {
    refuse(node.offset, "unsupported: a function that is async or has a decorator");
    return;
  }
  Object& object = heap_.object();
  object.text = node.text;
  object.function = &node;
  object.scope = scope_;
  add_defaults(object, *node.parameters);
  scope_->set(node.text, {Value::Kind::function, 0, 0, &object});
}

}  // namespace dbmig::python

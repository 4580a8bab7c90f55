// The top level of a revision file.
#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "python/builtins.h"
#include "python/evaluator.h"

namespace dbmig::python {
namespace {

/// Methods that change what they belong to, beside those that are supported.
bool changes_its_object(std::string_view method) {
  constexpr std::array<std::string_view, 3> kMore = {"difference_update", "intersection_update",
                                                     "symmetric_difference_update"};
  return is_mutator(method) || std::find(kMore.begin(), kMore.end(), method) != kMore.end();
}

/// Finds the lists, sets and dicts that a statement may change when it is run.
class Changes {
 public:
  explicit Changes(Scope& scope) : scope_(scope) {}

  std::vector<const Object*> of(const Statement& node) {
    look(node);
    return std::move(changed_);
  }

 private:
  void look(const Statement& node) {
    using Kind = Statement::Kind;
    if (node.kind == Kind::function || node.kind == Kind::class_) return;
    const bool assigns = node.kind == Kind::assign || node.kind == Kind::augmented ||
                         node.kind == Kind::del || node.kind == Kind::for_;
    for (const Expression* part : node.parts) {
      if (part == nullptr) continue;
      if (assigns && part->kind == Expression::Kind::subscript) change(*part->parts.front());
      look(*part, node.kind == Kind::expression ? Calls::change_arguments : Calls::compute);
    }
    for (const Block* block : {&node.body, &node.otherwise, &node.finally})
      look(*block);
    for (const Branch& branch : node.branches) {
      if (branch.test != nullptr) look(*branch.test, Calls::compute);
      look(branch.body);
    }
  }

  void look(const Block& block) {
    for (const Statement* one : block)
      look(*one);
  }

  /// Whether a call of something unknown is for what it gives, or for what it does.
  enum class Calls { compute, change_arguments };

  void look(const Expression& node, Calls calls) {
    for (const Expression* part : node.parts) {
      if (part != nullptr) look(*part, calls);
    }
    if (node.kind != Expression::Kind::call) return;
    const Expression& callee = *node.parts.front();
    if (callee.kind == Expression::Kind::attribute && changes_its_object(callee.text)) {
      change(*callee.parts.front());
    }
    const Value* const called =
        callee.kind == Expression::Kind::name ? scope_.find(callee.text) : nullptr;
    const bool is_ours = called != nullptr && called->is(Value::Kind::function);
    if (!is_ours && calls == Calls::compute) return;
    for (std::size_t i = 1; i < node.parts.size(); ++i)
      change(*node.parts[i]);
    if (is_ours) enter(*called->object);
  }

  /// A function of the file may change what it is given, and what it finds around it.
  void enter(const Object& function) {
    if (std::find(entered_.begin(), entered_.end(), &function) != entered_.end()) return;
    entered_.push_back(&function);
    if (function.function != nullptr) look(function.function->body);
    if (function.lambda != nullptr) look(*function.lambda, Calls::change_arguments);
  }

  /// All values that are named in an expression.
  void change(const Expression& node) {
    for (const Expression* part : node.parts) {
      if (part != nullptr) change(*part);
    }
    if (node.kind != Expression::Kind::name) return;
    const Value* const value = scope_.find(node.text);
    const bool can_change =
        value != nullptr && (value->is(Value::Kind::list) || value->is(Value::Kind::set) ||
                             value->is(Value::Kind::dict));
    if (can_change) changed_.push_back(value->object);
  }

  Scope& scope_;
  std::vector<const Object*> changed_;
  std::vector<const Object*> entered_;
};

constexpr int kDeepest = 1000;

/// Finds the values that one of these objects is in. Each object is looked at once, since lists
/// may hold each other many times over.
class Reach {
 public:
  explicit Reach(const std::vector<const Object*>& objects) : objects_(objects) {}

  bool has(const Value& value) {
    seen_.clear();
    return !objects_.empty() && has(value, 0);
  }

 private:
  bool has(const Value& value, int depth) {
    const bool holds = value.is(Value::Kind::list) || value.is(Value::Kind::tuple) ||
                       value.is(Value::Kind::set) || value.is(Value::Kind::dict) ||
                       value.is(Value::Kind::iterable);
    if (!holds || !seen_.insert(value.object).second) return false;
    return depth > kDeepest ||
           std::find(objects_.begin(), objects_.end(), value.object) != objects_.end() ||
           std::any_of(value.object->items.begin(), value.object->items.end(),
                       [&](const Value& one) { return has(one, depth + 1); });
  }

  const std::vector<const Object*>& objects_;
  std::set<const Object*> seen_;
};

}  // namespace

void Evaluator::run_module() {
  for (const Statement* statement : module_.body)
    module_statement(*statement);
}

/// What a file defines and never uses may be anything: only use of it is refused.
void Evaluator::module_statement(const Statement& node) {
  const std::size_t before = result_.findings.size();
  const std::size_t sent = result_.touched;
  const Place here = place();
  try {
    statement(node);
  } catch (const Raised& raised) {
    back_to(here);
    const bool certain = result_.findings.size() == before;
    refuse(raised.offset, "this file raises an exception here");
    if (certain) return;
  }
  if (result_.touched > sent) {
    refuse(node.offset, "the database is needed here, outside of upgrade() and downgrade()");
    return;
  }
  if (result_.findings.size() == before) return;
  const std::string why = fmt::format("{} (line {})", result_.findings[before].what(),
                                      result_.findings[before].location()->line);
  result_.findings.resize(before, Error(ErrorCode::data, ""));
  give_up(node, why);
}

/// What a statement that was refused may have bound or changed cannot be used.
void Evaluator::give_up(const Statement& node, const std::string& why) {
  std::vector<std::string_view> names;
  names_bound(node, names);
  const std::vector<const Object*> changed = Changes(*scope_).of(node);
  Reach reach(changed);
  for (const auto& [name, value] : scope_->names) {
    if (reach.has(value)) names.push_back(name);
  }
  for (const std::string_view name : names)
    scope_->set(name, heap_.missing(why, node.offset));
}

/// The names that a statement would have given a value, also within its blocks.
void Evaluator::names_bound(const Statement& node, std::vector<std::string_view>& names) const {
  using Kind = Statement::Kind;
  const bool assigns = node.kind == Kind::assign || node.kind == Kind::annotated ||
                       node.kind == Kind::augmented || node.kind == Kind::for_ ||
                       node.kind == Kind::with;
  if (assigns) {
    for (const Expression* target : node.parts) {
      if (target == nullptr) continue;
      if (target->kind == Expression::Kind::name) names.push_back(target->text);
      if (target->kind != Expression::Kind::tuple) continue;
      for (const Expression* part : target->parts) {
        if (part->kind == Expression::Kind::name) names.push_back(part->text);
      }
    }
  }
  if (node.kind == Kind::function || node.kind == Kind::class_) names.push_back(node.text);
  if (node.kind == Kind::function || node.kind == Kind::class_) return;
  const auto inner = [&](const Block& block) {
    for (const Statement* one : block)
      names_bound(*one, names);
  };
  inner(node.body);
  inner(node.otherwise);
  inner(node.finally);
  for (const Branch& branch : node.branches)
    inner(branch.body);
}

}  // namespace dbmig::python

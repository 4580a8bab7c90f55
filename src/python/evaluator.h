#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "python/evaluation.h"
#include "python/signature.h"

namespace dbmig::python {

/// Walks the tree of a revision file and does what it says, as far as revisions go.
class Evaluator {
 public:
  Evaluator(const Source& source, const Module& module, Evaluation& evaluation);

  /// The top level: what fails there is said only when something makes use of it.
  void run_module();
  void run_function(const Statement& function);

 private:
  enum class Flow { next, break_, continue_, return_ };

  Flow block(const Block& statements);
  Flow statement(const Statement& node);
  Flow if_statement(const Statement& node);
  Flow for_statement(const Statement& node);
  Flow while_statement(const Statement& node);
  Flow with_statement(const Statement& node);
  void simple(const Statement& node);
  void assign(const Expression& target, const Value& value);
  void unpack(const Expression& target, const Value& value);
  void import(const Statement& node);
  void import_from(const Statement& node);
  void define(const Statement& node);
  void module_statement(const Statement& node);
  void names_bound(const Statement& node, std::vector<std::string_view>& names) const;

  Value expression(const Expression& node);
  Value evaluated(const Expression& node);
  Value name(const Expression& node);
  Value attribute(const Expression& node);
  Value attribute_of(const Value& object, const Expression& node);
  Value subscript(const Expression& node);
  Value slice(const Value& object, const Expression& node);
  Value element(const Value& object, const Value& index, const Expression& node);
  Value number(const Expression& node);
  Value unary(const Expression& node);
  Value binary(const Expression& node);
  Value arithmetic(const Expression& node, std::string_view op, const Value& left,
                   const Value& right);
  Value boolean_chain(const Expression& node);
  Value compare(const Expression& node);
  Value compared(const Expression& node, std::string_view op, const Value& left,
                 const Value& right);
  Value conditional(const Expression& node);
  Value formatted(const Expression& node);
  Value sequence(const Expression& node, Value::Kind kind);
  Value dict(const Expression& node);
  Value comprehension(const Expression& node);
  void comprehend(const Expression& node, std::size_t loop, std::vector<Value>& results);
  Value call(const Expression& node);
  Arguments arguments(const Expression& node);
  Value call_value(const Value& callee, const Arguments& given, const Expression& node);
  Value call_function(const Object& function, const Arguments& given, const Expression& node);
  void bind_parameters(const Parameters& all, const Arguments& given, Scope& scope,
                       const Expression& node);
  Value call_named(const std::string& callee, const Arguments& given, const Value* self,
                   const Expression& node);

  /// The values that `for` would go over.
  std::vector<Value> items(const Value& value, const Expression& node);
  /// Whether a condition holds; nothing when that was refused.
  std::optional<bool> holds(const Expression& node);
  /// Whether a value counts as true; nothing when that was refused.
  std::optional<bool> condition(const Value& value, const Expression& node);
  /// Says why a value cannot be used. True when it can.
  bool usable(const Value& value, const Expression& node);

  Value refuse(std::size_t offset, const std::string& message);
  Value refuse(const Expression& node, const std::string& message) {
    return refuse(node.offset, message);
  }
  void note(Error error);
  void step(std::size_t offset);
  /// Counts what is done to many values at once as the steps that it takes.
  void weigh(std::size_t values, std::size_t offset);

  const Source& source_;
  const Module& module_;
  Evaluation& result_;
  Heap& heap_;
  Scope* scope_;
  Scope* top_;
  Value returned_;
  int depth_ = 0;
  std::size_t steps_ = 0;
};

/// Methods of Python's own types; throws Error(data), without a place, for one that is not known.
Value call_builtin_method(Heap& heap, const Value& self, std::string_view name,
                          const Arguments& given);
/// `text % value`.
std::string percent_format(std::string_view text, const Value& value);

/// Python's own functions that are supported: len, range, str, ...
bool is_builtin(std::string_view name);

}  // namespace dbmig::python

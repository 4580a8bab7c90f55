#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "python/evaluation.h"
#include "python/exceptions.h"
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
  /// A branch, one after another, where nobody knows which is taken.
  Flow any_branch(const Statement& node, std::size_t first);
  std::optional<bool> holds_under(const std::vector<Condition>& conditions, const Expression& test);
  /// One of them, under its conditions; what else lasts behind it is added to `lasting`.
  Flow branch(const Block& body, const std::vector<Condition>& conditions,
              std::vector<Guard>& lasting);
  /// A block that may or may not come to pass, and how it ends if it does.
  Flow one_way(const Block& body);
  /// A block that may or may not come to pass; `names` are what they are if it does.
  Flow perhaps(const Block& body);
  void merge(const std::vector<std::pair<std::string_view, Value>>& other);
  Flow try_statement(const Statement& node);
  Flow foreseen_try(const Statement& node);
  Flow guarded(const Statement& node);
  Flow handled(const Statement& node, const Raised& raised);
  const Branch* handler(const Statement& node, const Value& exception);
  [[noreturn]] void raise(const Statement& node);
  void end_batches(std::size_t outer);
  Flow for_statement(const Statement& node);
  void mind_changes(const Value& all, std::size_t size, const Expression& source);
  Flow while_statement(const Statement& node);
  Flow foreseen_while(const Statement& node);
  Flow passes(const Statement& node);
  bool ends_repetition(const Statement& node);
  std::optional<std::size_t> only_statement(std::size_t first) const;
  bool repeats(const Statement& node, std::size_t first);
  bool is_same_again(const Statement& node, std::size_t first);
  Flow with_statement(const Statement& node);
  void simple(const Statement& node);
  void augment(const Statement& node);
  void assign(const Expression& target, const Value& value);
  void unpack(const Expression& target, const Value& value);
  void import(const Statement& node);
  void import_from(const Statement& node);
  void define(const Statement& node);
  bool is_known_module(const std::string& name) const;
  std::optional<Value> configured(const std::string& name, std::size_t offset);
  void module_statement(const Statement& node);
  void names_bound(const Statement& node, std::vector<std::string_view>& names) const;
  void give_up(const Statement& node, const std::string& why);

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
  Value unknown_chain(const Expression& node, const Expression* first, const Value& value);
  Value compare(const Expression& node);
  Value compared(const Expression& node, std::string_view op, const Value& left,
                 const Value& right);
  Value conditional(const Expression& node);
  Value formatted(const Expression& node);
  Value sequence(const Expression& node, Value::Kind kind);
  Value dict(const Expression& node);
  Value letter(const Value& object, const Value& index, const Expression& node);
  std::vector<Value> distinct(const std::vector<Value>& values, std::size_t offset);
  Value comprehension(const Expression& node);
  void select_unknown(const Expression& node, const Expression& clause, const Value& all);
  void comprehend(const Expression& node, std::size_t loop, std::vector<Value>& results);
  Value call(const Expression& node);
  Arguments arguments(const Expression& node);
  Value call_value(const Value& callee, const Arguments& given, const Expression& node);
  Value print(const Arguments& given, const Expression& node);
  Value is_instance(const Arguments& given, const Expression& node);
  Value call_function(const Object& function, const Arguments& given, const Expression& node);
  Value generated(const Block& body, const Expression& node);
  Value yielded(const Expression& node);
  void add_defaults(Object& function, const Parameters& parameters);
  void bind_parameters(const Object& function, const Parameters& all, const Arguments& given,
                       Scope& scope, const Expression& node);
  Value call_named(const std::string& callee, const Arguments& given, const Value* self,
                   const Expression& node);

  /// The values that `for` would go over.
  std::vector<Value> items(const Value& value, const Expression& node);
  /// Whether a condition holds; nothing when that was refused.
  std::optional<bool> holds(const Expression& node);
  /// Whether a value counts as true; nothing when that was refused or is unknown.
  std::optional<bool> condition(const Value& value, const Expression& node);
  /// Whether what was just asked is unknown, and not refused.
  bool is_open() const { return open_; }
  /// Whether it hangs on what the database says, which is foreseen without one.
  bool is_unknown(const Value& value) const {
    return result_.sink == nullptr && result_.steered && has_unknown(value);
  }
  /// Says why a value cannot be used. True when it can.
  bool usable(const Value& value, const Expression& node);

  /// Why directives cannot say what a revision does.
  enum class Lost { decides, goes_over, value, refusal, raises };
  void lose(std::size_t offset, Lost why);

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
  /// Where an exception is taken up, all is as it was there.
  struct Place {
    Scope* scope;
    int depth;
    std::size_t batches;
    int guards;
    int uncertain;
  };
  Place place() const {
    return {scope_, depth_, result_.batches.size(), result_.guards, result_.uncertain};
  }
  void back_to(const Place& place);
  void uncaught(const Raised& raised);

  std::map<std::string, Value> configured_;
  std::deque<std::string> lines_;  // Of [dbmig:names], as far as they are used.
  std::deque<Module> modules_;     // What they were parsed to.
  Value returned_;
  /// The loop that is looked at, and its statement that ends it when it meets no rows.
  struct Repetition {
    const Statement* loop = nullptr;
    std::optional<std::size_t> statement;
  };
  Repetition repetition_;
  /// What the generator that is run has given so far.
  struct Generated {
    std::optional<std::vector<Value>> values;  // Nothing: none is run.
    int uncertain = 0;                         // Of the evaluation, when it began.
    bool is_unknown = false;
  };
  Generated generated_;
  std::optional<Condition> deciding_;     // What was asked last, if it is known what it hangs on.
  const Expression* consumed_ = nullptr;  // A function of Python's own goes over it, at once.
  std::optional<Value> selection_;        // What a comprehension over an unknown value gives.
  bool maybe_left_ = false;               // The loop that is looked at.
  bool maybe_returned_ = false;
  bool saw_unknown_ = false;
  bool open_ = false;
  std::vector<const Raised*> handling_;
  int depth_ = 0;
  std::size_t steps_ = 0;
};

}  // namespace dbmig::python

// What may go either way: exceptions, and branches that only the database decides.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "python/database.h"
#include "python/evaluator.h"

namespace dbmig::python {
namespace {

bool ends(int flow, int next) { return flow != next; }

}  // namespace

void Evaluator::back_to(const Place& place) {
  scope_ = place.scope;
  depth_ = place.depth;
  result_.batches.resize(place.batches);
  result_.guards = place.guards;
  result_.uncertain = place.uncertain;
}

/// What differs between two ways that were looked at is unknown behind them.
void Evaluator::merge(const std::vector<std::pair<std::string_view, Value>>& other) {
  for (auto& [name, value] : scope_->names) {
    const std::string_view its_name = name;
    const auto found = std::find_if(other.begin(), other.end(),
                                    [&](const auto& one) { return one.first == its_name; });
    const bool same = found != other.end() && found->second.kind == value.kind &&
                      found->second.number == value.number && found->second.object == value.object;
    if (!same && !value.is(Value::Kind::poison)) value = unknown(result_);
  }
  for (const auto& [name, value] : other) {
    if (scope_->find(name) == nullptr) scope_->set(name, unknown(result_));
  }
}

void Evaluator::lose(std::size_t offset, Lost why) {
  struct Words {
    std::string_view message;
    std::string_view hint;
  };
  constexpr std::array<Words, 5> kWords = {
      {{"what the database answers decides here in a way that no directive says",
        "say it in SQL: `-- migrate:skip-if SELECT ...` above each statement that hangs on it"},
       {"this loop hangs on what the database answers, and no directive says it",
        "write a statement that does it for all rows, or each statement by itself"},
       {"what the database answers is a part of this statement",
        "let the statement find it, as in `INSERT ... SELECT` or `UPDATE ... JOIN`"},
       {"whether the server refuses a statement decides here, and no directive says it",
        "ask beforehand for what it is refused for: `-- migrate:skip-if SELECT ...` above it"},
       {"an exception is raised here when the database answers so",
        "leave it out, or look at the database before the revision is run"}}};
  const bool foresees = result_.sink == nullptr && !result_.inquiry.inexact;
  if (!foresees) return;
  const Words& words = kWords.at(static_cast<std::size_t>(why));
  result_.inquiry.inexact =
      source_.error(offset, std::string(words.message)).with_hint(std::string(words.hint));
}

Evaluator::Flow Evaluator::one_way(const Block& body) {
  ++result_.uncertain;
  try {
    return block(body);
  } catch (const Raised& raised) {
    lose(raised.offset, Lost::raises);
    return Flow::return_;  // Ends this way only.
  }
}

Evaluator::Flow Evaluator::perhaps(const Block& body) {
  const Place here = place();
  const auto before = scope_->names;
  const Flow flow = one_way(body);
  back_to(here);
  if (ends(static_cast<int>(flow), static_cast<int>(Flow::next))) {
    scope_->names = before;
    ++result_.uncertain;  // What follows may not come to pass.
    maybe_returned_ = maybe_returned_ || flow == Flow::return_;
    maybe_left_ = maybe_left_ || flow == Flow::break_ || flow == Flow::return_;
  } else {
    merge(before);
  }
  return flow;
}

/// Behind a branch that ends otherwise than by its last statement, what follows comes to pass only
/// if it was not taken.
Evaluator::Flow Evaluator::branch(const Block& body, const std::vector<Condition>& conditions,
                                  std::vector<Guard>& lasting) {
  std::vector<Guard>& guards = result_.inquiry.guards;
  const Place here = place();
  const std::size_t outer = guards.size();
  for (const Condition& one : conditions)
    guards.push_back({one, Guard::Until::branch});
  const Flow flow = one_way(body);
  back_to(here);
  const Condition taken = all_of(conditions);
  std::vector<Condition> to_its_end = conditions;
  for (std::size_t i = outer + conditions.size(); i < guards.size(); ++i) {
    to_its_end.push_back(guards[i].condition);
    lasting.push_back({any_of({negated(taken), guards[i].condition}), guards[i].until});
  }
  guards.resize(outer);
  if (flow != Flow::next) {
    lasting.push_back(
        {negated(all_of(to_its_end)), flow == Flow::continue_ ? Guard::Until::iteration
                                      : flow == Flow::break_  ? Guard::Until::loop
                                                              : Guard::Until::function});
  }
  return flow;
}

std::optional<bool> Evaluator::holds_under(const std::vector<Condition>& conditions,
                                           const Expression& test) {
  std::vector<Guard>& guards = result_.inquiry.guards;
  const std::size_t outer = guards.size();
  for (const Condition& one : conditions)
    guards.push_back({one, Guard::Until::branch});
  const std::optional<bool> truth = holds(test);
  guards.resize(outer);
  return truth;
}

Evaluator::Flow Evaluator::any_branch(const Statement& node, std::size_t first) {
  const auto before = scope_->names;
  std::vector<std::vector<std::pair<std::string_view, Value>>> ways;
  std::vector<Guard> lasting;
  std::vector<Condition> others;  // That the branches before are not taken.
  Flow least = Flow::return_;     // How far the way goes on that leaves the least out.
  bool ended = false;
  const auto look = [&](const Block& body, std::vector<Condition> conditions) {
    scope_->names = before;
    const Flow flow = branch(body, conditions, lasting);
    if (flow == Flow::next) ways.push_back(scope_->names);
    ended = ended || flow != Flow::next;
    maybe_returned_ = maybe_returned_ || flow == Flow::return_;
    maybe_left_ = maybe_left_ || flow == Flow::return_ || flow == Flow::break_;
    if (flow == Flow::continue_ || (flow == Flow::break_ && least == Flow::return_)) least = flow;
  };
  bool decided = false;
  for (std::size_t i = first; i < node.branches.size() && !decided; ++i) {
    std::optional<Condition> condition = i == first ? deciding_ : std::nullopt;
    if (i > first) {
      const std::optional<bool> truth = holds_under(others, *node.branches[i].test);
      if (truth == false) continue;
      decided = truth == true;
      if (decided) look(node.branches[i].body, others);
      if (decided) break;
      condition = deciding_;
    }
    if (!condition) lose(node.branches[i].test->offset, Lost::decides);
    std::vector<Condition> conditions = others;
    if (condition) conditions.push_back(*condition);
    look(node.branches[i].body, std::move(conditions));
    if (condition) others.push_back(negated(*condition));
  }
  if (!decided) look(node.otherwise, others);
  result_.inquiry.guards.insert(result_.inquiry.guards.end(), lasting.begin(), lasting.end());
  if (ways.empty()) return least;
  scope_->names = ways.front();
  for (std::size_t i = 1; i < ways.size(); ++i)
    merge(ways[i]);
  if (ended) ++result_.uncertain;
  return Flow::next;
}

Evaluator::Flow Evaluator::try_statement(const Statement& node) {
  if (node.text == "*") {
    refuse(node.offset, "unsupported: except*");
    return Flow::next;
  }
  const Place here = place();
  Flow flow = Flow::next;
  try {
    flow = result_.sink == nullptr ? foreseen_try(node) : guarded(node);
  } catch (const Raised&) {
    if (node.finally.empty()) throw;
    back_to(here);
    if (block(node.finally) == Flow::next) throw;
    return Flow::return_;
  }
  const Value returned = returned_;
  const Flow last = block(node.finally);
  if (last != Flow::next) return last;
  returned_ = returned;
  return flow;
}

Evaluator::Flow Evaluator::guarded(const Statement& node) {
  const Place here = place();
  Flow flow = Flow::next;
  try {
    if (!node.branches.empty()) ++result_.guards;
    flow = block(node.body);
  } catch (const Raised& raised) {
    back_to(here);
    return handled(node, raised);
  }
  result_.guards = here.guards;
  return flow == Flow::next ? block(node.otherwise) : flow;
}

Evaluator::Flow Evaluator::handled(const Statement& node, const Raised& raised) {
  const Branch* const branch = handler(node, raised.exception);
  if (branch == nullptr) throw Raised(raised);
  if (!branch->name.empty()) scope_->set(branch->name, raised.exception);
  handling_.push_back(&raised);
  struct Done {
    std::vector<const Raised*>& stack;
    ~Done() { stack.pop_back(); }
  } const done{handling_};
  return block(branch->body);
}

const Branch* Evaluator::handler(const Statement& node, const Value& exception) {
  const Branch* found = nullptr;
  for (const Branch& branch : node.branches) {
    if (branch.test == nullptr) return found != nullptr ? found : &branch;
    const Value classes = expression(*branch.test);
    if (!usable(classes, *branch.test)) continue;
    std::vector<Value> all = {classes};
    if (classes.is(Value::Kind::tuple)) all = classes.object->items;
    for (const Value& one : all) {
      if (!usable(one, *branch.test)) continue;
      if (!one.is(Value::Kind::callable) || !is_exception(one.object->text)) {
        refuse(*branch.test, "unsupported: `except` with anything but a class of exceptions");
      } else if (found == nullptr && exception.is(Value::Kind::construct) &&
                 is_kind_of(exception.object->text, one.object->text)) {
        found = &branch;
      }
    }
    if (found != nullptr && result_.sink != nullptr) return found;
  }
  return found;
}

/// Where the database was touched, nobody knows whether it refuses: the handlers are looked at
/// as well as what follows.
Evaluator::Flow Evaluator::foreseen_try(const Statement& node) {
  const Place here = place();
  const std::size_t touched = result_.touched;
  const auto before = scope_->names;
  Flow flow = Flow::next;
  bool raised_here = false;
  try {
    flow = block(node.body);
  } catch (const Raised& raised) {
    back_to(here);
    if (result_.touched == touched) return handled(node, raised);
    raised_here = true;
  }
  handler(node, Value());  // Looks at what the classes are.
  if (result_.touched == touched) {
    return flow == Flow::next ? block(node.otherwise) : flow;
  }
  result_.steered = true;
  lose(node.offset, Lost::refusal);
  if (!raised_here && flow == Flow::next) flow = block(node.otherwise);
  bool goes_on = !raised_here && flow == Flow::next;
  merge(before);
  for (const Branch& branch : node.branches) {
    if (!branch.name.empty()) scope_->set(branch.name, unknown(result_));
    goes_on = perhaps(branch.body) == Flow::next || goes_on;
  }
  if (!node.branches.empty() && flow == Flow::return_) maybe_returned_ = true;
  return goes_on ? Flow::next : Flow::return_;
}

void Evaluator::raise(const Statement& node) {
  const Expression* const what = node.parts.front();
  if (what == nullptr) {
    if (!handling_.empty()) throw Raised(*handling_.back());
    if (result_.sink == nullptr) {  // In a handler that is only looked at.
      throw Raised{heap_.construct("Exception", node.offset), node.offset, std::nullopt};
    }
    throw source_.error(node.offset, "there is no exception to raise again");
  }
  Value value = expression(*what);
  if (value.is(Value::Kind::callable)) value = heap_.construct(value.object->text, node.offset);
  const bool known = value.is(Value::Kind::construct) && is_exception(value.object->text);
  for (const Raised* const one : handling_) {
    if (known && one->exception.object == value.object) throw Raised(*one);
  }
  if (known) throw Raised{value, node.offset, std::nullopt};
  if (usable(value, *what)) refuse(node.offset, "unsupported: to raise this");
  // Refused, or unknown: this way ends here, whatever it would have been.
  throw Raised{poison(), node.offset, std::nullopt};
}

}  // namespace dbmig::python

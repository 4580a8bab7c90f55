// Loops of a revision file, and `with`.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "python/database.h"
#include "python/derived.h"
#include "python/evaluator.h"

namespace dbmig::python {
namespace {

/// What is left of the guards behind an iteration of a loop, or behind the loop.
void lift(std::vector<Guard>& guards, std::size_t outer, Guard::Until until) {
  const auto first = guards.begin() + static_cast<std::ptrdiff_t>(std::min(outer, guards.size()));
  guards.erase(std::remove_if(first, guards.end(),
                              [&](const Guard& one) {
                                return one.until == Guard::Until::iteration || one.until == until;
                              }),
               guards.end());
}

bool is_break(const Block& body) {
  return body.size() == 1 && body.front()->kind == Statement::Kind::break_;
}

bool is_constant(const Expression& test) {
  return test.kind == Expression::Kind::constant || test.kind == Expression::Kind::number;
}

}  // namespace

Evaluator::Flow Evaluator::for_statement(const Statement& node) {
  const Expression& source = *node.parts[1];
  const Value all = expression(source);
  if (is_unknown(all)) {
    lose(source.offset, Lost::goes_over);
    assign(*node.parts[0], unknown(result_));
    perhaps(node.body);
    return block(node.otherwise);
  }
  std::vector<Guard>& guards = result_.inquiry.guards;
  const std::size_t outer = guards.size();
  const Repetition outside = repetition_;
  const bool left_outside = maybe_left_;
  const std::vector<Value> found = items(all, source);
  const bool is_list = all.is(Value::Kind::list);  // It may grow and shrink on the way.
  const std::size_t size = all.object == nullptr ? 0 : all.object->items.size();
  for (std::size_t i = 0; i < (is_list ? all.object->items : found).size(); ++i) {
    step(node.offset);
    assign(*node.parts[0], is_list ? all.object->items[i] : found[i]);
    repetition_ = {};
    const Flow flow = block(node.body);
    lift(guards, outer, Guard::Until::iteration);
    repetition_ = outside;
    if (flow == Flow::return_) return flow;
    if (flow == Flow::break_) {
      lift(guards, outer, Guard::Until::loop);
      return Flow::next;
    }
    mind_changes(all, size, source);
  }
  maybe_left_ = left_outside || maybe_returned_;
  const std::size_t within = guards.size();
  lift(guards, outer, Guard::Until::loop);
  if (!node.otherwise.empty() && guards.size() != within) lose(node.offset, Lost::decides);
  return block(node.otherwise);
}

/// What a loop over a value does to the value itself.
void Evaluator::mind_changes(const Value& all, std::size_t size, const Expression& source) {
  const bool keeps_size = all.is(Value::Kind::dict) || all.is(Value::Kind::set);
  const Value* const dict = all.is(Value::Kind::iterable) ? all.object->find("dict") : nullptr;
  const bool view_changed = dict != nullptr && dict->object->items.size() != 2 * size;
  if (view_changed || (keeps_size && all.object->items.size() != size)) {
    refuse(source,
           fmt::format("this {} changes its size while a loop goes over it", type_name(all)));
  }
  if (all.is(Value::Kind::list) && all.object->uncertain) lose(source.offset, Lost::goes_over);
}

Evaluator::Flow Evaluator::while_statement(const Statement& node) {
  if (result_.sink == nullptr) return foreseen_while(node);
  for (;;) {
    if (holds(*node.parts.front()) != true) break;
    step(node.offset);
    const Flow flow = block(node.body);
    if (flow == Flow::return_) return flow;
    if (flow == Flow::break_) return Flow::next;
  }
  return block(node.otherwise);
}

Evaluator::Flow Evaluator::foreseen_while(const Statement& node) {
  std::vector<Guard>& guards = result_.inquiry.guards;
  const std::size_t outer = guards.size();
  const Repetition outside = std::exchange(repetition_, {&node, std::nullopt});
  const bool left_outside = std::exchange(maybe_left_, false);
  const Flow flow = passes(node);
  repetition_ = outside;
  maybe_left_ = left_outside || maybe_returned_;
  const std::size_t within = guards.size();
  lift(guards, outer, Guard::Until::loop);
  if (!node.otherwise.empty() && guards.size() != within) lose(node.offset, Lost::decides);
  return flow;
}

Evaluator::Flow Evaluator::passes(const Statement& node) {
  const std::size_t outer = result_.inquiry.guards.size();
  for (;;) {
    const std::optional<bool> truth = holds(*node.parts.front());
    if (!truth && is_open()) {
      lose(node.offset, Lost::goes_over);
      perhaps(node.body);
    }
    if (truth != true) break;
    step(node.offset);
    const auto before = scope_->names;
    const std::size_t first = result_.statements.size();
    const Flow flow = block(node.body);
    lift(result_.inquiry.guards, outer, Guard::Until::iteration);
    if (flow == Flow::return_) return flow;
    if (flow == Flow::break_) return Flow::next;
    if (repeats(node, first)) {
      if (!node.otherwise.empty() || !is_same_again(node, first)) {
        lose(node.offset, Lost::goes_over);
      }
      merge(before);
      return block(node.otherwise);
    }
    if (std::exchange(maybe_left_, false)) {  // Nobody knows how often: once is looked at.
      lose(node.offset, Lost::goes_over);
      merge(before);
      break;
    }
  }
  return block(node.otherwise);
}

/// Whether an `if` ends the loop that it stands in when its statement met no rows.
bool Evaluator::ends_repetition(const Statement& node) {
  const Statement* const loop = repetition_.loop;
  const bool fits = loop != nullptr && deciding_ && is_of_found_rows(*deciding_) &&
                    !deciding_->asked.front().is_there && node.branches.size() == 1 &&
                    node.otherwise.empty() && is_break(node.branches.front().body) &&
                    std::find(loop->body.begin(), loop->body.end(), &node) != loop->body.end();
  if (!fits) return false;
  repetition_.statement = deciding_->asked.front().statement;
  maybe_left_ = true;
  return true;
}

/// The only statement from `first` on; nothing when there are others, or none.
std::optional<std::size_t> Evaluator::only_statement(std::size_t first) const {
  std::optional<std::size_t> found;
  for (std::size_t i = first; i < result_.statements.size(); ++i) {
    if (result_.statements[i].kind != Emitted::Kind::statement) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

/// Whether the pass that was just foreseen is one statement, and comes again until it meets no
/// rows.
bool Evaluator::repeats(const Statement& node, std::size_t first) {
  const std::optional<std::size_t> only = only_statement(first);
  if (!only) return false;
  if (is_constant(*node.parts.front())) return repetition_.statement == only;
  if (maybe_left_) return false;
  const bool open = !holds(*node.parts.front()) && is_open();
  return open && deciding_ && is_of_found_rows(*deciding_) && deciding_->asked.front().is_there &&
         deciding_->asked.front().statement == *only;
}

/// Looks at a second pass, whether it is as the first one was and as all others will be.
bool Evaluator::is_same_again(const Statement& node, std::size_t first) {
  const auto before = scope_->names;
  const std::size_t second = result_.statements.size();
  const std::size_t repeated = only_statement(first).value();
  const Flow flow = block(node.body);
  maybe_left_ = false;
  const std::optional<std::size_t> one = only_statement(second);
  bool same = flow == Flow::next && one.has_value() && before.size() == scope_->names.size();
  for (std::size_t i = 0; same && i < before.size(); ++i) {
    const Value& was = before[i].second;
    const Value& is = scope_->names[i].second;
    same = (was.is(Value::Kind::unknown) && is.is(Value::Kind::unknown)) ||
           (was.kind == is.kind && was.number == is.number && was.object == is.object) ||
           (was.is_construct("Result") && is.is_construct("Result"));
  }
  same = same && result_.statements[*one].text == result_.statements[repeated].text;
  result_.statements.resize(second, {"", 0});
  result_.statements[repeated].is_repeated = true;
  return same;
}

/// A batch is the only thing that revisions enter: what is asked of it is sent at its end.
Evaluator::Flow Evaluator::with_statement(const Statement& node) {
  const std::size_t outer = result_.batches.size();
  for (std::size_t i = 0; i < node.parts.size(); i += 2) {
    const Value value = expression(*node.parts[i]);
    const bool known = value.is(Value::Kind::poison) || value.is_construct("BatchOperations") ||
                       value.is_construct("AutocommitBlock");
    if (!known) refuse(*node.parts[i], "unsupported: `with` on anything but a batch");
    if (node.parts[i + 1] != nullptr) assign(*node.parts[i + 1], known ? value : poison());
    if (value.is_construct("BatchOperations")) result_.batches.push_back({value.object, {}});
    if (is_unknown(value)) lose(node.offset, Lost::decides);
  }
  const Flow flow = block(node.body);
  end_batches(outer);
  return flow;
}

void Evaluator::end_batches(std::size_t outer) {
  while (result_.batches.size() > outer) {
    const std::vector<Emitted> gathered = std::move(result_.batches.back().second);
    result_.batches.pop_back();
    for (const Emitted& one : gathered) {
      send(result_, one.text, one.offset);
      if (result_.sink == nullptr) result_.statements.back().conditions = one.conditions;
    }
  }
}

}  // namespace dbmig::python

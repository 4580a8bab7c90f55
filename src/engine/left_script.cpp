#include "engine/left_script.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "engine/resumption.h"
#include "engine/statement_kind.h"
#include "engine/step_journal.h"

namespace dbmig {
namespace {

/// Hands everything on, and counts the statements.
class CountingSink : public StatementSink {
 public:
  explicit CountingSink(StatementSink& sink) : sink_(&sink) {}

  void run(const ScriptStatement& statement) override {
    ++count_;
    sink_->run(statement);
  }
  Sent send(const ScriptStatement& statement, Refusal refusal) override {
    ++count_;
    return sink_->send(statement, refusal);
  }
  Rows query(const ScriptStatement& statement) override { return sink_->query(statement); }
  void say(std::string_view line) override { sink_->say(line); }
  bool is_live() const override { return sink_->is_live(); }
  bool takes_directives() const override { return sink_->takes_directives(); }

  std::size_t count() const { return count_; }

 private:
  StatementSink* sink_;
  std::size_t count_ = 0;
};

}  // namespace

void LeftScript::run(StatementSink& sink) const {
  CountingSink counting(sink);
  script_->run(counting);
  const JournalRow* row = gone(counting.count());
  if (row == nullptr) return;
  const bool done = row->state == JournalState::done;
  throw Error(ErrorCode::data,
              fmt::format("statement {} of {} {}, and the file has it no more", row->number,
                          row->revision, done ? "took effect" : "was sent and may be in effect"))
      .with_state(fmt::format("it ran as\n{}", shown_statement(row->text)))
      .with_hint(
          "put it back and take back what it did in a statement after it, or undo what ran by "
          "hand and say so with `dbmig resume --forget`");
}

std::optional<std::size_t> LeftScript::size() const {
  const std::optional<std::size_t> size = script_->size();
  return size && gone(*size) == nullptr ? size : std::nullopt;
}

const JournalRow* LeftScript::gone(std::size_t given) const {
  const auto at =
      std::find_if(left_.statements.begin(), left_.statements.end(), [&](const JournalRow& row) {
        return row.number > given && row.number < kQueries && may_count(row);
      });
  return at == left_.statements.end() ? nullptr : &*at;
}

LeftScripts::LeftScripts(const ScriptLibrary& scripts, const Plan& plan,
                         const std::optional<JournalStep>& left)
    : scripts_(&scripts) {
  if (!left) return;
  const auto at = std::find_if(plan.begin(), plan.end(), [&](const Step& step) {
    return step.revision == left->head.revision && step.direction == left->head.direction;
  });
  if (at == plan.end()) return;
  step_ = *at;
  script_.emplace(scripts.script(*at), *left);
}

const Script& LeftScripts::script(const Step& step) const {
  return step_ && step == *step_ ? *script_ : scripts_->script(step);
}

}  // namespace dbmig

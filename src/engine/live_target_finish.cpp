// The end of a step that went well: its record, and the rows of the version table.
#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "engine/live_target.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"
#include "sql/classify.h"
#include "sql/session_effect.h"

namespace dbmig {

std::vector<std::string> LiveTarget::finish(const Step& step) {
  if (!finish_at_once(step)) {
    open_transaction();  // Ends a script's LOCK TABLES, too.
    tables_locked_ = false;
    move_rows(step);
    if (back_ != nullptr) context_->journal().mark_undone(back_->undone);
    journal_.close(JournalState::done, "");
    aftermath_.doubt = Aftermath::Doubt::record;
    commit_end();
  }
  aftermath_.doubt = Aftermath::Doubt::nothing;
  aftermath_.recorded = true;
  std::vector<std::string> restored = connection().restore();
  const std::vector<SessionPart> cleared = remains_.clear(connection());
  keeps_rows_.clear();
  const auto is_role = [](const SessionPart& part) { return part.name == "role"; };
  if (std::ranges::any_of(cleared, is_role)) engines_.forget();  // It may see others.
  for (const SessionPart& part : cleared)
    restored.push_back(dbmig::text(part));
  return restored;
}

void LiveTarget::commit_end() {
  try {
    journal_.commit();
  } catch (const Error&) {
    aftermath_.recorded = journal_.is_closed();
    throw;
  }
}

void LiveTarget::move_rows(const Step& step) {
  try {
    context_->versions().apply(step.rows);
  } catch (const Error& error) {
    // In another session than ours no row is as expected: that is told instead.
    if (error.code() == ErrorCode::data) context_->lock().require();
    throw;
  }
}

bool LiveTarget::finish_at_once(const Step& step) {
  const SessionState& state = connection().state();
  if (state.in_transaction || !state.autocommit || tables_locked_) return false;
  aftermath_.doubt = Aftermath::Doubt::record;
  const bool finished = journal_.finish(step.rows);
  aftermath_.doubt = Aftermath::Doubt::nothing;
  return finished;
}

void LiveTarget::foresee(const Upcoming& next) {
  foreseen_.reset();
  if (!context_->journal().joins_steps() || back_ != nullptr || options_.back) return;
  const std::string_view text = next.statement.text;
  const Dialect dialect = session_dialect();
  if (classify(text, dialect) != StatementClass::implicit_commit ||
      asks_about_last(text, dialect) || is_table_lock(leading_words(text, dialect)) ||
      text.find('@') != std::string_view::npos) {  // It may need a variable that is no more.
    return;
  }
  Subject subject = subject_of(text, dialect, connection().state().database);
  std::optional<Absence> absence = expected_absence(subject);
  JournalRow row = journal_.row(1, next.statement, std::string(name(subject.verb)), dialect);
  foreseen_ = Foreseen{std::move(row), std::move(subject), std::move(absence)};
}

bool LiveTarget::finish_and_announce(const Step& step, const Upcoming& next) {
  const bool usual = foreseen_ && connection().is_untouched() && !tables_locked_ &&
                     remains_.empty() && !options_.left && journal_.ends_at_once(step.rows);
  if (!usual) return false;
  auto [row, subject, absence] = std::move(*foreseen_);
  foreseen_.reset();
  try {
    row.evidence = dbmig::text(absence ? absence->evidence : look_at(connection(), subject));
  } catch (const Error&) {
    return false;  // It is told where it belongs, when the statement's turn comes.
  }
  aftermath_.doubt = Aftermath::Doubt::record;
  const bool finished = journal_.finish_and_announce(step.rows, next, std::move(row),
                                                     absence ? absence->question : "");
  aftermath_.doubt = Aftermath::Doubt::nothing;
  aftermath_.recorded = finished;
  return finished;
}

}  // namespace dbmig

// The queries by whose answers a script goes.
#include <chrono>
#include <utility>

#include "base/error.h"
#include "engine/answer_text.h"
#include "engine/failure.h"
#include "engine/live_target.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"

namespace dbmig {

std::optional<Rows> LiveTarget::earlier_answer(const NumberedQuery& query) {
  try {
    return resumption_.answer(query);
  } catch (const Error&) {
    aftermath_.in_doubt = aftermath_.of_query = resumption_.is_in_doubt();
    throw;
  }
}

Rows LiveTarget::query(const NumberedQuery& query) {
  const std::string_view text = query.statement.text;
  if (std::optional<Rows> before = earlier_answer(query)) {
    remains_.note(text, connection());
    return *before;
  }
  require_session({query.number, query.statement}, text);
  commit_if_due(text);
  unlock_tables();
  take_up_transaction();
  note_remains({query.number, query.statement}, text);
  opaque_ = Opaque::none;
  current_ = journal_.row(kQueries + query.number, query.statement, std::string(kKindQuery),
                          session_dialect());
  current_->rounds = query.sent;
  sent_at_ = std::chrono::steady_clock::now();
  patience_.begin();
  // What asks about the statement before it is to come right behind that.
  if (!asks_about_last(text, session_dialect()) && engines_.may_call(text)) {
    current_->kind = std::string(kKindOpaque);
    if (engines_.reaches_by_asking(text)) {
      announce_query(text);
    } else {
      open_transaction();  // What it writes stands or falls with its record.
    }
  }
  try {
    Rows rows = opaque_ == Opaque::announced ? ask(text) : ask_patiently(text);
    replay_.note_unrepeatable();
    aftermath_.doubt = Aftermath::Doubt::nothing;
    aftermath_.of_query = false;
    opaque_ = Opaque::none;
    current_->evidence = kept_answer(rows);
    note_asked();
    current_.reset();
    return rows;
  } catch (const Error& error) {
    if (is_refusal(error)) {
      aftermath_.doubt = Aftermath::Doubt::nothing;
      current_->error = refusal_text(error);
      note_asked();
    }
    // One that was announced may have changed something: that is looked for if nobody goes on.
    if (opaque_ != Opaque::announced) current_.reset();
    throw;
  }
}

/// A query that may change tables without transactions by a routine.
void LiveTarget::announce_query(std::string_view text) {
  require_no_script_transaction();
  refuse_question(text);
  opaque_ = Opaque::announced;
  aftermath_.of_query = true;
  aftermath_.doubt = Aftermath::Doubt::statement;
  const bool is_scripts = is_in_script_transaction();
  journal_.announce(*current_, {});
  replay_.clear();
  if (is_scripts) begin_again();
  sent_ = true;
}

void LiveTarget::note_asked() {
  JournalRow row = *current_;
  row.state = JournalState::asked;
  journal_.note(std::move(row));
}

}  // namespace dbmig

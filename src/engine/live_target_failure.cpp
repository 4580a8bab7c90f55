// The end of a step that failed: what is rolled back, and what the journal says of the rest.
#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/error.h"
#include "db/row_evidence.h"
#include "engine/answer_text.h"
#include "engine/failure.h"
#include "engine/finding.h"
#include "engine/live_target.h"
#include "engine/resumption.h"
#include "engine/statement_kind.h"

namespace dbmig {

void LiveTarget::settle_kill() const {
  // A KILL that came when the statement was over hits the next one: this.
  constexpr int kTries = 3;
  for (int i = 0; i < kTries; ++i) {
    try {
      connection().execute("DO 0");
      return;
    } catch (const Error& error) {
      if (!is_kill(error)) throw;
    }
  }
}

Error LiveTarget::ended_statement(const Error& error, Watchdog::Ended why) const {
  if (why == Watchdog::Ended::wanted) {
    return Error(ErrorCode::temporary, "interrupted: the statement was ended on the server")
        .with_server(*error.server());
  }
  // Not for a retry by itself: it would put the same load on the server again.
  return Error(ErrorCode::statement,
               fmt::format("the statement was ended: it took longer than statement_timeout, {} s",
                           std::chrono::duration<double>(watchdog_.statement_timeout()).count()))
      .with_server(*error.server())
      .with_hint(
          "run the same command again with a longer --statement-timeout, or make the statement "
          "smaller");
}

void LiveTarget::roll_back() {
  if (connection().state().in_transaction && connection().execute("ROLLBACK").warnings > 0) {
    constexpr unsigned kNotRolledBack = 1196;
    const std::vector<Warning> warnings = connection().warnings();
    const bool partial = std::any_of(warnings.begin(), warnings.end(), [](const Warning& warning) {
      return warning.number == kNotRolledBack;
    });
    if (partial) aftermath_.rollback = Aftermath::Rollback::partial;
  }
  // A statement that failed may have committed them all the same: LOCK TABLES, a CALL.
  const bool may_be_committed = opaque_ == Opaque::runs || journal_.is_unsettled();
  if (!may_be_committed || !journal_.holds_last_row()) return journal_.note_rollback();
  if (opaque_ == Opaque::runs) {
    opaque_ = Opaque::committed;
  } else if (journal_.last_is_running()) {
    aftermath_.in_doubt = true;  // A CALL has committed its beginning, and who knows what else.
  }
  journal_.note_early_commit();
}

std::string LiveTarget::partial_effect() const {
  if (!current_ || parse_verb(current_->kind) != DdlVerb::drop) return {};
  const Evidence before = parse_evidence(current_->evidence);
  const Evidence now = look_at(connection(), subject_of(before, DdlVerb::drop));
  std::string gone;
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    if (before[i].presence == ObjectState::Presence::present &&
        now[i].presence == ObjectState::Presence::absent) {
      gone += (gone.empty() ? "" : ", ") + now[i].object;
    }
  }
  return gone.empty() ? gone : gone + " was dropped all the same";
}

JournalState LiveTarget::state_after(const Error& error) {
  // A KILL may come between the commit of a statement and its answer.
  const bool is_announced =
      parse_verb(current_->kind) != DdlVerb::other || current_->kind == name(DdlVerb::other);
  if (!is_kill(error) || !is_announced) return JournalState::failed;
  const SecondLook look = second_look(connection(), *current_);
  if (look.finding == Finding::not_happened) return JournalState::failed;
  if (look.is_effect) return JournalState::done;
  aftermath_.in_doubt = look.finding != Finding::partly;  // The next run drops the rest of that.
  if (aftermath_.also.empty()) aftermath_.also = "nothing tells whether it took effect";
  return JournalState::running;
}

bool LiveTarget::left_rows_behind() const {
  if (current_->kind != kKindRows) return false;
  return second_look(connection(), *current_).finding == Finding::happened;
}

void LiveTarget::record_failure(const Error& error) {
  aftermath_.also = partial_effect();
  if (current_) {
    current_->error = refusal_text(error);
    current_->state = aftermath_.rounds > 0 ? JournalState::running : state_after(error);
    if (left_rows_behind()) {
      // Neither done nor not: somebody has to look.
      current_->state = JournalState::running;
      current_->kind = std::string(kKindOpaque);
      aftermath_.also = "some rows were changed all the same, which no rollback undoes";
    }
    if (opaque_ == Opaque::committed || opaque_ == Opaque::announced) {
      current_->state = JournalState::running;
      current_->kind = std::string(kKindOpaque);
      aftermath_.also = opaque_ == Opaque::committed
                            ? "what it had committed by itself is in effect"
                            : "what it had changed without a transaction is in effect";
    }
    current_->took = std::chrono::duration_cast<std::chrono::microseconds>(
        std::chrono::steady_clock::now() - sent_at_);
    journal_.note(*current_);
  }
  const bool nothing = journal_.in_effect() + journal_.waiting_in_effect() == 0 &&
                       aftermath_.rounds == 0 && aftermath_.also.empty() && !aftermath_.in_doubt;
  journal_.close(nothing ? JournalState::failed : JournalState::stopped, refusal_text(error));
  if (connection().state().in_transaction) connection().execute("COMMIT");
  journal_.note_commit();
}

Aftermath LiveTarget::abandon(const Error& error) {
  if (aftermath_.recorded) return aftermath_;
  aftermath_.in_effect = journal_.in_effect() + journal_.waiting_in_effect();
  try {
    // A statement that failed may have committed what came before it. An error carries no
    // state of the transaction, so a statement that cannot fail asks for it.
    connection().execute("DO 0");
    aftermath_.doubt = Aftermath::Doubt::nothing;  // The connection lives: an answer came.
    roll_back();
    if (sent_) {
      connection().restore();
      context_->lock().require();
      record_failure(error);
    }
    aftermath_.in_effect = journal_.in_effect();
    connection().restore();
  } catch (const Error&) {
    // The connection is gone; the server rolls back by itself, and the journal has what
    // the next run needs.
  }
  return aftermath_;
}

}  // namespace dbmig

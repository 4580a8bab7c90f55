// The end of a step that failed: what is rolled back, and what the journal says of the rest.
#include <algorithm>
#include <chrono>
#include <map>
#include <set>

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
namespace {

/// What a statement that failed has done to its objects: `table a, table b was dropped all the
/// same`.
std::string differences(const Evidence& before, const Evidence& now) {
  std::map<std::string_view, std::string> objects;  // By what became of them.
  for (std::size_t i = 0; i < std::min(before.size(), now.size()); ++i) {
    const bool is_account = now[i].object.starts_with("account ");
    const bool was = before[i].presence == ObjectState::Presence::present;
    std::string_view what;
    if (was && now[i].presence == ObjectState::Presence::absent)
      what = "dropped";
    else if (is_account && now[i].presence == ObjectState::Presence::present && before[i] != now[i])
      what = was ? "changed" : "created";
    if (what.empty()) continue;
    std::string& all = objects[what];
    all += (all.empty() ? "" : ", ") + now[i].object;
  }
  std::string text;
  for (const auto& [what, all] : objects)
    text += fmt::format("{}{} was {} all the same", text.empty() ? "" : "; ", all, what);
  return text;
}

}  // namespace

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

void LiveTarget::roll_back(const Error& error) {
  // A deadlock takes the transaction away, and the statement ends with that.
  const bool is_ours = opaque_ != Opaque::runs || error.code() == ErrorCode::temporary ||
                       (connection().state().in_transaction && journal_.holds_last_row());
  if (connection().state().in_transaction && connection().execute("ROLLBACK").warnings > 0) {
    constexpr unsigned kNotRolledBack = 1196;
    const std::vector<Warning> warnings = connection().warnings();
    const bool partial = std::any_of(warnings.begin(), warnings.end(), [](const Warning& warning) {
      return warning.number == kNotRolledBack;
    });
    if (partial) aftermath_.rollback = Aftermath::Rollback::partial;
  }
  // A statement that failed may have committed them all the same: LOCK TABLES, a CALL.
  const std::set<std::size_t> begun = journal_.note_rollback();
  for (const std::size_t number : begun) {
    if (opaque_ == Opaque::runs && current_ && current_->number == number) {
      opaque_ = Opaque::committed;
    } else {
      aftermath_.in_doubt = true;  // A CALL has committed its beginning, and who knows what else.
    }
  }
  if (opaque_ == Opaque::runs && !is_ours) opaque_ = Opaque::rolled_back;
}

std::string LiveTarget::partial_effect() const {
  if (!current_) return {};
  const DdlVerb verb = parse_verb(current_->kind);
  const bool may_be_partial =
      verb == DdlVerb::drop || verb == DdlVerb::create_or_replace || verb == DdlVerb::account;
  if (!may_be_partial) return {};
  // An earlier run that died may have sent it first.
  const JournalRow* left = journal_.earlier(current_->number);
  const bool is_again = left != nullptr && left->state == JournalState::running &&
                        left->kind == current_->kind && left->sha256 == current_->sha256;
  const Evidence before = parse_evidence(is_again ? left->evidence : current_->evidence);
  return differences(before, look_at(connection(), subject_of(before, verb)));
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

Finding LiveTarget::rows_left_behind() const {
  if (current_->kind != kKindRows) return Finding::not_happened;
  const Evidence before = parse_evidence(current_->evidence);
  return judge_rows(before, look_at_rows(connection(), before));
}

std::string LiveTarget::left_by_opaque() const {
  switch (opaque_) {
    case Opaque::committed:
      return "what it had committed by itself is in effect";
    case Opaque::announced:
      return "what it had committed or changed without a transaction may be in effect";
    case Opaque::rolled_back:
      return "what it did behind its ROLLBACK is in effect";
    case Opaque::none:
    case Opaque::runs:
      break;
  }
  return {};
}

void LiveTarget::record_failure(const Error& error) {
  aftermath_.also = partial_effect();
  if (current_) {
    current_->error = refusal_text(error);
    current_->state = aftermath_.rounds > 0 ? JournalState::running : state_after(error);
    if (const Finding left = rows_left_behind(); left != Finding::not_happened) {
      // Neither done nor not: somebody has to look.
      current_->state = JournalState::running;
      current_->kind = std::string(kKindOpaque);
      aftermath_.in_doubt = true;
      aftermath_.also = left == Finding::happened
                            ? "some rows were changed all the same, which no rollback undoes"
                            : "nothing tells whether it changed rows that no rollback restores";
    }
    if (const std::string left = left_by_opaque(); !left.empty()) {
      current_->state = JournalState::running;
      current_->kind = std::string(kKindOpaque);
      aftermath_.also = left;
      aftermath_.in_doubt = true;
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
    if (is_commit_due_ && connection().state().in_transaction) commit();
    roll_back(error);
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

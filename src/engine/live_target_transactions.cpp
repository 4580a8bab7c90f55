// Statements that may end the transaction they are sent in: a script's own BEGIN and COMMIT, and
// what runs code of the server's, a CALL or a block.
#include <chrono>

#include "base/error.h"
#include "base/text.h"
#include "engine/answer_text.h"
#include "engine/failure.h"
#include "engine/live_target.h"
#include "engine/refused_settings.h"
#include "engine/statement_kind.h"
#include "sql/classify.h"
#include "sql/session_effect.h"

namespace dbmig {
namespace {

/// What a statement does to a transaction, by its first words in lower case.
enum class TransactionWord {
  commits,  // What is open, in any case.
  rolls_back,
  rolls_back_to,  // A savepoint.
  savepoint,
  setting,  // Of autocommit, UNLOCK TABLES: it may commit.
};

TransactionWord transaction_word(std::string_view words) {
  if (words.starts_with("savepoint") || words.starts_with("release"))
    return TransactionWord::savepoint;
  if (words.starts_with("rollback")) {
    const bool is_part = words.ends_with(" to") || words.find(" to ") != std::string_view::npos;
    return is_part ? TransactionWord::rolls_back_to : TransactionWord::rolls_back;
  }
  const bool commits = words.starts_with("commit") || words.starts_with("begin") ||
                       words.starts_with("start") || words.starts_with("lock");
  return commits ? TransactionWord::commits : TransactionWord::setting;
}

/// Throws for what would keep dbmig from recording it.
void refuse_end(std::string_view words) {
  const bool ends = words.starts_with("commit") || words.starts_with("rollback");
  if (ends && words.find(" release") != std::string_view::npos &&
      words.find(" no release") == std::string_view::npos) {
    throw Error(ErrorCode::data, "RELEASE would end the session of this run, and its lock")
        .with_hint("leave RELEASE out");
  }
  if (words.starts_with("start") && words.find(" read only") != std::string::npos)
    throw read_only_refusal();
  if (!words.starts_with("xa start") && !words.starts_with("xa begin")) return;
  throw Error(ErrorCode::data, "an XA transaction leaves no room for dbmig's record of it")
      .with_hint("leave XA out: changes of rows are one transaction with their record as it is");
}

}  // namespace

void LiveTarget::unlock_tables() {
  if (!tables_locked_) return;
  connection().execute("UNLOCK TABLES");  // They would keep the journal out.
  tables_locked_ = false;
}

void LiveTarget::require_transaction(const Outcome& outcome) {
  if (connection().state().in_transaction) return;
  if (outcome.changed_rows == 0) return context_->lock().require();
  aftermath_.also = "what it changed was committed in another session";
  // Not for a retry by itself: it would make the same change a second time.
  throw Error(ErrorCode::data,
              "the session changed under dbmig inside a transaction, and the other one committed "
              "this statement without a record of it")
      .with_hint(
          "undo by hand what it changed, connect to the server itself instead of a proxy that "
          "shares sessions, and run the same command again");
}

bool LiveTarget::is_in_script_transaction() const {
  return connection().state().in_transaction && is_scripts_;
}

bool LiveTarget::is_in_own_transaction() const {
  const SessionState& state = connection().state();
  return state.in_transaction && !is_scripts_ && state.autocommit;
}

void LiveTarget::end_own_transaction() {
  if (is_in_own_transaction()) commit();
}

void LiveTarget::require_no_script_transaction() const {
  if (!connection().state().in_transaction || replay_.is_empty() || is_in_own_transaction()) return;
  throw Error(ErrorCode::data,
              "dbmig's record of it would commit the transaction that the script has begun: the "
              "statement may end that, or change tables without transactions")
      .with_hint("put a COMMIT before it, in a statement of its own");
}

void LiveTarget::require_own_record() {
  if (journal_.holds_last_row()) return;
  opaque_ = Opaque::rolled_back;
  throw Error(ErrorCode::data,
              "it rolled back the transaction that it was sent in, and with it the changes of rows "
              "before it and dbmig's record")
      .with_hint("put a COMMIT before it, in a statement of its own, and " +
                 std::string(kDoubtHint));
}

void LiveTarget::note_settled(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  const StatementClass type = classify(text, session_dialect());
  // What has anything inside may have committed it.
  const bool commits = type == StatementClass::implicit_commit || type == StatementClass::opaque ||
                       statement.statement.directives.repeat;
  if (commits) was_left_open_ = false;
  if (type != StatementClass::transaction) return;
  const std::string words = leading_words(text, session_dialect());
  const TransactionWord word = transaction_word(words);
  if (word == TransactionWord::commits)
    was_left_open_ = words.starts_with("begin") || words.starts_with("start");
  if (word == TransactionWord::rolls_back) was_left_open_ = false;
}

void LiveTarget::take_up_transaction() {
  if (!std::exchange(was_left_open_, false) || connection().state().in_transaction) return;
  open_transaction();
  is_scripts_ = true;
}

void LiveTarget::go_on_after(const Error& error) {
  aftermath_.doubt = Aftermath::Doubt::nothing;
  if (!current_) return;
  // The error does not say which state the session is in, the next answer does.
  connection().execute("DO 0");
  if (opaque_ == Opaque::runs) require_own_record();
  // What it did before it failed may be in the transaction.
  if (opaque_ != Opaque::none) replay_.note_unrepeatable();
  if (opaque_ != Opaque::none) current_->kind = std::string(kKindOpaque);
  opaque_ = Opaque::none;
  engines_.forget();  // Part of it may be in effect.
  routines_.forget();
  if (!connection().state().in_transaction) {
    const bool is_committed = journal_.is_unsettled() && journal_.holds_last_row();
    // The script believes that what it did before in that transaction is still there.
    if (was_open_ && current_->kind.empty() && !is_committed) throw Error(error);
    journal_.note_commit();
    replay_.clear();
  }
  current_->state = JournalState::refused;
  current_->error = refusal_text(error);
  current_->took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - sent_at_);
  journal_.note(*current_);
  current_.reset();
}

void LiveTarget::forget_after(const CalledCode& code) {
  if (code.effect.is_dynamic) {
    engines_.forget();
    routines_.forget_prepared();
  }
  if (code.effect.defines && code.executed)
    engines_.forget(code.executed->text, code.executed->database);
  else if (code.effect.defines)
    engines_.forget();
  if (code.effect.is_dynamic || code.effect.defines) routines_.forget();
}

/// What an EXECUTE defines, where it is one statement that commits by itself.
std::optional<Subject> LiveTarget::defined_by(const CalledCode& code) const {
  if (!code.executed) return std::nullopt;
  const std::string& text = code.executed->text;
  const Dialect dialect = session_dialect();
  if (classify(text, dialect) != StatementClass::implicit_commit ||
      is_table_lock(leading_words(text, dialect))) {
    return std::nullopt;
  }
  return subject_of(text, dialect, code.executed->database);
}

Outcome LiveTarget::run_opaque(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  refuse_question(text);
  const CalledCode code = routines_.code(text);
  remains_.note(code, connection());
  if (code.executed) refuse_question(code.executed->text);
  const std::optional<Subject> subject = defined_by(code);
  if (subject || code.effect.rolls_back || code.effect.begins ||
      !engines_.reach(code.names).empty()) {
    if (!subject) require_no_script_transaction();
    const Outcome outcome =
        subject ? run_announced(statement, name(subject->verb), look_at(connection(), *subject))
                : run_announced(statement, kKindOpaque, {});
    forget_after(code);
    return outcome;
  }
  // If something inside it commits, this row is committed with it and bears witness; if
  // nothing does, statement and record stand or fall together.
  open_transaction();
  JournalRow row = *current_;
  row.kind = std::string(kKindOpaque);
  journal_.note(std::move(row));
  journal_.write();
  replay_.note_unrepeatable();
  sent_ = true;
  opaque_ = Opaque::runs;
  aftermath_.doubt = Aftermath::Doubt::statement;
  const Outcome outcome = send(text);
  aftermath_.doubt = Aftermath::Doubt::nothing;
  opaque_ = Opaque::none;
  if (!connection().state().in_transaction) journal_.note_commit();
  forget_after(code);
  note_done(kKindOpaque, outcome);
  return outcome;
}

Outcome LiveTarget::run_transaction_word(const NumberedStatement& statement) {
  const std::string words = leading_words(statement.statement.text, session_dialect());
  refuse_end(words);
  if (words.starts_with("set")) refuse_setting(statement.statement.text, session_dialect());
  if (words.starts_with("set transaction")) end_own_transaction();
  const TransactionWord word = transaction_word(words);
  const bool may_commit = word == TransactionWord::commits || word == TransactionWord::setting;
  const bool was_open = connection().state().in_transaction;
  if (was_open && may_commit) {
    context_->lock().require();
    journal_.write();  // The records go with what is open.
  }
  sent_ = true;
  const Outcome outcome = send(statement.statement.text);
  const bool is_open = connection().state().in_transaction;
  if (!was_open && is_open) context_->lock().require();
  const bool is_the_same = was_open && is_open && word != TransactionWord::commits &&
                           word != TransactionWord::rolls_back;
  if (word == TransactionWord::rolls_back) journal_.note_script_rollback();
  if (word == TransactionWord::rolls_back_to) journal_.note_partial_rollback();
  if (was_open && may_commit && !is_the_same) journal_.note_commit();
  if (!is_the_same) replay_.clear();
  if (is_the_same && !may_commit) replay_.note(statement.statement.text);
  const bool is_snapshot = words.find("snapshot") != std::string::npos;
  if (is_snapshot || session_effect(statement.statement.text, session_dialect()).once)
    replay_.note_once();
  is_scripts_ = is_open && (is_scripts_ || !is_the_same);
  note_done(kKindTransaction, outcome);
  return outcome;
}

}  // namespace dbmig

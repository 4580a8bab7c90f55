// Statements that are announced before they are sent, since no transaction holds them and their
// record together.
#include <algorithm>

#include "base/error.h"
#include "db/row_evidence.h"
#include "engine/live_target.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"
#include "sql/classify.h"
#include "sql/ddl.h"
#include "sql/objects.h"

namespace dbmig {
namespace {

/// Whether an announced statement may also change what the open transaction stands for.
bool may_join_transaction(std::string_view kind, const Evidence& evidence) {
  return kind == kKindOpaque || std::ranges::any_of(evidence, [](const ObjectState& state) {
           return state.presence == ObjectState::Presence::unreadable;
         });
}

}  // namespace

Outcome LiveTarget::run_ddl(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  const std::string words = leading_words(text, session_dialect());
  if (is_table_lock(words)) {
    const Outcome outcome = run_transaction_word(statement);
    tables_locked_ = words.starts_with("lock");
    return outcome;
  }
  const Subject subject = subject_of(text, session_dialect(), connection().state().database);
  const Outcome outcome =
      run_announced(statement, name(subject.verb), look_at(connection(), subject));
  forget_after(text);
  return outcome;
}

/// After a statement that may have defined something.
void LiveTarget::forget_after(std::string_view text) {
  if (!engines_.is_empty()) engines_.forget(text);
  routines_.forget();
  keeps_rows_.clear();  // ALTER may have changed that.
}

Outcome LiveTarget::run_announced(const NumberedStatement& statement, std::string_view kind,
                                  const Evidence& evidence) {
  refuse_question(statement.statement.text);
  current_->kind = std::string(kind);
  current_->evidence = dbmig::text(evidence);
  aftermath_.doubt = Aftermath::Doubt::statement;  // It may go with its announcement.
  const bool is_scripts = is_in_script_transaction();
  journal_.announce(*current_, is_scripts ? "" : statement.statement.text);
  replay_.clear();
  if (is_scripts && kind != name(parse_verb(kind))) begin_again();
  return send_announced(statement, may_join_transaction(kind, evidence));
}

/// The announcement has committed the script's transaction, in which nothing was changed yet: what
/// comes is in one of its own as well.
void LiveTarget::begin_again() {
  if (!connection().state().in_transaction) connection().execute("START TRANSACTION");
  is_scripts_ = true;
}

/// A change of rows of which some are in tables with transactions and some are not: those with them
/// stand or fall with the record, so that the others tell the rest.
Outcome LiveTarget::run_mixed(const NumberedStatement& statement, const Evidence& evidence) {
  refuse_question(statement.statement.text);
  current_->kind = std::string(kKindRows);
  current_->evidence = dbmig::text(evidence);
  const bool is_scripts = is_in_script_transaction();
  journal_.announce(*current_, {});
  open_transaction();
  is_scripts_ = is_scripts;
  Outcome outcome;
  try {
    outcome = send_announced(statement, true);
  } catch (const Error& error) {
    // A server that writes GTIDs takes it outside of transactions only, and then only if it writes
    // no table that has them.
    constexpr unsigned kGtidConsistency = 1785;
    if (!error.server() || error.server()->number != kGtidConsistency || is_scripts) throw;
    connection().execute("ROLLBACK");
    return send_announced(statement, true);
  }
  is_commit_due_ = !is_scripts && connection().state().autocommit;
  return outcome;
}

void LiveTarget::commit_if_due(std::string_view next) {
  if (is_commit_due_ && !asks_about_last(next, session_dialect())) commit();
}

Outcome LiveTarget::run_opening(const NumberedStatement& statement) {
  patience_.begin();
  const Outcome outcome = send_announced(statement, false);
  forget_after(statement.statement.text);
  return outcome;
}

/// `joins`: what it changes is gone with the transaction that it is sent in, if one is open, and
/// its announcement is not: no second try is to leave it out.
Outcome LiveTarget::send_announced(const NumberedStatement& statement, bool joins) {
  sent_ = true;
  aftermath_.doubt = Aftermath::Doubt::statement;
  const std::string_view text = statement.statement.text;
  // What anything inside has done is not to be repeated after a wait for a lock.
  const bool is_opaque = current_->kind == kKindOpaque;
  if (is_opaque) opaque_ = Opaque::announced;
  const Outcome outcome =
      is_opaque ? send(text) : send_patiently(text, objects(text, session_dialect()));
  opaque_ = Opaque::none;
  aftermath_.doubt = Aftermath::Doubt::nothing;
  if (connection().state().in_transaction) {
    if (joins) replay_.note_unrepeatable();
    if (is_opaque) is_scripts_ = true;  // It was sent outside of any of dbmig's.
  }
  note_done(current_->kind, outcome);
  return outcome;
}

}  // namespace dbmig

#include "engine/live_target.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/row_evidence.h"
#include "engine/answer_text.h"
#include "engine/failure.h"
#include "engine/refused_settings.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"
#include "sql/classify.h"
#include "sql/ddl.h"
#include "sql/session_effect.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

/// Whether a change of rows is the same when it is run a second time in a transaction: it goes on
/// from no variable, id or value that the first time has left in the session.
bool is_repeatable(std::string_view text, const Dialect& dialect) {
  const SessionEffect effect = session_effect(text, dialect);
  const auto is_of_session = [](const SessionPart& part) {
    return part.kind == SessionPart::Kind::last_insert_id ||
           part.kind == SessionPart::Kind::sequence_value;
  };
  return std::ranges::none_of(effect.reads, is_of_session) &&
         std::ranges::all_of(effect.makes, is_of_session);
}

/// Whether it is a change of rows that makes ids.
bool makes_ids(std::string_view text, const Dialect& dialect) {
  return std::ranges::any_of(session_effect(text, dialect).makes, [](const SessionPart& part) {
    return part.kind == SessionPart::Kind::last_insert_id;
  });
}

/// As the server itself decides: text is true when it begins with a number other than
/// zero. What strtod() takes besides (`inf…`, `nan…`, `0x1`) is no number there.
bool counts_as_true(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || (!is_digit(text.front()) && text.front() != '.')) return false;
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc::result_out_of_range || number != 0;
}

}  // namespace

LiveTarget::LiveTarget(MigrationContext& context, LiveOptions options)
    : context_(&context),
      options_(std::move(options)),
      journal_(context.connection(), context.journal()),
      resumption_(context.connection(), journal_, options_.assume, options_.answered),
      patience_(options_.locks, options_.notice, options_.interrupted),
      watchdog_(context.login(), context.lock().name(), options_.watch),
      engines_(context.connection()),
      routines_(context.connection()) {}

bool LiveTarget::is_left(const Step& step) const {
  return options_.left && options_.left->head.revision == step.revision &&
         options_.left->head.direction == step.direction;
}

Aftermath LiveTarget::standing(const Step& step) const {
  Aftermath now;
  if (is_left(step)) now.in_effect = options_.left->in_effect();
  return now;
}

void LiveTarget::begin(const Step& step) {
  aftermath_ = {};
  replay_ = {};
  keeps_rows_.clear();
  kept_warnings_.clear();
  foreseen_.reset();
  current_.reset();
  sent_ = false;
  tables_locked_ = was_open_ = is_scripts_ = is_commit_due_ = is_elsewhere_ = false;
  was_left_open_ = false;
  opaque_ = Opaque::none;
  std::optional<JournalStep> left;
  if (is_left(step)) left = std::exchange(options_.left, std::nullopt);
  resumption_.begin();
  journal_.begin(step, std::move(left));
  back_ = options_.back && options_.back->step == step ? &*options_.back : nullptr;
  if (back_ != nullptr) journal_.note_undoing(back_->undone);
  current_ = journal_.take_opening();
  sent_ = current_.has_value();
}

std::optional<std::string> LiveTarget::settled(const NumberedStatement& statement) {
  try {
    if (const auto reason = resumption_.settle(statement)) {
      const JournalRow* row = journal_.earlier(statement.number);
      is_elsewhere_ = is_elsewhere_ || (row != nullptr && row->state != JournalState::skipped);
      if (row == nullptr || row->state != JournalState::skipped) {
        routines_.note_prepare(statement.statement.text);  // Where it was sent again.
        remains_.note(statement.statement.text, connection());
        note_settled(statement);
      }
      return reason;
    }
  } catch (const Error&) {
    aftermath_.in_doubt = resumption_.is_in_doubt();
    throw;
  }
  if (back_ == nullptr || !back_->left_out.contains(statement.number)) return std::nullopt;
  const std::string& reason = back_->left_out.at(statement.number);
  note_skipped(statement, reason);
  return reason;
}

bool LiveTarget::has_rounds(const NumberedStatement& statement) const {
  const JournalRow* row = journal_.earlier(statement.number);
  return row != nullptr && row->rounds > 0 && row->state == JournalState::running;
}

std::optional<std::uint64_t> LiveTarget::settled_rows(const NumberedStatement& statement) {
  return resumption_.found_rows(statement);
}

std::optional<Error> LiveTarget::earlier_refusal(const NumberedStatement& statement) {
  return resumption_.refusal(statement);
}

void LiveTarget::skip(const NumberedStatement& statement) {
  note_skipped(statement, "a directive left it out");
}

void LiveTarget::note_skipped(const NumberedStatement& statement, const std::string& why) {
  JournalRow row = journal_.row(statement.number, statement.statement, "", session_dialect());
  row.state = JournalState::skipped;
  row.error = why;
  journal_.note(std::move(row));
}

Outcome LiveTarget::run(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  refuse_release(text, session_dialect());
  require_session(statement, text);
  commit_if_due(text);
  unlock_tables();
  take_up_transaction();
  note_remains(statement, text);
  sent_at_ = Clock::now();
  opaque_ = Opaque::none;
  aftermath_.of_query = false;
  if (current_ && current_->number == statement.number) return run_opening(statement);
  current_ = journal_.row(statement.number, statement.statement, "", session_dialect());
  patience_.begin();
  switch (classify(text, session_dialect())) {
    case StatementClass::transactional:
      return run_in_transaction(statement);
    case StatementClass::session:
      return run_session(statement);
    case StatementClass::transaction:
      return run_transaction_word(statement);
    case StatementClass::opaque:
      return run_opaque(statement);
    case StatementClass::implicit_commit:
      break;
  }
  return run_ddl(statement);
}

void LiveTarget::open_transaction() {
  if (connection().state().in_transaction) return;
  connection().execute("START TRANSACTION");
  // Last, so that a session that was changed before is seen before anything is sent to it.
  context_->lock().require();
  replay_.clear();
  is_scripts_ = false;
}

void LiveTarget::commit() {
  is_commit_due_ = false;
  journal_.write();
  journal_.send_commit();
  journal_.note_commit();
  replay_.clear();
}

void LiveTarget::replay() {
  try {
    connection().execute("START TRANSACTION");
    journal_.note_partial_rollback();  // What was written in the one before went with that.
    for (const std::string& text : replay_.statements())
      send(text);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::unavailable || is_kill(error)) throw;
    connection().execute("ROLLBACK");  // All of it is to be run again, or nothing.
    if (error.code() != ErrorCode::statement || !error.server()) throw;
    // No refusal of the statement that is being tried, and none for a script to go on over.
    throw Error(ErrorCode::temporary,
                "what the transaction had done before a deadlock took it away is refused now")
        .with_server(*error.server())
        .with_hint("run the same command again: it begins the transaction anew");
  }
}

template <typename Send>
auto LiveTarget::watched(Send send) {
  watchdog_.watch(connection().id());
  try {
    auto result = send();
    if (watchdog_.rest() != Watchdog::Ended::no) settle_kill();
    return result;
  } catch (const Error& error) {
    const Watchdog::Ended why = watchdog_.rest();
    if (why == Watchdog::Ended::no || error.code() == ErrorCode::unavailable) throw;
    settle_kill();
    if (!is_kill(error)) throw;
    throw ended_statement(error, why);
  }
}

void LiveTarget::refuse_question(std::string_view text) const {
  if (!asks_about_last(text, session_dialect())) return;
  throw Error(ErrorCode::data,
              "it asks what the statement before it did, and dbmig's own record comes between")
      .with_hint("keep that first, in a statement of its own: SET @n = ROW_COUNT()");
}

bool LiveTarget::asks(std::string_view text) const {
  return asks_about_last(text, session_dialect()) && !only_shows(text, session_dialect());
}

bool LiveTarget::is_sent_if_ours(std::string_view text, bool asks) {
  if (connection().awaits_answer()) return true;  // It went with its announcement.
  if (!asks) return context_->lock().send_if_ours(text);
  if (is_elsewhere_) {
    throw Error(ErrorCode::data,
                "it asks what the statement before it did, and that ran in the session of another "
                "run, which has ended")
        .with_hint(
            "undo by hand what ran and say so with `dbmig resume --forget`; or write what it is "
            "to be in its place");
  }
  // It goes another way, or dbmig has asked something since.
  if (engines_.has_asked() || text.find(';') != std::string_view::npos) refuse_question(text);
  context_->lock().require_from_beside();
  return false;
}

Outcome LiveTarget::send(std::string_view text) {
  was_open_ = connection().state().in_transaction;
  return watched([&] {
    const bool is_sent = is_sent_if_ours(text, asks(text));
    note_sent();
    return is_sent ? connection().answer() : connection().execute(text);
  });
}

/// Of what follows: this is the statement before it.
void LiveTarget::note_sent() {
  is_elsewhere_ = false;
  engines_.begin_statement();
}

Rows LiveTarget::ask(std::string_view text) {
  return watched([&] {
    const bool is_sent = is_sent_if_ours(text, asks_about_last(text, session_dialect()));
    note_sent();
    return is_sent ? connection().answer_rows() : connection().query(text);
  });
}

template <typename Try>
auto LiveTarget::patiently(Try attempt, const std::vector<ObjectName>& objects) {
  const bool in_transaction = connection().state().in_transaction;
  bool again = false;
  for (;;) {
    try {
      if (again && in_transaction) mend_transaction();
      return attempt();
    } catch (Error& error) {
      if (is_kill(error)) throw;
      // Another try would add to them.
      if (current_ && rows_left_behind() != Finding::not_happened) throw;
      if (in_transaction && error.code() == ErrorCode::temporary && !can_go_on()) throw;
      patience_.pause_after(error, connection(), objects);
      again = true;
    }
  }
}

Outcome LiveTarget::send_patiently(std::string_view text, const std::vector<ObjectName>& objects) {
  return patiently([&] { return send(text); }, objects);
}

Rows LiveTarget::ask_patiently(std::string_view text) {
  return patiently([&] { return ask(text); }, {});
}

bool LiveTarget::can_go_on() {
  // A deadlock rolls back the transaction, a lock wait only the statement. The error
  // does not say which state the session is in, the next answer does.
  connection().execute("DO 0");
  return connection().state().in_transaction || replay_.is_whole();
}

void LiveTarget::mend_transaction() {
  connection().execute("DO 0");  // It may have ended during the pause.
  if (!connection().state().in_transaction) replay();
}

void LiveTarget::note_done(std::string_view kind, const Outcome& outcome) {
  current_->kind = std::string(kind);
  current_->state = JournalState::done;
  current_->changed_rows = outcome.changed_rows;
  if (kind == kKindTransactional) current_->rounds = outcome.found_rows;
  current_->took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_at_);
  journal_.note(std::move(*current_));
  current_.reset();
}

Outcome LiveTarget::run_in_transaction(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  if (const TableEngines::Reach reach = engines_.written(text); !reach.empty()) {
    require_replicated(reach);
    require_no_script_transaction();
    const Evidence evidence = look_at_rows(connection(), reach);
    if (reach.mixed && !reach.through_others) return run_mixed(statement, evidence);
    return run_announced(statement, kKindRows, evidence);
  }
  if (!connection().state().in_transaction && asks(text)) refuse_question(text);
  open_transaction();
  sent_ = true;
  const bool again = is_repeatable(text, session_dialect()) && !names_kept_rows(text);
  // Behind a wait for a lock the statement before it is one of dbmig's own, and a value that was
  // set for it is gone.
  const bool is_patient =
      again && !replay_.has_value() && !asks_about_last(text, session_dialect());
  const Outcome outcome = is_patient ? send_patiently(text, {}) : send(text);
  require_transaction(outcome);
  if (again) {
    replay_.note(text);
  } else {
    replay_.note_unrepeatable();
  }
  if (replay_.has_value() && makes_ids(text, session_dialect())) replay_.note_value_used();
  note_done(kKindTransactional, outcome);
  return outcome;
}

void LiveTarget::require_replicated(const TableEngines::Reach& reach) const {
  const std::optional<GaleraNode>& node = connection().server().galera;
  if (!node || reach.tables.empty() || node->replicates_all_rows()) return;
  throw Error(ErrorCode::policy, fmt::format("{} has rows of its own on each node: Galera "
                                             "replicates only tables with transactions",
                                             reach.tables.front()))
      .with_hint(
          "make it an InnoDB table in a statement before this one, and run the same command "
          "again");
}

Outcome LiveTarget::run_round(const NumberedStatement& statement) {
  refuse_question(statement.statement.text);
  require_session(statement, statement.statement.text);
  if (!current_ || current_->number != statement.number) {
    current_ = journal_.row(statement.number, statement.statement, std::string(kKindRepeated),
                            session_dialect());
    const JournalRow* earlier = journal_.earlier(statement.number);
    current_->rounds = earlier == nullptr ? 0 : earlier->rounds;
    current_->changed_rows = earlier == nullptr ? 0 : earlier->changed_rows;
    sent_at_ = Clock::now();
    aftermath_.rounds = current_->rounds;
  }
  if (connection().state().in_transaction) commit();
  note_remains(statement, statement.statement.text);
  const bool is_indirect = engines_.written(statement.statement.text).through_others;
  if (is_indirect) announce_round();
  open_transaction();
  patience_.begin();
  sent_ = true;
  const Outcome outcome =
      is_indirect ? send(statement.statement.text) : send_patiently(statement.statement.text, {});
  opaque_ = Opaque::none;
  aftermath_.doubt = Aftermath::Doubt::nothing;
  require_transaction(outcome);
  if (outcome.warnings > 0) kept_warnings_ = connection().warnings();
  JournalRow row = *current_;
  ++row.rounds;
  row.changed_rows += outcome.changed_rows;
  const bool is_last = outcome.changed_rows == 0;
  row.state = is_last ? JournalState::done : JournalState::running;
  row.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_at_);
  journal_.note(row);
  commit();
  aftermath_.rounds = is_last ? 0 : row.rounds;
  current_ = std::move(row);
  if (is_last) current_.reset();
  return outcome;
}

/// What it changes by a view, a routine or a trigger may be without a transaction.
void LiveTarget::announce_round() {
  JournalRow row = *current_;
  row.kind = std::string(kKindOpaque);
  opaque_ = Opaque::announced;
  aftermath_.doubt = Aftermath::Doubt::statement;
  journal_.announce(std::move(row), {});
}

bool LiveTarget::is_true(const NumberedStatement& statement) {
  const std::string& query = *statement.statement.directives.skip_if;
  refuse_assignment(query);
  require_session(statement, query);
  commit_if_due(query);
  unlock_tables();
  note_remains(statement, query);
  const Rows answer = ask(query);
  if (answer.rows.empty() || !answer.rows.front().front()) return false;
  return counts_as_true(*answer.rows.front().front());
}

std::vector<Warning> LiveTarget::warnings() {
  if (!kept_warnings_.empty()) return std::exchange(kept_warnings_, {});
  return connection().warnings();
}

}  // namespace dbmig

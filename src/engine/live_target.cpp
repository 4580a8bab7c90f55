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
#include "engine/statement_kind.h"
#include "sql/classify.h"
#include "sql/session_effect.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

// Statements of a transaction are kept for the case of a deadlock, up to this size.
constexpr std::size_t kReplayed = 64'000'000;

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
      engines_(context.connection()) {}

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
  replay_.clear();
  round_warnings_.clear();
  current_.reset();
  sent_ = false;
  tables_locked_ = false;
  opaque_ = Opaque::none;
  std::optional<JournalStep> left;
  if (is_left(step)) left = std::exchange(options_.left, std::nullopt);
  journal_.begin(step, std::move(left));
  back_ = options_.back && options_.back->step == step ? &*options_.back : nullptr;
  if (back_ != nullptr) journal_.note_undoing(back_->undone);
  resumption_.begin();
  current_ = journal_.take_opening();
  sent_ = current_.has_value();
}

std::optional<std::string> LiveTarget::settled(const NumberedStatement& statement) {
  try {
    if (const auto reason = resumption_.settle(statement)) return reason;
  } catch (const Error&) {
    aftermath_.in_doubt = resumption_.is_in_doubt();
    throw;
  }
  if (back_ == nullptr || !back_->left_out.contains(statement.number)) return std::nullopt;
  const std::string& reason = back_->left_out.at(statement.number);
  note_skipped(statement, reason);
  return reason;
}

std::optional<std::uint64_t> LiveTarget::settled_rows(const NumberedStatement& statement) {
  return resumption_.found_rows(statement);
}

std::optional<Error> LiveTarget::earlier_refusal(const NumberedStatement& statement) {
  return resumption_.refusal(statement);
}

void LiveTarget::go_on_after(const Error& error) {
  aftermath_.doubt = Aftermath::Doubt::nothing;
  opaque_ = Opaque::none;
  if (!current_) return;
  // The error does not say which state the session is in, the next answer does.
  connection().execute("DO 0");
  if (!connection().state().in_transaction) {
    journal_.note_commit();
    replay_.clear();
  }
  current_->state = JournalState::refused;
  current_->error = refusal_text(error);
  current_->took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_at_);
  journal_.note(*current_);
  current_.reset();
}

Rows LiveTarget::query(const NumberedQuery& query) {
  if (std::optional<Rows> before = resumption_.answer(query)) return *before;
  resumption_.require_session({query.number, query.statement});
  unlock_tables();
  JournalRow row = journal_.row(kQueries + query.number, query.statement, std::string(kKindQuery),
                                session_dialect());
  row.state = JournalState::asked;
  row.rounds = query.sent;
  sent_at_ = Clock::now();
  patience_.begin();
  try {
    Rows rows = ask_patiently(query.statement.text);
    row.evidence = kept_answer(rows);
    journal_.note(std::move(row));
    return rows;
  } catch (const Error& error) {
    if (error.code() == ErrorCode::statement && !is_kill(error)) {
      row.error = refusal_text(error);
      journal_.note(std::move(row));
    }
    throw;
  }
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
  resumption_.require_session(statement);
  unlock_tables();
  sent_at_ = Clock::now();
  if (current_ && current_->number == statement.number) return run_opening(statement);
  current_ = journal_.row(statement.number, statement.statement, "", session_dialect());
  patience_.begin();
  switch (classify(text, session_dialect())) {
    case StatementClass::transactional:
      return run_in_transaction(statement);
    case StatementClass::session: {
      sent_ = true;
      const Outcome outcome = send(text);
      note_done(kKindSession, outcome);
      return outcome;
    }
    case StatementClass::transaction:
      return run_transaction_word(statement);
    case StatementClass::opaque:
      return run_opaque(statement);
    case StatementClass::implicit_commit:
      break;
  }
  return run_ddl(statement);
}

void LiveTarget::unlock_tables() {
  if (!tables_locked_) return;
  connection().execute("UNLOCK TABLES");  // They would keep the journal out.
  tables_locked_ = false;
}

void LiveTarget::open_transaction() {
  if (connection().state().in_transaction) return;
  connection().execute("START TRANSACTION");
  // Last, so that a session that was changed before is seen before anything is sent to it.
  context_->lock().require();
  replay_.clear();
  replay_bytes_ = 0;
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

void LiveTarget::commit() {
  journal_.write();
  journal_.send_commit();
  journal_.note_commit();
  replay_.clear();
  replay_bytes_ = 0;
}

void LiveTarget::replay() {
  connection().execute("START TRANSACTION");
  for (const std::string& text : replay_)
    send(text);
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

bool LiveTarget::is_sent_if_ours(std::string_view text) {
  if (connection().awaits_answer()) return true;  // It went with its announcement.
  if (!asks_about_last(text, session_dialect())) return context_->lock().send_if_ours(text);
  if (text.find(';') != std::string_view::npos) refuse_question(text);  // It goes another way.
  context_->lock().require_from_beside();
  return false;
}

Outcome LiveTarget::send(std::string_view text) {
  return watched(
      [&] { return is_sent_if_ours(text) ? connection().answer() : connection().execute(text); });
}

Rows LiveTarget::ask(std::string_view text) {
  return watched([&] {
    return is_sent_if_ours(text) ? connection().answer_rows() : connection().query(text);
  });
}

Outcome LiveTarget::send_patiently(std::string_view text, const std::vector<ObjectName>& objects) {
  const bool in_transaction = connection().state().in_transaction;
  bool again = false;
  for (;;) {
    try {
      if (again && in_transaction) {
        mend_transaction();
      }
      return send(text);
    } catch (Error& error) {
      if (is_kill(error) || (in_transaction && replay_bytes_ > kReplayed)) throw;
      if (current_ && left_rows_behind()) throw;  // Another try would add to them.
      patience_.pause_after(error, connection(), objects);
      again = true;
    }
  }
}

void LiveTarget::mend_transaction() {
  // A deadlock rolls back the transaction, a lock wait only the statement. The error
  // does not say which state the session is in, the next answer does.
  connection().execute("DO 0");
  if (!connection().state().in_transaction) replay();
}

Rows LiveTarget::ask_patiently(std::string_view text) {
  const bool in_transaction = connection().state().in_transaction;
  for (;;) {
    try {
      return ask(text);
    } catch (Error& error) {
      if (is_kill(error) || (in_transaction && replay_bytes_ > kReplayed)) throw;
      patience_.pause_after(error, connection(), {});
      if (in_transaction) mend_transaction();
    }
  }
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
  if (const TableEngines::Reach reach = engines_.reach(text); !reach.empty()) {
    require_replicated(reach);
    return run_announced(statement, kKindRows, look_at_rows(connection(), engines_, text));
  }
  if (!connection().state().in_transaction) refuse_question(text);
  open_transaction();
  sent_ = true;
  const Outcome outcome = send_patiently(text, {});
  require_transaction(outcome);
  if (replay_bytes_ <= kReplayed) {
    replay_.emplace_back(text);
    replay_bytes_ += text.size();
  }
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

Outcome LiveTarget::run_opaque(const NumberedStatement& statement) {
  refuse_question(statement.statement.text);
  if (engines_.any()) return run_announced(statement, kKindOpaque, {});
  // If something inside it commits, this row is committed with it and bears witness; if
  // nothing does, statement and record stand or fall together.
  open_transaction();
  JournalRow row = *current_;
  row.kind = std::string(kKindOpaque);
  journal_.note(std::move(row));
  journal_.write();
  sent_ = true;
  opaque_ = Opaque::runs;
  aftermath_.doubt = Aftermath::Doubt::statement;
  const Outcome outcome = send(statement.statement.text);
  aftermath_.doubt = Aftermath::Doubt::nothing;
  opaque_ = Opaque::none;
  if (!connection().state().in_transaction) journal_.note_commit();
  engines_.forget();
  replay_bytes_ = kReplayed + 1;  // What it does is not to be repeated after a deadlock.
  note_done(kKindOpaque, outcome);
  return outcome;
}

Outcome LiveTarget::run_transaction_word(const NumberedStatement& statement) {
  const std::string words = lower(summary(statement.statement.text, session_dialect()));
  const bool rolls_back = words.starts_with("rollback") && words.find(" to ") == std::string::npos;
  const bool inside = words.starts_with("savepoint") || words.starts_with("release") ||
                      (words.starts_with("rollback") && !rolls_back);
  const bool was_open = connection().state().in_transaction;
  if (was_open && !rolls_back && !inside) {
    context_->lock().require();
    journal_.write();  // It may commit what is open: the records go with it.
  }
  sent_ = true;
  const Outcome outcome = send(statement.statement.text);
  if (!was_open && connection().state().in_transaction) context_->lock().require();
  if (inside) {
    replay_.emplace_back(statement.statement.text);
  } else {
    if (rolls_back) journal_.note_script_rollback();
    if (was_open && !rolls_back) journal_.note_commit();
    replay_.clear();
    replay_bytes_ = 0;
  }
  note_done(kKindTransaction, outcome);
  return outcome;
}

Outcome LiveTarget::run_ddl(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  const std::string words = lower(summary(text, session_dialect()));
  if (is_table_lock(words)) {
    const Outcome outcome = run_transaction_word(statement);
    tables_locked_ = words.starts_with("lock");
    return outcome;
  }
  const Subject subject = subject_of(text, session_dialect(), connection().state().database);
  const Outcome outcome =
      run_announced(statement, name(subject.verb), look_at(connection(), subject));
  engines_.forget();
  return outcome;
}

Outcome LiveTarget::run_announced(const NumberedStatement& statement, std::string_view kind,
                                  const Evidence& evidence) {
  refuse_question(statement.statement.text);
  current_->kind = std::string(kind);
  current_->evidence = dbmig::text(evidence);
  aftermath_.doubt = Aftermath::Doubt::statement;  // It may go with its announcement.
  journal_.announce(*current_, statement.statement.text);
  return send_announced(statement);
}

Outcome LiveTarget::run_opening(const NumberedStatement& statement) {
  patience_.begin();
  const Outcome outcome = send_announced(statement);
  engines_.forget();
  return outcome;
}

Outcome LiveTarget::send_announced(const NumberedStatement& statement) {
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
  note_done(current_->kind, outcome);
  return outcome;
}

Outcome LiveTarget::run_round(const NumberedStatement& statement) {
  refuse_question(statement.statement.text);
  resumption_.require_session(statement);
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
  open_transaction();
  patience_.begin();
  sent_ = true;
  const Outcome outcome = send_patiently(statement.statement.text, {});
  require_transaction(outcome);
  if (outcome.warnings > 0) round_warnings_ = connection().warnings();
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

bool LiveTarget::is_true(const std::string& query) {
  unlock_tables();
  const Rows answer = ask(query);
  if (answer.rows.empty() || !answer.rows.front().front()) return false;
  return counts_as_true(*answer.rows.front().front());
}

std::vector<Warning> LiveTarget::warnings() {
  if (!round_warnings_.empty()) return std::exchange(round_warnings_, {});
  return connection().warnings();
}

}  // namespace dbmig

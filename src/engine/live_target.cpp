#include "engine/live_target.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/row_evidence.h"
#include "engine/statement_kind.h"
#include "sql/classify.h"

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

/// LOCK TABLES and UNLOCK TABLES, which tie the session's hands.
bool is_table_lock(std::string_view words) {
  return words.starts_with("lock table") || words.starts_with("unlock table");
}

/// Whether the server ended the statement because it was told to.
bool is_kill(const Error& error) {
  // Numbers of the servers' published error lists: KILL QUERY, and two limits of time.
  constexpr std::array<unsigned, 3> kKilled = {1317, 1969, 3024};
  return error.server() &&
         std::find(kKilled.begin(), kKilled.end(), error.server()->number) != kKilled.end();
}

std::string one_line(const Error& error) {
  if (!error.server()) return error.what();
  return fmt::format("{} ({}): {}", error.server()->number, error.server()->sqlstate,
                     error.server()->message);
}

}  // namespace

LiveTarget::LiveTarget(MigrationContext& context, LiveOptions options)
    : context_(&context),
      options_(std::move(options)),
      journal_(context.connection(), context.journal()),
      resumption_(context.connection(), journal_, options_.assume),
      patience_(options_.locks, options_.notice, options_.interrupted),
      watchdog_(context.login(), context.lock().name(), options_.watch),
      engines_(context.connection()) {}

void LiveTarget::begin(const Step& step) {
  aftermath_ = {};
  replay_.clear();
  round_warnings_.clear();
  current_.reset();
  sent_ = false;
  tables_locked_ = false;
  std::optional<JournalStep> left;
  if (options_.left && options_.left->head.revision == step.revision &&
      options_.left->head.direction == step.direction) {
    left = std::exchange(options_.left, std::nullopt);
  }
  journal_.begin(step, std::move(left));
  back_ = options_.back && options_.back->step == step ? &*options_.back : nullptr;
  if (back_ != nullptr) journal_.note_undoing(back_->undone);
  resumption_.begin();
}

std::optional<std::string> LiveTarget::settled(const NumberedStatement& statement) {
  if (const auto reason = resumption_.settle(statement)) return reason;
  if (back_ == nullptr || !back_->left_out.contains(statement.number)) return std::nullopt;
  const std::string& reason = back_->left_out.at(statement.number);
  note_skipped(statement, reason);
  return reason;
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
  current_ = journal_.row(statement.number, statement.statement, "", session_dialect());
  patience_.begin();
  switch (classify(text, session_dialect())) {
    case StatementClass::transactional:
      return run_in_transaction(statement);
    case StatementClass::session: {
      sent_ = true;
      const Outcome outcome = send(text);
      note_done(statement, kKindSession, outcome);
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
  context_->lock().require();
  connection().execute("START TRANSACTION");
  replay_.clear();
  replay_bytes_ = 0;
}

void LiveTarget::commit() {
  journal_.write();
  connection().execute("COMMIT");
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

Outcome LiveTarget::send(std::string_view text) {
  return watched([&] { return connection().execute(text); });
}

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

Outcome LiveTarget::send_patiently(std::string_view text, const std::vector<ObjectName>& objects) {
  const bool in_transaction = connection().state().in_transaction;
  bool again = false;
  for (;;) {
    try {
      if (again && in_transaction) {
        // A deadlock rolls back the transaction, a lock wait only the statement. The error
        // does not say which state the session is in, the next answer does.
        connection().execute("DO 0");
        if (!connection().state().in_transaction) replay();
      }
      return send(text);
    } catch (Error& error) {
      if (is_kill(error) || (in_transaction && replay_bytes_ > kReplayed)) throw;
      patience_.pause_after(error, connection(), objects);
      again = true;
    }
  }
}

void LiveTarget::note_done(const NumberedStatement& statement, std::string_view kind,
                           const Outcome& outcome, const Evidence& evidence) {
  JournalRow row =
      journal_.row(statement.number, statement.statement, std::string(kind), session_dialect());
  row.state = JournalState::done;
  row.changed_rows = outcome.changed_rows;
  row.evidence = dbmig::text(evidence);
  row.took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_at_);
  journal_.note(std::move(row));
  current_.reset();
}

Outcome LiveTarget::run_in_transaction(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  if (!engines_.reach(text).empty())
    return run_announced(statement, kKindRows, look_at_rows(connection(), engines_, text));
  open_transaction();
  sent_ = true;
  const Outcome outcome = send_patiently(text, {});
  if (replay_bytes_ <= kReplayed) {
    replay_.emplace_back(text);
    replay_bytes_ += text.size();
  }
  note_done(statement, kKindTransactional, outcome);
  return outcome;
}

Outcome LiveTarget::run_opaque(const NumberedStatement& statement) {
  if (engines_.any()) return run_announced(statement, kKindOpaque, {});
  // If something inside it commits, this row is committed with it and bears witness; if
  // nothing does, statement and record stand or fall together.
  open_transaction();
  JournalRow row = journal_.row(statement.number, statement.statement, std::string(kKindOpaque),
                                session_dialect());
  journal_.note(std::move(row));
  journal_.write();
  sent_ = true;
  aftermath_.doubt = Aftermath::Doubt::statement;
  const Outcome outcome = send(statement.statement.text);
  aftermath_.doubt = Aftermath::Doubt::nothing;
  if (!connection().state().in_transaction) journal_.note_commit();
  engines_.forget();
  replay_bytes_ = kReplayed + 1;  // What it does is not to be repeated after a deadlock.
  note_done(statement, kKindOpaque, outcome);
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
  if (inside) {
    replay_.emplace_back(statement.statement.text);
  } else {
    if (rolls_back) journal_.note_script_rollback();
    if (was_open && !rolls_back) journal_.note_commit();
    replay_.clear();
    replay_bytes_ = 0;
  }
  note_done(statement, kKindTransaction, outcome);
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
  current_->kind = std::string(kind);
  current_->evidence = dbmig::text(evidence);
  journal_.announce(*current_);
  sent_ = true;
  aftermath_.doubt = Aftermath::Doubt::statement;
  const Outcome outcome = send_patiently(statement.statement.text,
                                         objects(statement.statement.text, session_dialect()));
  aftermath_.doubt = Aftermath::Doubt::nothing;
  note_done(statement, kind, outcome, evidence);
  return outcome;
}

Outcome LiveTarget::run_round(const NumberedStatement& statement) {
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
  const Rows answer = watched([&] { return connection().query(query); });
  if (answer.rows.empty() || !answer.rows.front().front()) return false;
  return counts_as_true(*answer.rows.front().front());
}

std::vector<Warning> LiveTarget::warnings() {
  if (!round_warnings_.empty()) return std::exchange(round_warnings_, {});
  return connection().warnings();
}

std::vector<std::string> LiveTarget::finish(const Step& step) {
  if (!finish_at_once(step)) {
    open_transaction();  // Ends a script's LOCK TABLES, too.
    tables_locked_ = false;
    context_->versions().apply(step.rows);
    if (back_ != nullptr) context_->journal().mark_undone(back_->undone);
    journal_.close(JournalState::done, "");
    aftermath_.doubt = Aftermath::Doubt::record;
    connection().execute("COMMIT");
    journal_.note_commit();
  }
  aftermath_.doubt = Aftermath::Doubt::nothing;
  aftermath_.recorded = true;
  return connection().restore();
}

bool LiveTarget::finish_at_once(const Step& step) {
  const SessionState& state = connection().state();
  if (state.in_transaction || !state.autocommit || tables_locked_) return false;
  aftermath_.doubt = Aftermath::Doubt::record;
  const bool finished = journal_.finish(step.rows);
  aftermath_.doubt = Aftermath::Doubt::nothing;
  return finished;
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
  journal_.note_rollback();
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

bool LiveTarget::took_effect_all_the_same(const Error& error) const {
  // A KILL may come between the commit of a statement and its answer.
  if (!current_ || !is_kill(error) || current_->evidence.empty()) return false;
  const DdlVerb verb = parse_verb(current_->kind);
  if (verb == DdlVerb::other) return false;
  const Evidence before = parse_evidence(current_->evidence);
  return judge(verb, before, look_at(connection(), subject_of(before, verb))) == Finding::happened;
}

bool LiveTarget::left_rows_behind() const {
  if (current_->kind != kKindRows) return false;
  const Evidence before = parse_evidence(current_->evidence);
  return judge_rows(before, look_at_rows(connection(), before)) == Finding::happened;
}

void LiveTarget::record_failure(const Error& error) {
  aftermath_.also = partial_effect();
  if (current_) {
    current_->state = aftermath_.rounds > 0 ? JournalState::running : JournalState::failed;
    if (took_effect_all_the_same(error)) current_->state = JournalState::done;
    if (left_rows_behind()) {
      // Neither done nor not: somebody has to look.
      current_->state = JournalState::running;
      current_->kind = std::string(kKindOpaque);
      aftermath_.also = "some rows were changed all the same, which no rollback undoes";
    }
    current_->error = one_line(error);
    current_->took = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - sent_at_);
    journal_.note(*current_);
  }
  const bool nothing = journal_.in_effect() == 0 && !journal_.has_certain() &&
                       aftermath_.rounds == 0 && aftermath_.also.empty();
  journal_.close(nothing ? JournalState::failed : JournalState::stopped, one_line(error));
  if (connection().state().in_transaction) connection().execute("COMMIT");
  journal_.note_commit();
}

Aftermath LiveTarget::abandon(const Error& error) {
  if (aftermath_.recorded) return aftermath_;
  aftermath_.in_effect = journal_.in_effect();
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

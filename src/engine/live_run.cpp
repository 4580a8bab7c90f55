#include "engine/live_run.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/left_script.h"
#include "engine/statement_kind.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

using std::chrono::milliseconds;

std::chrono::seconds whole_seconds(milliseconds time) {
  return std::chrono::ceil<std::chrono::seconds>(time);
}

template <typename Value>
bool holds(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

/// Whether the step's edits can still be made to these rows.
bool applies(const std::vector<RevisionId>& rows, const Step& step) {
  return std::all_of(step.rows.begin(), step.rows.end(), [&](const RowEdit& edit) {
    return (edit.from.empty() || holds(rows, edit.from)) &&
           (edit.to.empty() || !holds(rows, edit.to));
  });
}

std::string place(MigrationContext& context) {
  return context.rows().empty() ? "base" : join(context.rows(), ", ");
}

/// Another run had the lock while this one was without it.
Error moved(MigrationContext& context) {
  return Error(ErrorCode::temporary,
               "another run was at work while the connection was lost: nothing more was sent")
      .with_state(fmt::format("the database stands at {}", place(context)))
      .with_hint("run the same command again");
}

/// `mark` is what `lock --break` has left.
Error broken(MigrationContext& context, const JournalRow& mark) {
  return Error(ErrorCode::temporary,
               fmt::format("the lock of this run was broken by {}: nothing more was sent",
                           mark.runner))
      .with_state(fmt::format("the database stands at {}", place(context)))
      .with_hint("run the same command again");
}

void require_unbroken(MigrationContext& context, const Presence& own) {
  const auto mark = context.journal().mark_of(own.sessions, own.last_mark);
  if (mark) throw broken(context, *mark);
}

/// Throws when anything in the journal is by somebody else: the rows of the version table may be
/// the same again as before.
void require_no_other(MigrationContext& context, const Presence& own) {
  const Journal& journal = context.journal();
  const std::optional<JournalStep> newest = journal.step(journal.next_step() - 1);
  if (newest && newest->head.step > own.last_before && !own.wrote(newest->head))
    throw moved(context);
  if (!own.left) return;
  const std::optional<JournalStep> left = journal.step(own.left->head.step);
  if (!left || !own.knows(*left)) throw moved(context);
}

/// What a run has lost, and has to get again before it goes on.
enum class Lost { nothing, transaction, connection };

/// Says of an error on the way back what is true of the database, as far as anybody knows.
void explain_loss(Error& error, const Plan& rest, const std::vector<RevisionId>& rows, Lost lost) {
  if (rest.empty()) return;
  const Step& step = rest.front();
  const std::string place = rows.empty() ? "base" : join(rows, ", ");
  error.set_state(
      fmt::format("the {} was lost in {} {}: the next run finds out what of it is in "
                  "effect; before it the database stood at {}",
                  lost == Lost::connection ? "connection" : "transaction", name(step.direction),
                  step.revision, place));
}

/// A new session in place of the lost one, with the lock taken again, which that one may hold
/// still.
void come_back(MigrationContext& context, LockWait wait, Presence* own) {
  context.reconnect();
  if (own != nullptr) {
    own->sessions.push_back(context.connection().id());
    wait.own = own->sessions;
  }
  take_lock(context, wait);
}

/// Goes on with a plan: in a new session with the lock taken again, where that is lost, and with
/// what is left of the plan.
void go_on(MigrationContext& context, Plan& plan, LiveOptions& options, const LockWait& wait,
           Lost lost, std::optional<Presence>& own) {
  // Nothing of it is known before all of this is answered.
  Plan rest = plan;
  const std::vector<RevisionId> before = context.rows();
  try {
    if (lost == Lost::connection) {
      come_back(context, wait, own ? &*own : nullptr);
    } else {
      context.lock().require();
    }
    if (own) require_unbroken(context, *own);
    context.refresh();
  } catch (Error& error) {
    explain_loss(error, rest, before, lost);
    throw;
  }
  options.left = context.journal().unfinished();
  if (options.back && !rest.empty() && rest.front() == options.back->step) {
    const std::optional<JournalStep> undone = context.journal().step(options.back->undone);
    const bool is_done = undone && undone->head.state == JournalState::undone;
    if (is_done) rest.erase(rest.begin());
  }
  // What the server had committed when the link broke is no longer to be done.
  if (!rest.empty() && context.rows() != before &&
      context.rows() == rows_after(before, rest.front())) {
    rest.erase(rest.begin());
  } else if (context.rows() != before) {
    throw moved(context);
  }
  if (!rest.empty() && own) require_no_other(context, *own);
  plan = rest;
  if (!options.left) return;
  const JournalRow& left = options.left->head;
  if (options.back && left.step == options.back->undone) {
    options.left.reset();  // What undoes it has not begun.
    return;
  }
  if (rest.empty() || rest.front().revision != left.revision ||
      rest.front().direction != left.direction) {
    throw moved(context);
  }
}

/// How far a run has come, over all of its connections.
class Progress {
 public:
  /// Whether this is more than was reached before, in the plan's step `k`: the next loss is a new
  /// trouble then, and not the same one again.
  bool is_new(const Event& event, std::size_t k) {
    if (std::holds_alternative<RoundDone>(event)) return true;  // It is committed.
    const auto* done = std::get_if<StatementDone>(&event);
    if (done == nullptr || std::pair(k, done->number) <= farthest_) return false;
    farthest_ = {k, done->number};
    return true;
  }

 private:
  std::pair<std::size_t, std::size_t> farthest_{0, 0};
};

/// Pauses after an error that may pass, and says what it has cost. Throws the error on otherwise.
Lost pause_after(Backoff& backoff, const Error& error, const Patience& patience,
                 const MigrationContext& context) {
  if (!is_certification_failure(context.connection(), error)) {
    pause_before_retry(backoff, error, patience);
    return Lost::connection;
  }
  const std::optional<milliseconds> time = backoff.next();
  if (!time) throw error;
  const milliseconds wait = std::min(*time, milliseconds(1'000));
  if (patience.notice) {
    patience.notice({Wait::Cause::table_lock,
                     fmt::format("{}; the transaction is done again in {} ms",
                                 error.server()->message, wait.count()),
                     {},
                     wait});
  }
  if (pause(wait, patience.interrupted) == PauseEnd::elapsed) return Lost::transaction;
  throw Error(ErrorCode::temporary, "interrupted while waiting to do a transaction again")
      .with_hint("run the same command again");
}

}  // namespace

std::string holder_text(MigrationContext& context) {
  const std::optional<LockHolder> holder = context.lock().holder();
  if (!holder) return "nobody any more";
  std::string text = holder->name();
  const ReadsAtOnce at_once(context.connection());
  const std::optional<JournalStep> running = context.journal().unfinished();
  if (running) {
    text += fmt::format(", at {} {} since {} UTC", name(running->head.direction),
                        running->head.revision, running->head.started());
  }
  if (!holder->statement.empty()) {
    text += fmt::format(", running for {} s: {}", holder->seconds,
                        summary(holder->statement, context.connection().server().dialect()));
  }
  return text;
}

void take_lock(MigrationContext& context, const LockWait& wait) {
  if (context.lock().take(std::chrono::seconds(0), wait.purpose)) return;
  std::chrono::seconds left = whole_seconds(wait.timeout);
  if (wait.notice && left.count() > 0) {
    wait.notice({Wait::Cause::run_lock,
                 fmt::format("waiting for the lock of {}: {}", context.connection().database(),
                             holder_text(context))});
  }
  // Second by second: the server's own wait would not end for a signal.
  for (; left.count() > 0; --left) {
    if (context.lock().take(std::chrono::seconds(1), wait.purpose)) return;
    if (wait.interrupted && wait.interrupted()) {
      throw Error(ErrorCode::temporary, "interrupted while waiting for the lock")
          .with_state("nothing was changed")
          .with_hint("run the same command again");
    }
  }
  const std::optional<LockHolder> holder = context.lock().holder();
  if (holder && !holder->lease && holds(wait.own, holder->connection)) {
    throw Error(ErrorCode::temporary,
                fmt::format("the server is still at what it was sent over the lost connection: {}",
                            holder_text(context)))
        .with_hint("run the same command again when that has ended; `dbmig lock` shows it");
  }
  throw Error(ErrorCode::temporary,
              fmt::format("another run holds the lock of {}: {}", context.connection().database(),
                          holder_text(context)))
      .with_state("nothing was changed")
      .with_hint(
          "run the command again later; `dbmig lock` shows the holder, "
          "`dbmig lock --break` ends its connection");
}

std::optional<LockHolder> break_lock(MigrationContext& context, const LockHolder& holder,
                                     std::chrono::seconds wait) {
  const std::string text = holder.name();
  context.lock().break_for(holder);
  if (holder.lease) return std::nullopt;
  try {
    context.prepare_journal();
    // At once: that run comes back as soon as it has noticed.
    context.journal().mark_broken(holder.connection, text);
  } catch (Error& error) {
    error.set_state(fmt::format("{} was ended, and its run may come back", text));
    throw;
  }
  if (context.lock().take(wait)) {
    context.lock().release();
    return std::nullopt;
  }
  std::optional<LockHolder> now = context.lock().holder();
  if (!now || now->connection != holder.connection) return now;
  throw Error(ErrorCode::temporary,
              fmt::format("{} was told to end, and the server is still at its statement", text))
      .with_state("the lock is free when that has ended; the run does not come back")
      .with_hint("`dbmig lock` shows when it is; `dbmig lock --break` waits for it again");
}

bool Presence::wrote(const JournalRow& row) const {
  return row.run_id == run_id && holds(sessions, row.connection);
}

bool Presence::knows(const JournalStep& step) const {
  const auto is_known = [&](const JournalRow& row) {
    if (wrote(row)) return true;
    return row.number == 0 ? row == left->head
                           : left->find(row.number) != nullptr && row == *left->find(row.number);
  };
  return is_known(step.head) &&
         std::all_of(step.statements.begin(), step.statements.end(), is_known);
}

Presence presence_of(MigrationContext& context) {
  const Journal& journal = context.journal();
  Presence own;
  own.last_mark = journal.last_mark();
  own.run_id = journal.run_id();
  own.sessions = {context.connection().id()};
  return own;
}

void note_lock(MigrationContext& context, Presence& own) {
  require_unbroken(context, own);
  own.last_before = context.journal().next_step() - 1;
}

void regain(MigrationContext& context, const LockWait& wait, Presence& own) {
  try {
    context.lock().require();
    return;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::unavailable) throw;
  }
  const std::vector<RevisionId> rows = context.rows();
  come_back(context, wait, &own);
  require_unbroken(context, own);
  context.refresh();
  if (context.rows() != rows) throw moved(context);
  require_no_other(context, own);
  if (context.journal().unfinished() != own.left) throw moved(context);
}

std::string UnfinishedStep::text() const {
  const std::size_t count = journal.in_effect();
  return fmt::format("{} {} ({} {} in effect)", name(step.direction), step.revision,
                     counted(count, "statement"), count == 1 ? "is" : "are");
}

std::optional<UnfinishedStep> unfinished_step(MigrationContext& context) {
  std::optional<JournalStep> left = context.journal().unfinished();
  if (!left) return std::nullopt;
  UnfinishedStep unfinished{parse_step(left->head), std::move(*left)};
  if (undone_step(unfinished.journal.head) > 0) {
    unfinished.step.from = unfinished.step.to = context.rows();
    return unfinished;
  }
  if (applies(context.rows(), unfinished.step)) return unfinished;
  throw Error(ErrorCode::data,
              fmt::format("{} is unfinished, and something else has moved the version table since: "
                          "it holds {}",
                          unfinished.text(),
                          context.rows().empty() ? "no row" : join(context.rows(), ", ")))
      .with_state("nothing was changed by this command")
      .with_hint(
          fmt::format("put the version table back to {}, or, if the database is as it "
                      "should be, `dbmig resume --forget`",
                      unfinished.step.from.empty() ? "no row" : join(unfinished.step.from, ", ")));
}

void settle_doubts(MigrationContext& context, JournalStep& left, Assume assume) {
  for (JournalRow& row : left.statements) {
    if (row.state != JournalState::running || row.kind == kKindRepeated) continue;
    const SecondLook look = second_look(context.connection(), row);
    Finding finding = look.finding;
    const bool is_open = finding == Finding::unknown || finding == Finding::partly;
    if (is_open && assume != Assume::nothing)
      finding = assume == Assume::done ? Finding::happened : Finding::not_happened;
    // A part of a DROP is not for a script to undo.
    if (finding == Finding::unknown || finding == Finding::partly) throw in_doubt(row, look.now);
    row.state = finding == Finding::happened ? JournalState::done : JournalState::failed;
    if (row.state == JournalState::failed) row.error = "the run ended, and it took no effect";
    context.journal().write(std::span(&row, 1));
  }
}

std::vector<RevisionId> rows_after(std::vector<RevisionId> rows, const Step& step) {
  for (const RowEdit& edit : step.rows) {
    if (!edit.from.empty()) std::erase(rows, edit.from);
    if (!edit.to.empty()) rows.push_back(edit.to);
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

void run_live(MigrationContext& context, const Plan& plan, const ScriptLibrary& scripts,
              const Report& report, const ExecuteOptions& execute_options,
              const LiveOptions& live_options, const RetryLimits& limits) {
  Plan rest = plan;
  LiveOptions options = live_options;
  options.answered = options.left;
  const Patience patience{limits.policy, options.notice, execute_options.interrupted};
  Backoff backoff(limits.policy);
  Progress progress;
  Lost lost = Lost::nothing;
  std::optional<Presence> own = limits.own;
  for (;;) {
    std::vector<RevisionId> rows = context.rows();
    std::size_t done = 0;
    std::optional<LiveTarget> target;
    try {
      if (lost != Lost::nothing) {
        go_on(context, rest, options,
              {limits.lock_timeout, options.notice, execute_options.interrupted}, lost, own);
        rows = context.rows();
        lost = Lost::nothing;
      }
      if (!own && !plan.empty()) note_lock(context, own.emplace(presence_of(context)));
      target.emplace(context, options);
      execute(
          rest, LeftScripts(scripts, rest, options.left), *target,
          [&](const Event& event) {
            if (progress.is_new(event, plan.size() - rest.size() + done)) backoff.reset();
            if (std::holds_alternative<StepDone>(event)) {
              rows = rows_after(std::move(rows), rest[done]);
              ++done;
            }
            report(event);
          },
          execute_options);
      context.assume_rows(std::move(rows));
      return;
    } catch (const Error& error) {
      if (target) options.locks.spent = target->waited_for_locks();
      rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(done));
      try {
        lost = std::max(lost, pause_after(backoff, error, patience, context));
      } catch (Error& ended) {
        if (ended.state().empty()) explain_loss(ended, rest, rows, Lost::connection);
        throw;
      }
      context.assume_rows(rows);
    }
  }
}

}  // namespace dbmig

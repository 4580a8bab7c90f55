#include "engine/live_run.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

using std::chrono::milliseconds;

std::chrono::seconds whole_seconds(milliseconds time) {
  return std::chrono::ceil<std::chrono::seconds>(time);
}

bool holds(const std::vector<RevisionId>& rows, const RevisionId& id) {
  return std::find(rows.begin(), rows.end(), id) != rows.end();
}

/// Whether the step's edits can still be made to these rows.
bool applies(const std::vector<RevisionId>& rows, const Step& step) {
  return std::all_of(step.rows.begin(), step.rows.end(), [&](const RowEdit& edit) {
    return (edit.from.empty() || holds(rows, edit.from)) &&
           (edit.to.empty() || !holds(rows, edit.to));
  });
}

/// Whether something has run since the last loss: the next one is a new trouble.
bool has_got_on(const Event& event) {
  return std::holds_alternative<StatementDone>(event) || std::holds_alternative<RoundDone>(event);
}

}  // namespace

std::string holder_text(MigrationContext& context) {
  const std::optional<LockHolder> holder = context.lock().holder();
  if (!holder) return "nobody any more";
  std::string text = holder->name();
  const std::optional<JournalStep> running = context.journal().unfinished();
  if (running) {
    text += fmt::format(", at {} {} since {} UTC", name(running->head.direction),
                        running->head.revision, running->head.started_at.substr(0, 19));
  }
  if (!holder->statement.empty()) {
    text += fmt::format(", running for {} s: {}", holder->seconds,
                        summary(holder->statement, context.connection().server().dialect()));
  }
  return text;
}

void take_lock(MigrationContext& context, milliseconds timeout, const WaitNotice& notice) {
  if (context.lock().take(std::chrono::seconds(0))) return;
  if (notice && timeout.count() > 0) {
    notice({Wait::Cause::run_lock,
            fmt::format("waiting for the lock of {}: {}", context.connection().database(),
                        holder_text(context))});
  }
  if (timeout.count() > 0 && context.lock().take(whole_seconds(timeout))) return;
  throw Error(ErrorCode::temporary,
              fmt::format("another run holds the lock of {}: {}", context.connection().database(),
                          holder_text(context)))
      .with_state("nothing was changed")
      .with_hint(
          "run the command again later; `dbmig lock` shows the holder, "
          "`dbmig lock --break` ends its connection");
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
  const Patience patience{limits.policy, options.notice, execute_options.interrupted};
  Backoff backoff(limits.policy);
  bool connected = true;
  for (;;) {
    std::vector<RevisionId> rows = context.rows();
    std::size_t done = 0;
    try {
      if (!connected) {
        context.reconnect();
        take_lock(context, limits.lock_timeout, options.notice);
        context.refresh();
        // What the server had committed when the link broke is no longer to be done.
        if (!rest.empty() && context.rows() == rows_after(rows, rest.front()))
          rest.erase(rest.begin());
        options.left = context.journal().unfinished();
        connected = true;
      }
      LiveTarget target(context, options);
      execute(
          rest, scripts, target,
          [&](const Event& event) {
            if (std::holds_alternative<StepDone>(event)) {
              rows = rows_after(std::move(rows), rest[done]);
              ++done;
            }
            if (has_got_on(event)) backoff.reset();
            report(event);
          },
          execute_options);
      return;
    } catch (const Error& error) {
      pause_before_retry(backoff, error, patience);
      connected = false;
      rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(done));
      context.assume_rows(rows);
    }
  }
}

}  // namespace dbmig

#include "engine/executor.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/failure.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

std::string_view verb(Direction direction) {
  switch (direction) {
    case Direction::upgrade:
      return "upgrade";
    case Direction::downgrade:
      return "downgrade";
    case Direction::stamp:
      return "stamp";
  }
  return "upgrade";
}

void stop_if_interrupted(const ExecuteOptions& options, const char* message) {
  if (options.interrupted && options.interrupted()) throw Error(ErrorCode::temporary, message);
}

/// Takes the statements of one step as its script yields them, and sees to their
/// directives, the warnings and the interruption.
class StepRunner : public StatementSink {
 public:
  StepRunner(const Step& step, Target& target, const Report& report, const ExecuteOptions& options)
      : step_(step), target_(target), report_(report), options_(options) {}

  void run(const ScriptStatement& statement) override {
    ++number_;
    current_ = &statement;
    if (const std::optional<std::string> reason = reason_to_skip(statement)) {
      report_(StatementSkipped{step_, number_, statement, *reason});
    } else {
      carry_out(statement);
    }
    current_ = nullptr;
  }

  std::size_t number() const { return number_; }
  /// The statement that is being carried out; nullptr between two of them.
  const ScriptStatement* current() const { return current_; }

 private:
  std::optional<std::string> reason_to_skip(const ScriptStatement& statement) {
    const Directives& directives = statement.directives;
    if (!directives.only_on.empty()) {
      const std::optional<Dialect> server = target_.dialect();
      if (!server) {
        throw Error(ErrorCode::data, "only-on needs to know the server that the SQL is for")
            .with_hint("say it: --server mariadb-10.11, --server mysql-8.0");
      }
      if (!directives.apply_to(*server)) return "only-on names other servers";
    }
    if (!directives.skip_if || !target_.is_true(*directives.skip_if)) return std::nullopt;
    return fmt::format("skip-if: {}", *directives.skip_if);
  }

  void carry_out(const ScriptStatement& statement) {
    report_(StatementStarted{step_, number_, statement});
    const Clock::time_point start = Clock::now();
    const Outcome outcome =
        statement.directives.repeat ? repeat(statement) : target_.run(statement);
    std::vector<Warning> warnings;
    if (outcome.warnings > 0) warnings = target_.warnings();
    if (!warnings.empty() && options_.warnings == WarningPolicy::refuse) {
      throw Error(ErrorCode::statement, fmt::format("the server warns, and warnings are errors: {}",
                                                    warnings.front().message))
          .with_server({warnings.front().number, "01000", warnings.front().message});
    }
    report_(StatementDone{step_, number_, statement, outcome, std::move(warnings), since(start)});
  }

  Outcome repeat(const ScriptStatement& statement) {
    Outcome total;
    for (std::size_t round = 1;; ++round) {
      const Outcome outcome = target_.run_round(statement);
      total.changed_rows += outcome.changed_rows;
      total.warnings = std::max(total.warnings, outcome.warnings);
      report_(RoundDone{step_, number_, round, total.changed_rows});
      if (outcome.changed_rows == 0) return total;
      stop_if_interrupted(options_, "interrupted between two rounds of the statement");
      std::this_thread::sleep_for(statement.directives.repeat->pause);
    }
  }

  const Step& step_;
  Target& target_;
  const Report& report_;
  const ExecuteOptions& options_;
  const ScriptStatement* current_ = nullptr;
  std::size_t number_ = 0;
};

/// What is true of the database after a failure, and what to do about it.
void explain(Error& error, const Step& step, const Script& script, std::size_t in_effect) {
  const std::string total = script.size() ? fmt::format(" of {}", *script.size()) : "";
  const std::string position =
      step.from.empty() ? "base" : fmt::format("{}", fmt::join(step.from, ", "));
  if (in_effect == 0) {
    error.set_state(fmt::format("nothing of {} {} is in effect; the database stands at {}",
                                verb(step.direction), step.revision, position));
  } else {
    error.set_state(fmt::format(
        "{}{} of {} {} {} in effect, for DDL cannot be rolled back; the database is "
        "recorded at {}",
        counted(in_effect, "statement"), total, verb(step.direction), step.revision,
        in_effect == 1 ? "is" : "are", position));
  }
  if (!error.hint().empty()) return;
  const bool passing =
      error.code() == ErrorCode::temporary || error.code() == ErrorCode::unavailable;
  error.set_hint(fmt::format("{}{}run the same command again",
                             in_effect == 0 ? "" : "undo what is in effect by hand, then ",
                             passing ? "" : "mend the statement and "));
}

void locate(Error& error, const ScriptStatement& statement) {
  if (error.location()) return;
  const std::size_t inside =
      error.server() ? offset_of_failure(statement.text, error.server()->message) : 0;
  error.set_location(Location::at(statement.file, statement.source, statement.offset + inside));
}

void execute_step(const Step& step, const Script& script, Target& target, const Report& report,
                  const ExecuteOptions& options) {
  const Clock::time_point start = Clock::now();
  report(StepStarted{step, script.size()});
  StepRunner runner(step, target, report, options);
  try {
    target.begin(step);
    script.run(runner);
    const std::vector<std::string> restored = target.finish(step);
    if (!restored.empty()) report(SessionRestored{step, restored});
  } catch (Error& error) {
    if (runner.current() != nullptr) locate(error, *runner.current());
    const std::size_t in_effect = target.abandon();
    if (target.is_live()) explain(error, step, script, in_effect);
    report(StepFailed{step, error});
    throw;
  }
  report(StepDone{step, runner.number(), since(start)});
}

}  // namespace

void execute(const Plan& plan, const ScriptLibrary& scripts, Target& target, const Report& report,
             const ExecuteOptions& options) {
  for (const Step& step : plan) {
    const Script& script = scripts.script(step);
    // Only here, not before each statement: a revision that is left half done would
    // have to be mended by hand.
    try {
      stop_if_interrupted(options, "interrupted before the next revision");
    } catch (Error& error) {
      explain(error, step, script, 0);
      throw;
    }
    execute_step(step, script, target, report, options);
  }
}

}  // namespace dbmig

#include "engine/executor.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"
#include "db/server_error.h"
#include "engine/answer_text.h"
#include "engine/failure.h"
#include "sql/secrets.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
}

bool is_interrupted(const ExecuteOptions& options) {
  return options.interrupted && options.interrupted();
}

void stop_if_interrupted(const ExecuteOptions& options, const char* message) {
  if (is_interrupted(options)) throw Error(ErrorCode::temporary, message);
}

void locate(Error& error, const ScriptStatement& statement) {
  if (error.location()) return;
  const std::size_t inside =
      error.server() ? offset_of_failure(statement.text, error.server()->message) : 0;
  error.set_location(Location::at(statement.file, statement.source, statement.offset + inside));
}

/// Takes the statements of one step as its script yields them, and sees to their
/// directives, the warnings and the interruption.
class StepRunner : public StatementSink {
 public:
  StepRunner(const Step& step, Target& target, const Report& report, const ExecuteOptions& options)
      : step_(step), target_(target), report_(report), options_(options) {}

  void run(const ScriptStatement& statement) override { send(statement, Refusal::fails); }

  Sent send(const ScriptStatement& statement, Refusal refusal) override {
    if (!target_.is_under_way())
      stop_if_interrupted(options_, "interrupted before the next statement");
    ++number_;
    return located(statement, [&] { return settle_or_carry_out(statement, refusal); });
  }

  Rows query(const ScriptStatement& statement) override {
    stop_if_interrupted(options_, "interrupted before the next query");
    ++queries_;
    return located(statement, [&] { return target_.query({queries_, number_, statement}); });
  }

  void say(std::string_view line) override { report_(ScriptSaid{step_, line}); }

  bool is_live() const override { return target_.is_live(); }

  std::size_t number() const { return number_; }

 private:
  /// A statement may be gone when the script has been left, so errors get their place here.
  template <typename Action>
  auto located(const ScriptStatement& statement, Action action) -> decltype(action()) {
    try {
      return action();
    } catch (Error& error) {
      explain_place(error, statement);
      throw;
    }
  }

  void explain_place(Error& error, const ScriptStatement& statement) {
    locate(error, statement);
    hide_secrets_of(statement.text, target_.dialect().value_or(Dialect{}), error);
  }

  Sent settle_or_carry_out(const ScriptStatement& statement, Refusal refusal) {
    Sent sent;
    if (const std::optional<std::string> reason = target_.settled({number_, statement})) {
      report_(StatementSkipped{step_, number_, statement, *reason, true});
      sent.found_rows = target_.settled_rows({number_, statement});
      return sent;
    }
    if (refusal == Refusal::is_told) sent.refusal = target_.earlier_refusal({number_, statement});
    if (sent.refusal) {
      report_(StatementSkipped{step_, number_, statement, "it was refused before", true});
      return sent;
    }
    if (const std::optional<std::string> directive = reason_to_skip(statement)) {
      target_.skip({number_, statement});
      report_(StatementSkipped{step_, number_, statement, *directive});
      return sent;
    }
    return carry_out(statement, refusal);
  }

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
    // Its own rounds may have made the condition true.
    if (!directives.skip_if || target_.has_rounds({number_, statement})) return std::nullopt;
    if (!target_.is_true({number_, statement})) return std::nullopt;
    return fmt::format("skip-if: {}", *directives.skip_if);
  }

  Sent carry_out(const ScriptStatement& statement, Refusal refusal) {
    report_(StatementStarted{step_, number_, statement});
    const Clock::time_point start = Clock::now();
    Outcome outcome;
    try {
      outcome = statement.directives.repeat ? repeat(statement) : target_.run({number_, statement});
    } catch (Error& error) {
      // No script is to go on over one that was killed.
      if (!is_refusal(error) || refusal == Refusal::fails) throw;
      explain_place(error, statement);
      const std::string also = target_.partial_effect();
      target_.go_on_after(error);
      report_(StatementSkipped{step_, number_, statement,
                               refusal_text(error) + (also.empty() ? "" : "; " + also)});
      return {{}, error};
    }
    std::vector<Warning> warnings;
    if (outcome.warnings > 0) warnings = target_.warnings();
    for (Warning& warning : warnings) {
      warning.message = without_secrets_of(statement.text, target_.dialect().value_or(Dialect{}),
                                           warning.message);
    }
    if (options_.warnings == WarningPolicy::refuse) refuse_warning(warnings);
    report_(StatementDone{step_, number_, statement, outcome, std::move(warnings), since(start)});
    if (!is_live()) return {};
    return {outcome.found_rows, std::nullopt};
  }

  /// A note, such as that DROP TABLE IF EXISTS met no table, is none.
  static void refuse_warning(const std::vector<Warning>& warnings) {
    const auto found = std::find_if(warnings.begin(), warnings.end(),
                                    [](const Warning& each) { return each.level != "Note"; });
    if (found == warnings.end()) return;
    throw Error(ErrorCode::statement,
                fmt::format("the server warns, and warnings are errors: {}", found->message))
        .with_server({found->number, "01000", found->message});
  }

  Outcome repeat(const ScriptStatement& statement) {
    Outcome total;
    for (std::size_t round = 1;; ++round) {
      const Outcome outcome = target_.run_round({number_, statement});
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
  std::size_t number_ = 0;
  std::size_t queries_ = 0;
};

std::string place(const std::vector<RevisionId>& rows) {
  return rows.empty() ? "base" : fmt::format("{}", fmt::join(rows, ", "));
}

/// A step in words, and how far it came.
struct Progress {
  const Step& step;
  std::optional<std::size_t> total;  // Statements, when the script knows.
  std::size_t number = 0;            // The statement that was reached.

  std::string name() const {
    const std::string_view verb = dbmig::name(step.direction);
    return step.revision.empty() ? std::string(verb) : fmt::format("{} {}", verb, step.revision);
  }
};

/// What is true of the database after a failure.
std::string state_after(const Progress& at, const Aftermath& left) {
  const std::string position = place(at.step.from);
  if (left.recorded) {
    return fmt::format("{} is done; the database stands at {}", at.name(), place(at.step.to));
  }
  if (left.doubt == Aftermath::Doubt::record) {
    return fmt::format(
        "no answer tells whether {} was committed: the database stands at {} or at {}, and the "
        "next "
        "run finds out which",
        at.name(), position, place(at.step.to));
  }
  const std::string which = left.of_query ? "the query" : fmt::format("statement {}", at.number);
  std::string also;
  if (left.rounds > 0) {
    also += fmt::format("; {} of statement {} {} in effect", counted(left.rounds, "round"),
                        at.number, left.rounds == 1 ? "is" : "are");
  }
  if (left.rollback == Aftermath::Rollback::partial) {
    also += "; changes to tables without transactions could not be rolled back";
  }
  if (left.doubt == Aftermath::Doubt::statement) {
    also += fmt::format("; no answer tells whether {} took effect: the next run finds out", which);
  }
  if (!left.also.empty()) also += fmt::format("; of {}, {}", which, left.also);
  if (left.in_effect > 0) {
    const std::string total = at.total ? fmt::format(" of {}", *at.total) : "";
    return fmt::format(
        "{}{} of {} {} in effect{}; the database is recorded "
        "at {}",
        counted(left.in_effect, "statement"), total, at.name(), left.in_effect == 1 ? "is" : "are",
        also, position);
  }
  const std::string_view nothing = left.in_doubt  ? "no other statement"
                                   : also.empty() ? "nothing"
                                                  : "no whole statement";
  return fmt::format("{} of {} is in effect{}; the database stands at {}", nothing, at.name(), also,
                     position);
}

/// What has to be done before a statement that the server refused with this number can run.
std::string_view repair_for(unsigned number) {
  if (is_missing_right(number))
    return "give the user the right that it lacks, or connect as another, and ";
  if (is_read_only(number)) return "connect to the server that takes writes and ";
  return "mend the statement and ";
}

/// Says what is true of the database after a failure, and what to do about it.
void explain(Error& error, const Progress& at, const Aftermath& left) {
  const std::string state = state_after(at, left);
  error.set_state(error.state().empty() ? state : state + "; " + error.state());
  if (left.in_doubt) error.set_hint(std::string(left.of_query ? kQueryDoubtHint : kDoubtHint));
  if (!error.hint().empty()) return;
  const bool passing =
      error.code() == ErrorCode::temporary || error.code() == ErrorCode::unavailable;
  const bool begun = left.in_effect > 0 || left.rounds > 0;
  const std::string_view repair = passing || left.recorded || is_kill(error)
                                      ? ""
                                      : repair_for(error.server() ? error.server()->number : 0);
  const bool goes_on = begun && !left.recorded;
  error.set_hint(fmt::format(
      "{}run the same command again{}{}", repair, goes_on ? ": it goes on from there" : "",
      goes_on && !passing ? "; `dbmig resume --back` undoes what ran instead" : ""));
}

/// The step after a plan's k-th and its first statement, if that is to be sent in any case.
std::optional<Upcoming> upcoming(const Plan& plan, std::size_t k, const ScriptLibrary& scripts) {
  if (k + 1 >= plan.size()) return std::nullopt;
  const ScriptStatement* first = scripts.script(plan[k + 1]).first();
  if (first == nullptr || !first->directives.empty()) return std::nullopt;
  return Upcoming{plan[k + 1], *first};
}

/// Carries out the plan's k-th step. True when the first statement of the next one is announced
/// already.
bool execute_step(const Plan& plan, std::size_t k, const ScriptLibrary& scripts, Target& target,
                  const Report& report, const ExecuteOptions& options) {
  const Step& step = plan[k];
  const Script& script = scripts.script(step);
  bool announced = false;
  const Clock::time_point start = Clock::now();
  report(StepStarted{step, script.size()});
  StepRunner runner(step, target, report, options);
  try {
    target.begin(step);
    const std::optional<Upcoming> next = upcoming(plan, k, scripts);
    if (next) target.foresee(*next);
    script.run(runner);
    announced = next && !is_interrupted(options) && target.finish_and_announce(step, *next);
    if (!announced) {
      const std::vector<std::string> restored = target.finish(step);
      if (!restored.empty()) report(SessionRestored{step, restored});
    }
  } catch (Error& error) {
    Aftermath left = target.abandon(error);
    // Any other error is the server's own answer, which leaves no doubt.
    const bool node_failed = error.server() && is_node_failure(*error.server());
    if (error.code() != ErrorCode::unavailable && !node_failed)
      left.doubt = Aftermath::Doubt::nothing;
    if (target.is_live()) explain(error, {step, script.size(), runner.number()}, left);
    report(StepFailed{step, error});
    throw;
  }
  report(StepDone{step, runner.number(), since(start)});
  return announced;
}

}  // namespace

void execute(const Plan& plan, const ScriptLibrary& scripts, Target& target, const Report& report,
             const ExecuteOptions& options) {
  bool begun = false;
  for (std::size_t k = 0; k < plan.size(); ++k) {
    // Only here, not before each statement: a revision that is left half done would
    // have to be mended by hand.
    try {
      if (!begun) stop_if_interrupted(options, "interrupted before the next revision");
    } catch (Error& error) {
      if (target.is_live())
        explain(error, {plan[k], scripts.script(plan[k]).size()}, target.standing(plan[k]));
      throw;
    }
    begun = execute_step(plan, k, scripts, target, report, options);
  }
}

}  // namespace dbmig

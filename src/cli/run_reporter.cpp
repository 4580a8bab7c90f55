#include "cli/run_reporter.h"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/text.h"
#include "cli/output.h"
#include "cli/progress_line.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

/// What a line of the log says of a step besides its message.
nlohmann::json fields_of(const Step& step, std::string_view event) {
  return {{"event", event},
          {"direction", running_name(step.direction)},
          {"revision", step.revision},
          {"from", step.from},
          {"to", step.to}};
}

/// What one line of the log says of many.
std::string first_of(std::span<const std::string> parts) {
  constexpr std::size_t kMostShown = 20;
  if (parts.size() <= kMostShown) return join(parts, ", ");
  return fmt::format("{} and {} more", join(parts.first(kMostShown), ", "),
                     parts.size() - kMostShown);
}

}  // namespace

std::string running_line(const Step& step, std::string_view title) {
  // A step that leads nowhere takes back what ran of the other direction.
  if (step.direction != Direction::stamp && step.from == step.to) {
    return fmt::format("Undoing what ran of {} by its {}{}{}", step.revision, name(step.direction),
                       title.empty() ? "" : ", ", title);
  }
  return fmt::format("Running {} {} -> {}{}{}", running_name(step.direction),
                     fmt::join(step.from, ", "), fmt::join(step.to, ", "),
                     title.empty() ? "" : ", ", title);
}

RunReporter::RunReporter(Output& output, std::string_view tree, std::size_t steps,
                         std::function<std::string(const RevisionId&)> title)
    : output_(output),
      tree_(tree),
      log_(output.log(tree)),
      progress_(std::make_unique<ProgressLine>(output.shows_progress())),
      title_(std::move(title)),
      planned_(steps) {}

RunReporter::~RunReporter() = default;

void RunReporter::report(const Event& event) {
  const ProgressLine::Pause pause(*progress_);  // Log lines must not stand in the progress.
  std::visit([this](const auto& each) { on(each); }, event);
}

void RunReporter::on(const StepStarted& event) {
  if (step_ != event.step) {
    ++started_;
    step_ = event.step;
    highest_ = 0;
  }
  if (output_.shows(LogLevel::info)) {
    output_.log(tree_, LogLevel::info, running_line(event.step, title_(event.step.revision)),
                fields_of(event.step, "revision_started"));
  }
  if (!progress_->is_shown()) return;
  progress_->show(fmt::format("{} of {}  {}", started_, planned_, event.step.revision));
}

void RunReporter::on(const StatementStarted& event) {
  if (!progress_->is_shown()) return;
  progress_->show(fmt::format("{} of {}  {}  statement {}: {}", started_, planned_,
                              event.step.revision, event.number, summary(event.statement.text)));
}

void RunReporter::on(const StatementSkipped& event) {
  // What ran before is no news; a directive's word is.
  const auto level = event.settled ? spdlog::level::debug : spdlog::level::info;
  log_->log(level, "{}:{}: skipped, {}", event.statement.file, event.statement.line, event.reason);
}

void RunReporter::on(const RoundDone& event) {
  progress_->show(fmt::format("{} of {}  {}  statement {}: round {}, {}", started_, planned_,
                              event.step.revision, event.number, event.round,
                              counted(event.rows, "row")));
}

void RunReporter::on(const StatementDone& event) {
  if (event.number > highest_) ++statements_;
  highest_ = std::max(highest_, event.number);
  if (output_.shows(LogLevel::debug)) {
    output_.log(tree_, LogLevel::debug,
                fmt::format("{}:{}: {} ({})", event.statement.file, event.statement.line,
                            summary(event.statement.text), event.took),
                {{"event", "statement_done"},
                 {"revision", event.step.revision},
                 {"statement", event.number},
                 {"changed_rows", event.outcome.changed_rows},
                 {"elapsed_ms", event.took.count()}});
  }
  for (const Warning& warning : event.warnings) {
    const auto level = warning.level == "Note" ? spdlog::level::info : spdlog::level::warn;
    log_->log(level, "{}:{}: {} {}: {}", event.statement.file, event.statement.line,
              lower(warning.level), warning.number, warning.message);
  }
  // It counts all and keeps the first of them (max_error_count).
  if (!event.warnings.empty() && event.outcome.warnings > event.warnings.size()) {
    log_->warn("{}:{}: and {} more that the server does not list", event.statement.file,
               event.statement.line, event.outcome.warnings - event.warnings.size());
  }
}

void RunReporter::on(const ScriptSaid& event) {
  log_->info("{}: {}", event.step.revision, printable(event.line));
}

void RunReporter::on(const SessionRestored& event) {
  log_->info("{} had changed the session; put back: {}", event.step.revision, first_of(event.what));
}

void RunReporter::on(const StepFailed&) {}  // The error itself is printed once, at the end.

void RunReporter::on(const StepDone& event) {
  const bool is_stamp = event.step.direction == Direction::stamp;
  const LogLevel level = is_stamp ? LogLevel::debug : LogLevel::info;
  if (output_.shows(level)) {
    nlohmann::json fields = fields_of(event.step, "revision_done");
    fields["statements"] = event.statements;
    fields["elapsed_ms"] = event.took.count();
    output_.log(tree_, level,
                fmt::format("{} done in {:.2f} s, {}", is_stamp ? "stamp" : event.step.revision,
                            std::chrono::duration<double>(event.took).count(),
                            counted(event.statements, "statement")),
                std::move(fields));
  }
  done_.push_back({{"direction", is_stamp ? "stamp" : name(event.step.direction)},
                   {"revision", is_stamp ? nlohmann::json() : nlohmann::json(event.step.revision)},
                   {"from", event.step.from},
                   {"to", event.step.to},
                   {"message", title_(event.step.revision)},
                   {"statements", event.statements},
                   {"elapsed_ms", event.took.count()}});
}

}  // namespace dbmig

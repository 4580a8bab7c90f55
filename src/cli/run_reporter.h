#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/event.h"

namespace spdlog {
class logger;
}

namespace dbmig {

class Output;
class ProgressLine;

/// Turns the events of one tree's run into log lines, a progress line on a terminal,
/// and the steps of a `--json` document.
class RunReporter {
 public:
  /// `titles` gives the title of a revision; `steps` is the length of the plan.
  RunReporter(Output& output, std::string_view tree, std::size_t steps,
              std::function<std::string(const RevisionId&)> title);
  ~RunReporter();

  void report(const Event& event);

  std::size_t statements() const { return statements_; }
  const nlohmann::json& steps() const { return done_; }

 private:
  void on(const StepStarted& event);
  void on(const StatementStarted& event);
  void on(const StatementSkipped& event);
  void on(const RoundDone& event);
  void on(const StatementDone& event);
  void on(const ScriptSaid& event);
  void on(const SessionRestored& event);
  void on(const StepFailed& event);
  void on(const StepDone& event);

  Output& output_;
  std::string tree_;
  std::shared_ptr<spdlog::logger> log_;
  std::unique_ptr<ProgressLine> progress_;
  std::function<std::string(const RevisionId&)> title_;
  std::size_t planned_;
  std::size_t started_ = 0;
  // The step that was started last, and its farthest statement: over a lost connection both may
  // come again.
  std::optional<Step> step_;
  std::size_t highest_ = 0;
  std::size_t statements_ = 0;
  nlohmann::json done_ = nlohmann::json::array();
};

/// `Running upgrade a, b -> c, title`: Alembic's line for a step.
std::string running_line(const Step& step, std::string_view title);

}  // namespace dbmig

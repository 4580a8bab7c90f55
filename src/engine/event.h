#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "db/connection.h"
#include "revision/plan.h"
#include "script/script.h"

namespace dbmig {

// What a run tells the world. The engine never prints: the cli turns these into
// lines, a progress bar or JSON, and tests count them. References are good for the
// duration of the call. Statements count from 1.

struct StepStarted {
  const Step& step;
  std::optional<std::size_t> statements;  // Unknown for scripts that make them as they run.
};
struct StatementStarted {
  const Step& step;
  std::size_t number;
  const ScriptStatement& statement;
};
struct StatementSkipped {
  const Step& step;
  std::size_t number;
  const ScriptStatement& statement;
  std::string reason;
  bool settled = false;  // An earlier run had come to it.
};
/// One round of a statement that is repeated until it changes no more rows.
struct RoundDone {
  const Step& step;
  std::size_t number;
  std::size_t round;
  std::uint64_t rows;  // In all rounds so far.
};
struct StatementDone {
  const Step& step;
  std::size_t number;
  const ScriptStatement& statement;
  Outcome outcome;
  std::vector<Warning> warnings;
  std::chrono::milliseconds took;
};
/// A script has a line for people.
struct ScriptSaid {
  const Step& step;
  std::string_view line;
};
/// The script had changed the session, and it was put back.
struct SessionRestored {
  const Step& step;
  std::vector<std::string> what;
};
struct StepFailed {
  const Step& step;
  const Error& error;
};
struct StepDone {
  const Step& step;
  std::size_t statements;
  std::chrono::milliseconds took;
};

using Event = std::variant<StepStarted, StatementStarted, StatementSkipped, RoundDone,
                           StatementDone, ScriptSaid, SessionRestored, StepFailed, StepDone>;
using Report = std::function<void(const Event&)>;

}  // namespace dbmig

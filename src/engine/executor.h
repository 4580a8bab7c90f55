#pragma once

#include <functional>

#include "engine/event.h"
#include "engine/target.h"
#include "revision/plan.h"
#include "script/script.h"

namespace dbmig {

/// Where the scripts of a plan come from. script() hands out what was read, split and
/// checked before the run began, so that a bad file costs nothing.
class ScriptLibrary {
 public:
  virtual ~ScriptLibrary() = default;
  virtual const Script& script(const Step& step) const = 0;
};

enum class WarningPolicy { report, refuse };

struct ExecuteOptions {
  WarningPolicy warnings = WarningPolicy::report;
  /// Asked before each revision and between the rounds of a repeated statement; true
  /// stops the run with Error(temporary). A revision that has begun is carried to its
  /// end. Empty: never.
  std::function<bool()> interrupted;
};

/// Carries out every step in order and stops at the first failure, which is reported
/// and thrown on with the statement's place in its file, what is in effect, and the
/// way on.
void execute(const Plan& plan, const ScriptLibrary& scripts, Target& target, const Report& report,
             const ExecuteOptions& options = {});

}  // namespace dbmig

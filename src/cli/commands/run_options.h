#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "engine/executor.h"

namespace CLI {
class App;
}

namespace dbmig {

/// The options that upgrade, downgrade and stamp have in common.
struct RunOptions {
  bool sql = false;
  std::string tag;  // For Alembic's sake: without effect.
  std::string server;
  std::string yes_i_mean;
  std::string warnings = "show";
  std::optional<std::chrono::milliseconds> lock_timeout;
  std::optional<std::chrono::milliseconds> statement_timeout;

  void declare_sql(CLI::App& app);
  void declare_warnings(CLI::App& app);
  void declare_consent(CLI::App& app);
  /// --lock-timeout and --statement-timeout.
  void declare_limits(CLI::App& app);

  WarningPolicy policy() const {
    return warnings == "error" ? WarningPolicy::refuse : WarningPolicy::report;
  }
};

}  // namespace dbmig

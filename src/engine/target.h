#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"
#include "revision/plan.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// Where a plan takes effect: a live server, a stream of SQL, or a test's memory.
///
/// For each step the executor calls begin(), then run() or repeat() for each
/// statement in order, then finish(); after a failure abandon() instead.
class Target {
 public:
  virtual ~Target() = default;

  /// The server whose rules the statements follow; `only-on` asks it. Nothing when no
  /// server is known.
  virtual std::optional<Dialect> dialect() const = 0;

  /// Whether a database changes at all; otherwise a failure has nothing to say of one.
  virtual bool is_live() const { return true; }

  virtual void begin(const Step& step) = 0;
  virtual Outcome run(const ScriptStatement& statement) = 0;
  /// One round of a repeated statement, in a transaction of its own.
  virtual Outcome run_round(const ScriptStatement& statement) = 0;
  /// Whether the query's first column of its first row is true.
  virtual bool is_true(const std::string& query) = 0;
  /// The warnings of the last statement.
  virtual std::vector<Warning> warnings() = 0;

  /// Records the step in the version table and makes it permanent. Returns what of
  /// the session had to be put back.
  virtual std::vector<std::string> finish(const Step& step) = 0;

  /// Gives up the step. Returns how many of its statements are in effect all the
  /// same, since DDL commits by itself.
  virtual std::size_t abandon() = 0;
};

}  // namespace dbmig

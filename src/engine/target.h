#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "db/connection.h"
#include "revision/plan.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// What is left of a step that was given up.
struct Aftermath {
  enum class Doubt {
    nothing,
    statement,  // No answer came to a statement that no rollback undoes.
    record,     // None came to the commit of the step.
  };
  enum class Rollback { complete, partial };  // Partial: tables without transactions.

  std::size_t in_effect = 0;  // Statements that were committed.
  std::size_t rounds = 0;     // Committed rounds of a repeated statement that did not end.
  Doubt doubt = Doubt::nothing;
  bool in_doubt = false;  // Nothing tells whether the statement took effect.
  bool of_query = false;  // All this is about a query, not about the statement.
  Rollback rollback = Rollback::complete;
  bool recorded = false;  // All of it is committed, and the version rows too.
  std::string also;       // What the failed statement did all the same; empty: nothing.
};

/// A statement and its number in the script, from 1.
struct NumberedStatement {
  std::size_t number;
  const ScriptStatement& statement;
};

/// A query of a script and its number among the script's queries, from 1.
struct NumberedQuery {
  std::size_t number;
  std::size_t sent;  // Statements of the script before it.
  const ScriptStatement& statement;
};

/// The step after the one that is being carried out, and the statement that it begins with.
struct Upcoming {
  const Step& step;
  const ScriptStatement& statement;
};

/// Where a plan takes effect: a live server, a stream of SQL, or a test's memory.
///
/// For each step the executor calls begin(); then for each statement in order
/// settled(), and unless that gives a reason run(), run_round() or skip(); then
/// finish_and_announce() or finish(). After a failure abandon() instead.
class Target {
 public:
  virtual ~Target() = default;

  /// The server whose rules the statements follow; `only-on` asks it. Nothing when no
  /// server is known.
  virtual std::optional<Dialect> dialect() const = 0;

  /// Whether a database changes at all; otherwise a failure has nothing to say of one.
  virtual bool is_live() const { return true; }

  /// What of a step is in effect before it is begun, since an earlier run left it.
  virtual Aftermath standing(const Step&) const { return {}; }
  virtual void begin(const Step& step) = 0;
  /// Why the statement is not to be sent: an earlier run of this step did. Throws
  /// Error(data) when it was edited since, or when nothing tells whether it ran.
  virtual std::optional<std::string> settled(const NumberedStatement&) { return std::nullopt; }
  /// Whether the statement that is to be run next has been sent already, and can only be let
  /// finish.
  virtual bool is_under_way() const { return false; }
  virtual Outcome run(const NumberedStatement& statement) = 0;
  /// Whether an earlier run made rounds of it, so that it is to be gone on with in any case.
  virtual bool has_rounds(const NumberedStatement&) const { return false; }
  /// The rows that run() found when an earlier run carried the statement out; nothing when
  /// nobody knows any more.
  virtual std::optional<std::uint64_t> settled_rows(const NumberedStatement&) {
    return std::nullopt;
  }
  /// What the server said to an earlier run that went on without this statement.
  virtual std::optional<Error> earlier_refusal(const NumberedStatement&) { return std::nullopt; }
  /// What a statement that run() has thrown for did to its objects all the same; mostly empty.
  virtual std::string partial_effect() const { return {}; }
  /// run() has thrown this, and the script goes on.
  virtual void go_on_after(const Error&) {}
  /// What the database answers to a query that steers a script; to one that went on from it
  /// before, what it answered then. Throws Error(data) where there is no database.
  virtual Rows query(const NumberedQuery& query) = 0;

  /// One round of a repeated statement, in a transaction of its own.
  virtual Outcome run_round(const NumberedStatement& statement) = 0;
  /// A directive leaves the statement out.
  virtual void skip(const NumberedStatement&) {}
  /// Whether the first column of the first row of the statement's `skip-if` is true.
  virtual bool is_true(const NumberedStatement& statement) = 0;
  /// The warnings of the last statement.
  virtual std::vector<Warning> warnings() = 0;

  /// Records the step in the version table and makes it permanent. Returns what of
  /// the session had to be put back.
  virtual std::vector<std::string> finish(const Step& step) = 0;

  /// Says early in a step what may come behind it, so that finish_and_announce() can be prepared
  /// while the server is at work.
  virtual void foresee(const Upcoming&) {}
  /// finish(), and with the same write the announcement of the statement that comes next, which
  /// may be sent with it: its step must be begun then, and that statement run. False when nothing
  /// was done, for the target has no such way or there is something to put back.
  virtual bool finish_and_announce(const Step&, const Upcoming&) { return false; }

  /// Gives up the step because of `error`. Returns what of it is in effect all the same,
  /// since DDL commits by itself.
  virtual Aftermath abandon(const Error& error) = 0;
};

}  // namespace dbmig

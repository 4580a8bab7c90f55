#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/connect_options.h"
#include "base/error.h"
#include "base/rows.h"
#include "db/server_info.h"

namespace soci {
class session;
}

namespace dbmig {

/// What dbmig insists on in its session, whatever the server's defaults are.
///
/// Always pinned besides: utf8mb4 with utf8mb4_general_ci (MySQL and MariaDB both
/// have it, so stored routines and views come out the same), time zone UTC,
/// autocommit, foreign key and unique checks on, no time limit on statements.
struct SessionOptions {
  std::optional<std::string> sql_mode;  // Absent: the server's own.
  unsigned lock_wait = 5;               // Seconds that a statement may wait for a metadata lock.
  unsigned idle_limit = 600;            // Seconds of silence after which the server hangs up.
};

/// What one statement did.
struct Outcome {
  std::uint64_t changed_rows =
      0;                         // Rows that are different now (for an UPDATE: not merely matched).
  std::uint64_t found_rows = 0;  // The same, and for an UPDATE those that it merely matched.
  std::uint64_t result_rows = 0;  // Rows that it returned.
  unsigned warnings = 0;          // Of its last result; see Connection::warnings().
};

struct Warning {
  std::string level;  // Note, Warning or Error.
  unsigned number = 0;
  std::string message;
};

/// What the session looks like at this moment.
struct SessionState {
  bool in_transaction = false;
  bool autocommit = true;
  std::string database;
  std::vector<std::string> changed;     // System variables that statements have set.
  std::optional<std::string> sql_mode;  // As a statement has set it; absent: as pinned.
};

/// One session with one server, pinned on connect. Closes on destruction; never
/// reconnects, since a silent reconnect would drop the lock and the session's state.
///
/// Statements of revision files go through execute(), byte for byte, by the client
/// library: SOCI would take `:name` inside them for a placeholder and send only the
/// text before it. dbmig's own typed queries go through bookkeeping().
class Connection {
 public:
  /// Throws Error(unavailable) when the server cannot be reached, refuses the login,
  /// or cannot give the TLS that `options` insist on.
  explicit Connection(const ConnectOptions& options, const SessionOptions& session = {});
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  /// Runs one statement and drains all of its results. Throws Error(statement),
  /// Error(temporary) for lock waits and deadlocks, Error(unavailable) when the
  /// connection is lost; each with the server's number and SQLSTATE.
  Outcome execute(std::string_view statement);

  /// Runs `own`, statements of dbmig's, and behind them in the same message `statement`: the
  /// server begins with that as soon as `own` are done, and never when it refused one of them.
  /// Returns what `own` did, while the other one may be under way; answer() says what came of it.
  /// Nothing, and nothing was done, where that cannot be: the server takes no two in a message,
  /// they are too long for one, or the other might be read as more than one. Errors as execute(),
  /// of `own`.
  std::optional<Outcome> execute_ahead(std::span<const std::string> own,
                                       std::string_view statement);
  /// Whether answer() is due. Any other statement waits for that answer, and drops it.
  bool awaits_answer() const;
  /// What the statement behind another one did. Errors as execute().
  Outcome answer();
  /// The same for one that asks: its first result, as query().
  Rows answer_rows();

  /// Runs one statement and keeps its first result. Errors as execute().
  Rows query(std::string_view statement);

  /// Runs statements of dbmig's own and keeps the result of each: in one message and one
  /// answer, where the server takes that, since over a slow link the way there and back is
  /// what takes the time. Errors as execute().
  std::vector<Rows> query_all(std::span<const std::string> statements);

  /// The warnings of the last statement.
  std::vector<Warning> warnings();

  SessionState state() const;
  /// Whether restore() would find nothing to do.
  bool is_untouched() const;
  /// Undoes what statements did to the session: an open transaction is rolled back,
  /// the database and all pinned or changed variables are put back. Returns the
  /// names of what was different, for the log.
  std::vector<std::string> restore();

  /// Sets a system variable for as long as the session lives: restore() puts this value back.
  /// `value` is SQL.
  void pin(const std::string& variable, const std::string& value);

  /// For dbmig's own typed queries on its own tables. Seen only inside src/db.
  soci::session& bookkeeping();

  const ServerInfo& server() const;
  /// How the server reads text at this moment, after whatever SET sql_mode statements did.
  Dialect dialect() const;
  /// The database of the URL, also after a script's USE.
  const std::string& database() const;
  /// The server's id of this session (CONNECTION_ID()).
  unsigned long id() const;

  /// The server's last complaint; `fallback` is the text when it made none.
  ServerError last_error(const std::string& fallback) const;

  /// `text` as a string literal, quotes included, by the session's rules.
  std::string quoted(std::string_view text) const;

 private:
  ServerInfo ask_server();
  void prepare_for(std::string_view statement);

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// `name` in backticks.
std::string quoted_name(std::string_view name);

}  // namespace dbmig

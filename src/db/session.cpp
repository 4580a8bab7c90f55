#include "db/session.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

// `SET NAMES` is pinned as a whole; these are the variables that it stands for.
constexpr const char* kNames = "SET NAMES utf8mb4 COLLATE utf8mb4_general_ci";

std::vector<std::pair<std::string, std::string>> pins(const ServerInfo& server,
                                                      const SessionOptions& options) {
  const bool mariadb = server.flavour == Flavour::mariadb;
  std::vector<std::pair<std::string, std::string>> list = {
      {"session_track_schema", "ON"},
      {"autocommit", "1"},
      {"time_zone", "'+00:00'"},
      {"foreign_key_checks", "1"},
      {"unique_checks", "1"},
      {"sql_safe_updates", "0"},
      {"lock_wait_timeout", std::to_string(options.lock_wait)},
      {"wait_timeout", std::to_string(options.idle_limit)},
      {mariadb ? "max_statement_time" : "max_execution_time", "0"},
  };
  if (options.sql_mode)
    list.emplace_back("sql_mode", "'" + replaced(*options.sql_mode, "'", "''") + "'");
  return list;
}

/// What MySQL reports as changed though no statement set it, or what is about one
/// statement only.
bool is_noise(std::string_view variable) {
  constexpr std::array<std::string_view, 11> kNoise = {
      "statement_id", "error_count", "warning_count", "last_insert_id",   "identity", "insert_id",
      "rand_seed1",   "rand_seed2",  "timestamp",     "pseudo_thread_id", "last_gtid"};
  return std::find(kNoise.begin(), kNoise.end(), variable) != kNoise.end();
}

}  // namespace

SessionTracker::SessionTracker(MYSQL* handle, const ServerInfo& server,
                               const SessionOptions& options, std::string database)
    : handle_(handle),
      pinned_(pins(server, options)),
      home_(std::move(database)),
      database_(home_) {
  run(kNames);
  run("SET SESSION session_track_system_variables = '*'");
  note_reply();  // From here on the server reports, starting with this very change.
  reported_ = !changed_.empty();
  run(pin_statement());
  note_reply();
  changed_.clear();
  sql_mode_.reset();
}

void SessionTracker::run(const std::string& statement) {
  if (mysql_real_query(handle_, statement.data(), statement.size()) == 0) return;
  throw statement_failure("cannot set up the session",
                          {mysql_errno(handle_), mysql_sqlstate(handle_), mysql_error(handle_)});
}

std::string SessionTracker::pin_statement() const {
  std::string text = "SET SESSION ";
  for (const auto& [variable, value] : pinned_) {
    if (!text.ends_with(' ')) text += ", SESSION ";
    text += fmt::format("{} = {}", variable, value);
  }
  return text;
}

void SessionTracker::note_reply() {
  // Only an OK packet reports changes; after a result set the library still shows
  // those of the reply before.
  if (mysql_field_count(handle_) != 0) return;
  const char* data = nullptr;
  std::size_t length = 0;
  // Variables come as name, value, name, value.
  bool is_name = true;
  std::string name;
  for (int more =
           mysql_session_track_get_first(handle_, SESSION_TRACK_SYSTEM_VARIABLES, &data, &length);
       more == 0; more = mysql_session_track_get_next(handle_, SESSION_TRACK_SYSTEM_VARIABLES,
                                                      &data, &length)) {
    if (!is_name && name == "sql_mode") sql_mode_.emplace(data, length);
    if (is_name) name.assign(data, length);
    if (is_name && !is_noise(name)) changed_.insert(name);
    is_name = !is_name;
  }
  if (mysql_session_track_get_first(handle_, SESSION_TRACK_SCHEMA, &data, &length) == 0) {
    database_.assign(data, length);
  }
}

SessionState SessionTracker::state() const {
  SessionState state;
  state.in_transaction = (handle_->server_status & SERVER_STATUS_IN_TRANS) != 0;
  state.autocommit = (handle_->server_status & SERVER_STATUS_AUTOCOMMIT) != 0;
  state.database = database_;
  state.changed.assign(changed_.begin(), changed_.end());
  state.sql_mode = sql_mode_;
  return state;
}

void SessionTracker::reset(const std::vector<std::string>& variables) {
  constexpr unsigned kReadOnly = 1238;
  for (const std::string& variable : variables) {
    try {
      run("SET SESSION " + variable + " = DEFAULT");
    } catch (const Error& error) {
      // The server itself had changed it, so nothing of a script's is left in it.
      if (!error.server() || error.server()->number != kReadOnly) throw;
    }
  }
}

bool SessionTracker::is_untouched() const {
  const SessionState now = state();
  return !now.in_transaction && now.autocommit && (database_ == home_ || home_.empty()) &&
         changed_.empty() && reported_ && trusted_;
}

std::vector<std::string> SessionTracker::restore() {
  std::vector<std::string> restored;
  const SessionState now = state();
  if (now.in_transaction) {
    run("ROLLBACK");
    restored.emplace_back("an open transaction (rolled back)");
  }
  if (database_ != home_ && !home_.empty()) {
    restored.push_back(fmt::format("USE {}", database_));
    run("USE " + quoted_name(home_));
    database_ = home_;
  }
  if (changed_.empty() && now.autocommit && reported_ && trusted_) return restored;
  if (!trusted_) restored.emplace_back("session_track_system_variables");

  std::vector<std::string> others;
  for (const std::string& variable : changed_) {
    restored.push_back(variable);
    const bool pinned = std::any_of(pinned_.begin(), pinned_.end(),
                                    [&](const auto& pin) { return pin.first == variable; });
    const bool of_names =
        variable.starts_with("character_set_") || variable.starts_with("collation_");
    if (!pinned && !of_names && variable != "session_track_system_variables") {
      others.push_back(variable);
    }
  }
  reset(others);
  run(kNames);
  run("SET SESSION session_track_system_variables = '*'");
  run(pin_statement());
  note_reply();
  changed_.clear();
  sql_mode_.reset();
  trusted_ = true;
  return restored;
}

}  // namespace dbmig

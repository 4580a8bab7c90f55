#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include <mysql.h>

#include "db/connection.h"

namespace dbmig {

/// Knows how the session was pinned and what statements have changed of it since.
///
/// The server itself reports each change in the reply to the statement that made it
/// (session tracking), so noticing costs no round trip. A server or proxy that does
/// not report is treated as if everything pinned had changed.
class SessionTracker {
 public:
  /// Pins the session of `handle`. Throws Error(unavailable) when the server refuses.
  SessionTracker(MYSQL* handle, const ServerInfo& server, const SessionOptions& options,
                 std::string database);

  /// Reads what the reply to the last statement said; call it after every statement.
  void note_reply();

  /// Told when a statement may have turned the reports off: until restore(), everything
  /// pinned counts as changed.
  void distrust() { trusted_ = false; }

  SessionState state() const;
  /// Whether everything is as it was pinned, so that restore() would do nothing.
  bool is_untouched() const;
  std::vector<std::string> restore();

 private:
  void run(const std::string& statement);
  void reset(const std::vector<std::string>& variables);
  std::string pin_statement() const;

  MYSQL* handle_;
  std::vector<std::pair<std::string, std::string>> pinned_;  // Variable and SQL value.
  std::string home_;                                         // The database of the URL.
  std::string database_;
  std::set<std::string> changed_;
  std::optional<std::string> sql_mode_;
  bool reported_ = false;  // The server does report changes.
  bool trusted_ = true;    // And nobody has told it to stop.
};

}  // namespace dbmig

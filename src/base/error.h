#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dbmig {

/// Why dbmig stopped. Each value is also the process exit code (docs/errors.md).
/// Only `unavailable` and `temporary` are worth a retry.
enum class ErrorCode {
  findings = 1,        // the command worked and found something (pending, drift, lint)
  statement = 2,       // the server refused a statement
  usage = 64,          // bad flag, bad revision syntax
  data = 65,           // a file or the history is wrong
  unavailable = 69,    // cannot reach the server or log in
  internal = 70,       // a bug in dbmig
  cannot_create = 73,  // an output cannot be written
  temporary = 75,      // lock busy, lock wait, interrupted
  policy = 77,         // refused: protected, irreversible, destructive without consent
  config = 78,         // ini, environment or URL missing, unreadable, wrong
};

/// A place in a file, with the line itself so that a message can show it.
///
/// `line` and `column` count from 1; 0 means unknown. A column counts characters
/// (UTF-8 code points), not bytes, so that it agrees with an editor.
struct Location {
  std::string file;
  int line = 0;
  int column = 0;
  std::string source_line;
  /// Where the caret stands in `source_line` when that is not the line as it is in the
  /// file (a password was taken out); 0: under `column`.
  int caret = 0;

  /// The location of byte `offset` in `text`, which was read from `file`.
  static Location at(std::string_view file, std::string_view text, std::size_t offset);

  /// `file:line:column`, without the parts that are unknown.
  std::string str() const;
};

/// What a MySQL or MariaDB server said when it refused something.
struct ServerError {
  unsigned number = 0;
  std::string sqlstate;
  std::string message;
};

/// The only exception dbmig throws. Foreign exceptions become one of these at
/// the edge of the layer that called the library.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

  ErrorCode code() const { return code_; }
  const std::optional<Location>& location() const { return location_; }
  const std::optional<ServerError>& server() const { return server_; }
  /// What is true of the database now; empty when it was not touched.
  const std::string& state() const { return state_; }
  /// What the operator can do next; empty when there is nothing useful to say.
  const std::string& hint() const { return hint_; }

  void set_location(Location location) { location_ = std::move(location); }
  void set_server(ServerError server) { server_ = std::move(server); }
  void set_state(std::string state) { state_ = std::move(state); }
  void set_hint(std::string hint) { hint_ = std::move(hint); }

  Error&& at(Location location) &&;
  Error&& with_server(ServerError server) &&;
  Error&& with_state(std::string state) &&;
  Error&& with_hint(std::string hint) &&;

  /// The whole message for a person, without a trailing newline, in the order of
  /// the contract: `file:line:column: what is wrong`, the source line, a caret,
  /// the server's error number and SQLSTATE, `state:`, `hint:`.
  std::string report() const;

 private:
  ErrorCode code_;
  std::optional<Location> location_;
  std::optional<ServerError> server_;
  std::string state_;
  std::string hint_;
};

/// The word for a code, as `--json` prints it: `statement`, `usage`, `data` …
std::string_view name(ErrorCode code);

/// Whether the server ended a statement because it was told to: KILL, or a limit of time.
bool is_kill(const Error& error);

/// Whether the server has answered a statement with a no of its own: one that was killed was not
/// answered, and may be in effect.
bool is_refusal(const Error& error);

}  // namespace dbmig

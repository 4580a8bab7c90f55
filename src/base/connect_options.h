#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace dbmig {

/// A password. There is no way to print one: every place that needs the text
/// has to ask for it by name.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}

  bool empty() const { return text_.empty(); }
  /// The text itself; only for handing it to the client library.
  const std::string& reveal() const { return text_; }

 private:
  std::string text_;
};

/// How much of TLS a connection insists on, in MySQL's words.
enum class SslMode { disabled, preferred, required, verify_ca, verify_identity };

/// The word for a mode as it stands in a configuration: `verify_ca`.
constexpr std::string_view name(SslMode mode) {
  switch (mode) {
    case SslMode::disabled:
      return "disabled";
    case SslMode::preferred:
      return "preferred";
    case SslMode::required:
      return "required";
    case SslMode::verify_ca:
      return "verify_ca";
    case SslMode::verify_identity:
      return "verify_identity";
  }
  return "disabled";
}

/// Everything that is needed to log in to one database of one server.
struct ConnectOptions {
  std::string scheme = "mysql";  // `mysql` or `mariadb`: only Alembic's log line shows it.
  std::string host;              // Empty: the local server, by its socket.
  unsigned port = 3306;
  std::string socket;  // Path of a unix socket; wins over the host.
  std::string user;
  Secret password;
  std::string database;
  SslMode ssl_mode = SslMode::preferred;
  std::string ssl_ca;
  std::string ssl_cert;
  std::string ssl_key;
  std::string plugin_dir;  // Where the client library looks for authentication plugins.
  std::chrono::seconds connect_timeout{10};

  /// For messages: `user@host:port/database` or `user@unix(/path)/database`; never the password.
  std::string display() const;
};

}  // namespace dbmig

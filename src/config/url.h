#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/connect_options.h"
#include "base/error.h"

namespace dbmig {

/// What a URL says about a login; what it leaves open is absent.
struct UrlLogin {
  std::string scheme = "mysql";  // `mysql` or `mariadb`
  std::optional<std::string> host;
  std::optional<unsigned> port;
  std::optional<std::string> socket;
  std::optional<std::string> user;
  std::optional<Secret> password;  // may be there and empty: log in without one
  std::string database;
  /// For people, as Alembic shows it, the password as `***`; empty for Go's form.
  std::string display;
  std::optional<SslMode> ssl_mode;
  std::optional<std::string> ssl_ca;
  std::optional<std::string> ssl_cert;
  std::optional<std::string> ssl_key;
  std::optional<std::string> plugin_dir;
  std::optional<std::chrono::seconds> connect_timeout;
  /// Where the URL's own family looks when it names neither host nor socket.
  std::string default_host;
};

/// Makes the location of a mistake at byte `offset` of a URL.
using UrlLocator = std::function<Location(std::size_t offset)>;

/// Reads SQLAlchemy's form (`mysql+pymysql://user:pass@host:3306/db?charset=utf8mb4`)
/// or Go's (`user:pass@tcp(host:3306)/db?tls=true`).
///
/// Throws Error(config). No message ever holds the password, however broken the URL:
/// every piece of it that is quoted comes from its redacted form.
UrlLogin parse_url(std::string_view url, const UrlLocator& where);

/// The location inside a URL that stands alone in the environment or on the command
/// line, with the redacted URL as the line.
UrlLocator locate_in(std::string_view name, std::string_view url);

/// The URL with its password as `***`.
std::string redacted_url(std::string_view url);

/// `required`, `VERIFY_CA`, `verify-identity` …: a TLS mode in any of the usual spellings.
std::optional<SslMode> find_ssl_mode(std::string_view word);
/// The tail of a message on a word that is not a TLS mode: `, did you mean "required"?`
std::string did_you_mean_ssl_mode(std::string_view word);

}  // namespace dbmig

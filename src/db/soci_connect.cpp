#include "db/soci_connect.h"

#include <optional>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>
#include <sys/socket.h>

#include "base/error.h"
#include "db/server_error.h"

namespace {

/// One call of open_session() on its way through SOCI.
struct PendingConnect {
  const dbmig::ConnectOptions& options;
  bool reached = false;  // mysql_real_connect() came by here.
  std::optional<dbmig::ServerError> failure;
};

// SOCI hands nothing of ours through, so the call finds its request here.
thread_local PendingConnect* pending = nullptr;

const char* or_null(const std::string& text) { return text.empty() ? nullptr : text.c_str(); }

void set_options(MYSQL* handle, const dbmig::ConnectOptions& options) {
  const unsigned no_local_infile = 0;
  mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &no_local_infile);
  const auto timeout = static_cast<unsigned>(options.connect_timeout.count());
  mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &timeout);
  mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (!options.plugin_dir.empty()) {
    mysql_options(handle, MYSQL_PLUGIN_DIR, options.plugin_dir.c_str());
  }
  mysql_options(handle, MYSQL_OPT_CONNECT_ATTR_RESET, nullptr);
  mysql_options4(handle, MYSQL_OPT_CONNECT_ATTR_ADD, "program_name", "dbmig");

  if (options.ssl_mode == dbmig::SslMode::disabled) return;
  // A unix socket does not leave the machine; libmariadb would refuse to verify there.
  if (!options.socket.empty()) return;
  const my_bool on = 1;
  // With a CA, libmariadb checks the certificate's chain; the host's name only when
  // told to verify. ENFORCE does not fail when the server has no TLS at all:
  // open_session() looks at the cipher afterwards.
  mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &on);
  mysql_options(handle, MYSQL_OPT_SSL_CA, or_null(options.ssl_ca));
  mysql_options(handle, MYSQL_OPT_SSL_CERT, or_null(options.ssl_cert));
  mysql_options(handle, MYSQL_OPT_SSL_KEY, or_null(options.ssl_key));
  if (options.ssl_mode == dbmig::SslMode::verify_identity) {
    mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
  }
}

}  // namespace

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the linker makes the
// names
extern "C" MYSQL* __real_mysql_real_connect(MYSQL*, const char*, const char*, const char*,
                                            const char*, unsigned, const char*, unsigned long);

extern "C" MYSQL* __wrap_mysql_real_connect(MYSQL* handle, const char* host, const char* user,
                                            const char* password, const char* database,
                                            unsigned port, const char* socket,
                                            unsigned long flags) {
  if (pending == nullptr) {
    return __real_mysql_real_connect(handle, host, user, password, database, port, socket, flags);
  }
  const dbmig::ConnectOptions& options = pending->options;
  pending->reached = true;
  set_options(handle, options);
  // An empty password, not NULL: NULL would make the library look into the environment.
  MYSQL* connected = __real_mysql_real_connect(
      handle, options.socket.empty() ? or_null(options.host) : nullptr, or_null(options.user),
      options.password.reveal().c_str(), or_null(options.database), options.port,
      or_null(options.socket), flags);
  if (connected == nullptr) {
    pending->failure =
        dbmig::ServerError{mysql_errno(handle), mysql_sqlstate(handle), mysql_error(handle)};
  }
  return connected;
}
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)

namespace dbmig {

MYSQL* handle_of(soci::session& session) {
  return static_cast<soci::mysql_session_backend*>(session.get_backend())->conn_;
}

namespace {

/// Lets a host that has vanished be noticed within minutes, not hours: while dbmig waits
/// for a long statement, and when the server does not take what is sent.
void watch_link(MYSQL* handle) {
  constexpr int kOn = 1;
  constexpr int kIdle = 30;  // Seconds until the first probe.
  constexpr int kBetween = 10;
  constexpr int kProbes = 6;
  constexpr unsigned kUnanswered = 90'000;  // Milliseconds.
  const my_socket link = mysql_get_socket(handle);
  // A link without them works as well, until it breaks.
  ::setsockopt(link, SOL_SOCKET, SO_KEEPALIVE, &kOn, sizeof kOn);
  ::setsockopt(link, IPPROTO_TCP, TCP_KEEPIDLE, &kIdle, sizeof kIdle);
  ::setsockopt(link, IPPROTO_TCP, TCP_KEEPINTVL, &kBetween, sizeof kBetween);
  ::setsockopt(link, IPPROTO_TCP, TCP_KEEPCNT, &kProbes, sizeof kProbes);
  ::setsockopt(link, IPPROTO_TCP, TCP_USER_TIMEOUT, &kUnanswered, sizeof kUnanswered);
}

/// SOCI connected by itself: linked without --wrap, hence without our TLS rules.
Error not_reached() {
  return Error(ErrorCode::internal, "dbmig was linked without its own way to connect");
}

}  // namespace

std::unique_ptr<soci::session> open_session(const ConnectOptions& options) {
  if (options.ssl_mode == SslMode::verify_ca && options.ssl_ca.empty()) {
    // libmariadb would check nothing at all.
    throw Error(ErrorCode::config, "ssl_mode verify_ca needs ssl_ca, the authority to verify by")
        .with_hint("set ssl_ca, or use verify_identity, which knows the system's authorities");
  }
  PendingConnect request{options, false, std::nullopt};
  pending = &request;
  std::unique_ptr<soci::session> session;
  try {
    session = std::make_unique<soci::session>(soci::mysql, "");
  } catch (const soci::soci_error& error) {
    pending = nullptr;
    if (!request.reached) throw not_reached();
    if (request.failure) throw connect_failure(options, *request.failure);
    throw connect_failure(options, {0, "HY000", error.get_error_message()});
  }
  pending = nullptr;
  if (!request.reached) throw not_reached();
  if (options.socket.empty()) watch_link(handle_of(*session));
  const bool wants_tls = options.socket.empty() && options.ssl_mode >= SslMode::required;
  if (wants_tls && mysql_get_ssl_cipher(handle_of(*session)) == nullptr) {
    throw connect_failure(options, {2026, "HY000",
                                    "the server offers no TLS, and ssl_mode is " +
                                        std::string(name(options.ssl_mode))});
  }
  return session;
}

}  // namespace dbmig

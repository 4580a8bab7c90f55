#include <algorithm>
#include <array>
#include <set>
#include <span>

#include <fmt/format.h>

#include "base/text.h"
#include "config/duration.h"
#include "config/url_reader.h"

namespace dbmig {
namespace {

/// What the drivers' many words for TLS come to.
struct TlsWords {
  std::optional<SslMode> mode;
  std::optional<bool> wanted;    // ssl, ssl_disabled
  std::optional<bool> cert;      // ssl_verify_cert
  std::optional<bool> identity;  // ssl_verify_identity, ssl_check_hostname
};

/// Options of SQLAlchemy's drivers that change nothing for a migration.
constexpr auto kHarmless = std::to_array<std::string_view>({"allow_local_infile",
                                                            "auth_plugin",
                                                            "autocommit",
                                                            "autoping",
                                                            "binary_prefix",
                                                            "bind_address",
                                                            "buffered",
                                                            "charset",
                                                            "client_flag",
                                                            "collation",
                                                            "compress",
                                                            "consume_results",
                                                            "converter_class",
                                                            "conv",
                                                            "cursorclass",
                                                            "defer_connect",
                                                            "echo",
                                                            "get_warnings",
                                                            "local_infile",
                                                            "max_allowed_packet",
                                                            "maxsize",
                                                            "minsize",
                                                            "multi_statements",
                                                            "max_overflow",
                                                            "pool_name",
                                                            "pool_pre_ping",
                                                            "pool_recycle",
                                                            "pool_reset_session",
                                                            "pool_size",
                                                            "pool_timeout",
                                                            "prefix",
                                                            "program_name",
                                                            "raise_on_warnings",
                                                            "read_timeout",
                                                            "server_public_key",
                                                            "ssl_cipher",
                                                            "tls_versions",
                                                            "use_pure",
                                                            "use_unicode",
                                                            "write_timeout",
                                                            "reconnect",
                                                            "time_zone"});

constexpr auto kUnderstood = std::to_array<std::string_view>(
    {"unix_socket", "ssl_ca", "ssl_cert", "ssl_key", "ssl_mode", "ssl", "ssl_disabled",
     "ssl_verify_cert", "ssl_verify_identity", "plugin_dir", "connect_timeout",
     "ssl_check_hostname", "connection_timeout"});

/// Parameters of a Go DSN that change nothing for a migration.
constexpr auto kHarmlessInDsn = std::to_array<std::string_view>({"allowAllFiles",
                                                                 "allowCleartextPasswords",
                                                                 "allowNativePasswords",
                                                                 "allowFallbackToPlaintext",
                                                                 "allowOldPasswords",
                                                                 "charset",
                                                                 "checkConnLiveness",
                                                                 "clientFoundRows",
                                                                 "collation",
                                                                 "columnsWithAlias",
                                                                 "compress",
                                                                 "connectionAttributes",
                                                                 "interpolateParams",
                                                                 "loc",
                                                                 "maxAllowedPacket",
                                                                 "multiStatements",
                                                                 "parseTime",
                                                                 "readTimeout",
                                                                 "rejectReadOnly",
                                                                 "serverPubKey",
                                                                 "timeTruncate",
                                                                 "writeTimeout",
                                                                 "autocommit",
                                                                 "time_zone",
                                                                 "tx_isolation",
                                                                 "transaction_isolation",
                                                                 "wait_timeout",
                                                                 "interactive_timeout",
                                                                 "net_read_timeout",
                                                                 "net_write_timeout",
                                                                 "max_execution_time",
                                                                 "max_statement_time",
                                                                 "group_concat_max_len",
                                                                 "innodb_lock_wait_timeout",
                                                                 "lock_wait_timeout"});

constexpr auto kUnderstoodInDsn = std::to_array<std::string_view>({"tls", "timeout"});

bool contains(std::span<const std::string_view> list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::string guess(std::string_view word, std::span<const std::string_view> a,
                  std::span<const std::string_view> b) {
  std::vector<std::string> words(a.begin(), a.end());
  words.insert(words.end(), b.begin(), b.end());
  return did_you_mean(nearest(word, words));
}

/// The options from `begin` on; each name may be there once.
std::vector<UrlOption> options(const UrlReader& url, std::size_t begin) {
  std::vector<UrlOption> list;
  std::set<std::string> names;
  while (begin < url.text().size()) {
    UrlOption option;
    option.begin = begin;
    option.end = std::min(url.text().find('&', begin), url.text().size());
    const std::size_t equals = std::min(url.text().find('=', begin), option.end);
    option.name = url.decoded(begin, equals);
    option.value_begin = std::min(equals + 1, option.end);
    option.value = url.decoded(option.value_begin, option.end);
    begin = option.end + 1;
    if (option.name.empty() && option.value.empty()) continue;
    if (!names.insert(option.name).second) {
      throw url.error("this option of the URL is there twice", option.begin);
    }
    list.push_back(std::move(option));
  }
  return list;
}

std::string quoted_name(const UrlReader& url, const UrlOption& option) {
  const std::size_t end =
      option.value_begin > option.begin + option.name.size() ? option.value_begin - 1 : option.end;
  return url.quote(option.begin, std::max(end, option.begin));
}

std::string quoted_value(const UrlReader& url, const UrlOption& option) {
  return url.quote(option.value_begin, option.end);
}

bool flag(const UrlReader& url, const UrlOption& option) {
  if (const auto value = find_bool(option.value)) return *value;
  throw url.error(fmt::format("\"{}\" is neither true nor false", quoted_value(url, option)),
                  option.value_begin);
}

SslMode mode(const UrlReader& url, const UrlOption& option) {
  if (const auto found = find_ssl_mode(option.value)) return *found;
  throw url
      .error(fmt::format("\"{}\" is not a TLS mode{}", quoted_value(url, option),
                         did_you_mean_ssl_mode(quoted_value(url, option))),
             option.value_begin)
      .with_hint("one of disabled, preferred, required, verify_ca, verify_identity");
}

std::chrono::seconds timeout(const UrlReader& url, const UrlOption& option) {
  if (const auto found = find_duration(option.value)) return whole_seconds(*found);
  throw url
      .error(fmt::format("\"{}\" is not a length of time", quoted_value(url, option)),
             option.value_begin)
      .with_hint("write it as 5, 5s, 500ms or 2m");
}

/// Options that are refused, each with what to do instead.
void refuse(const UrlReader& url, const UrlOption& option, std::string_view name) {
  const auto refused = [&](std::string hint) {
    return url
        .error(fmt::format("the option \"{}\" is not taken in a URL", quoted_name(url, option)),
               option.begin)
        .with_hint(std::move(hint));
  };
  if (name == "read_default_file" || name == "read_default_group") {
    throw refused(
        "dbmig reads the groups [client] and [dbmig] of the usual option files by itself; for "
        "a password alone use password_file");
  }
  if (name == "password" || name == "passwd") {
    throw refused("put it before the @, or better in password_file or DBMIG_PASSWORD");
  }
  if (name == "user" || name == "username" || name == "host" || name == "port" || name == "db" ||
      name == "database") {
    throw refused("put it in its place before the ?: mysql://user@host:3306/database");
  }
  if (name == "sql_mode" || name == "init_command") {
    throw refused("set sql_mode in the ini, and anything else in the revision that needs it");
  }
}

/// Takes one option that says where to connect to or how; false for any other.
bool apply_connection(const UrlReader& url, const UrlOption& option, std::string_view name,
                      UrlLogin& login) {
  if (name == "unix_socket") {
    login.socket = option.value;
  } else if (name == "ssl_ca") {
    login.ssl_ca = option.value;
  } else if (name == "ssl_cert") {
    login.ssl_cert = option.value;
  } else if (name == "ssl_key") {
    login.ssl_key = option.value;
  } else if (name == "plugin_dir") {
    login.plugin_dir = option.value;
  } else if (name == "connect_timeout" || name == "connection_timeout") {
    login.connect_timeout = timeout(url, option);
  } else {
    return false;
  }
  return true;
}

/// Takes one word about TLS; false for any other.
bool apply_tls(const UrlReader& url, const UrlOption& option, std::string_view name,
               TlsWords& tls) {
  if (name == "ssl_mode") {
    tls.mode = mode(url, option);
  } else if (name == "ssl") {
    tls.wanted = flag(url, option);
  } else if (name == "ssl_disabled") {
    tls.wanted = !flag(url, option);
  } else if (name == "ssl_verify_cert") {
    tls.cert = flag(url, option);
  } else if (name == "ssl_verify_identity" || name == "ssl_check_hostname") {
    tls.identity = flag(url, option);
  } else {
    return false;
  }
  return true;
}

std::optional<SslMode> combined(const TlsWords& tls, const UrlLogin& login,
                                std::string_view driver) {
  if (tls.mode) return tls.mode;
  if (tls.wanted == false) return SslMode::disabled;
  if (tls.identity == true) return SslMode::verify_identity;
  if (login.ssl_ca && tls.cert != false) {
    // These drivers check the name, too, as soon as there is a CA to check against.
    const bool checks_name = driver == "pymysql" || driver == "aiomysql";
    return checks_name && tls.identity != false ? SslMode::verify_identity : SslMode::verify_ca;
  }
  if (tls.cert == true) return SslMode::verify_ca;
  if (tls.wanted == true || login.ssl_ca || login.ssl_cert || login.ssl_key) {
    return SslMode::required;
  }
  return std::nullopt;
}

}  // namespace

std::optional<SslMode> find_ssl_mode(std::string_view word) {
  const std::string plain = replaced(lower(trim(word)), "-", "_");
  for (const SslMode mode : {SslMode::disabled, SslMode::preferred, SslMode::required,
                             SslMode::verify_ca, SslMode::verify_identity}) {
    if (plain == name(mode)) return mode;
  }
  return std::nullopt;
}

std::string did_you_mean_ssl_mode(std::string_view word) {
  return did_you_mean(nearest(replaced(lower(word), "-", "_"), {"disabled", "preferred", "required",
                                                                "verify_ca", "verify_identity"}));
}

void read_driver_options(const UrlReader& url, std::size_t begin, std::string_view driver,
                         UrlLogin& login) {
  TlsWords tls;
  for (const UrlOption& option : options(url, begin)) {
    const std::string name = replaced(lower(option.name), "-", "_");
    refuse(url, option, name);
    if (option.value.empty() && (contains(kUnderstood, name) || contains(kHarmless, name))) {
      continue;  // as Python reads it: not given
    }
    if (contains(kHarmless, name) || apply_connection(url, option, name, login) ||
        apply_tls(url, option, name, tls)) {
      continue;
    }
    throw url.error(fmt::format("unknown option \"{}\" in the URL{}", quoted_name(url, option),
                                guess(name, kUnderstood, kHarmless)),
                    option.begin);
  }
  login.ssl_mode = combined(tls, login, driver);
}

void read_dsn_options(const UrlReader& url, std::size_t begin, UrlLogin& login) {
  for (const UrlOption& option : options(url, begin)) {
    refuse(url, option, lower(option.name));
    if (contains(kHarmlessInDsn, option.name)) continue;
    if (option.name == "timeout") {
      login.connect_timeout = timeout(url, option);
    } else if (option.name == "tls") {
      const std::string value = lower(option.value);
      if (const auto on = find_bool(value)) {
        login.ssl_mode = *on ? SslMode::verify_identity : SslMode::disabled;
      } else if (value == "skip-verify") {
        login.ssl_mode = SslMode::required;
      } else if (value == "preferred") {
        login.ssl_mode = SslMode::preferred;
      } else {
        const auto word = nearest(value, {"true", "false", "skip-verify", "preferred"});
        throw url
            .error(fmt::format("\"{}\" is not a value of tls{}", quoted_value(url, option),
                               did_you_mean(word)),
                   option.value_begin)
            .with_hint("one of true, false, skip-verify, preferred; a CA of your own: ssl_ca");
      }
    } else {
      throw url.error(fmt::format("unknown parameter \"{}\" in the DSN{}", quoted_name(url, option),
                                  guess(option.name, kUnderstoodInDsn, kHarmlessInDsn)),
                      option.begin);
    }
  }
}

}  // namespace dbmig

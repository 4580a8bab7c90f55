#include "config/url.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "config/url_display.h"
#include "config/url_reader.h"

namespace dbmig {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kForms =
    "write mysql://user:password@host:3306/database or user:password@tcp(host:3306)/database";

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char l = to_lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

bool is_host_character(char c) {
  return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_';
}

/// Drivers written in Python alone: to them `localhost` is an address, not a socket.
bool always_uses_tcp(std::string_view driver) {
  constexpr std::array<std::string_view, 5> kDrivers = {"pymysql", "aiomysql", "asyncmy",
                                                        "mysqlconnector", "gaerdbms"};
  return std::find(kDrivers.begin(), kDrivers.end(), driver) != kDrivers.end();
}

/// The client library takes `localhost` for its socket, whatever the port.
void make_localhost_an_address(UrlLogin& login) {
  if (login.host && equals_ignoring_case(*login.host, "localhost")) login.host = "127.0.0.1";
}

unsigned port_number(const UrlReader& url, std::size_t begin, std::size_t end) {
  unsigned port = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const char c = url.text()[i];
    if (!is_digit(c)) {
      throw url.error(fmt::format("\"{}\" is not a port number", url.quote(begin, end)), i);
    }
    port = port * 10 + static_cast<unsigned>(c - '0');
    if (port > 65535) throw url.error("a port number is at most 65535", begin);
  }
  if (port == 0) throw url.error("a port number is at least 1", begin);
  return port;
}

/// The scheme: `mysql` or `mariadb`, and the driver behind a `+`, which is checked for
/// nothing: every driver speaks to the same server.
std::string read_scheme(const UrlReader& url, std::size_t end, UrlLogin& login) {
  const std::size_t plus = std::min(url.text().find('+'), end);
  const std::string dialect = lower(url.piece(0, plus));
  if (dialect != "mysql" && dialect != "mariadb") {
    const std::string guess = did_you_mean(nearest(dialect, {"mysql", "mariadb"}));
    throw url
        .error(fmt::format("dbmig speaks to MySQL and MariaDB, not to \"{}\"{}", url.quote(0, plus),
                           guess),
               0)
        .with_hint(std::string(kForms));
  }
  if (plus + 1 == end) throw url.error("a driver's name is missing behind the +", plus);
  login.scheme = dialect;
  return plus == end ? std::string() : lower(url.piece(plus + 1, end));
}

/// Where the `@` behind user and password stands; nothing when the URL names no user.
std::size_t end_of_login(const UrlReader& url, std::size_t begin) {
  const std::string_view text = url.text();
  const std::size_t first = text.find_first_of(":/?", begin);
  if (first == kNone || text[first] != ':') {
    const std::size_t at = text.substr(0, first).rfind('@');
    return at == kNone || at < begin ? kNone : at;
  }
  const std::size_t at = text.find('@', begin);
  if (at == kNone) return kNone;
  if (at < first) return at;  // user@host:port
  // host:port/database?option=a@b
  const std::size_t stop = std::min(text.find_first_of("/?", first), text.size());
  const std::string_view port = text.substr(first + 1, stop - first - 1);
  const bool is_port = !port.empty() && std::all_of(port.begin(), port.end(), is_digit);
  return is_port && text.find('?') < at ? kNone : at;
}

void read_login(const UrlReader& url, std::size_t begin, std::size_t at, UrlLogin& login) {
  const std::size_t colon = url.piece(begin, at).find(':');
  const std::size_t user_end = colon == kNone ? at : begin + colon;
  if (user_end > begin) login.user = url.decoded(begin, user_end);
  if (colon != kNone) login.password = Secret(url.decoded(user_end + 1, at));
}

/// The parts for display; `at` is the `@` behind the login, `query` the end of the rest.
UrlParts parts_of(std::string_view url, std::size_t scheme_end, std::size_t at, std::size_t query) {
  UrlParts parts;
  parts.scheme = url.substr(0, scheme_end);
  std::size_t begin = scheme_end + 3;
  if (at != kNone) {
    const std::string_view who = url.substr(begin, at - begin);
    parts.login = UrlParts::Login::present;
    parts.user = who.substr(0, who.find(':'));
    if (parts.user.size() < who.size()) parts.password = UrlParts::Password::some;
    begin = at + 1;
  }
  parts.rest = url.substr(begin, query - begin);
  parts.query = url.substr(std::min(query + 1, url.size()));
  return parts;
}

UrlLogin read_sqlalchemy(const UrlReader& url, std::size_t scheme_end) {
  UrlLogin login;
  const std::string driver = read_scheme(url, scheme_end, login);
  const std::string_view text = url.text();
  std::size_t begin = scheme_end + 3;
  const std::size_t at = end_of_login(url, begin);
  if (at != kNone) {
    read_login(url, begin, at, login);
    begin = at + 1;
  }
  const std::size_t address_end = std::min(text.find_first_of("/?", begin), text.size());
  if (url.piece(begin, address_end).find('@') != kNone) {
    throw url.error("an @ in a user name or a password is written %40", at);
  }
  url.read_address(begin, address_end, login);
  const std::size_t query = std::min(text.find('?', address_end), text.size());
  if (address_end < query) {
    const std::size_t slash = text.find('/', address_end + 1);
    if (slash < query) {
      throw url.error("a / in the name of a database is written %2F", slash);
    }
    login.database = url.decoded(address_end + 1, query);
  }
  read_driver_options(url, std::min(query + 1, text.size()), driver, login);
  login.display = displayed_url(parts_of(text, scheme_end, at, query));
  const bool tcp = always_uses_tcp(driver);
  if (tcp) login.default_host = "127.0.0.1";
  if (tcp || login.port) make_localhost_an_address(login);
  return login;
}

/// `tcp(host:port)`, `unix(/path)`, either without its address, or nothing.
void read_network(const UrlReader& url, std::size_t begin, std::size_t end, UrlLogin& login) {
  const std::size_t open = begin + std::min(url.piece(begin, end).find('('), end - begin);
  const std::string_view network = url.piece(begin, open);
  const bool is_unix = network == "unix";
  if (!is_unix && !network.empty() && network != "tcp" && network != "tcp4" && network != "tcp6") {
    throw url
        .error(fmt::format("\"{}\" is not a network{}", url.quote(begin, open),
                           did_you_mean(nearest(url.quote(begin, open), {"tcp", "unix"}))),
               begin)
        .with_hint("write tcp(host:3306) or unix(/path/to/socket) between the @ and the last /");
  }
  if (open == end) {
    if (is_unix) login.socket = "/tmp/mysql.sock";  // Go's default
    return;
  }
  if (url.text()[end - 1] != ')') throw url.error("this ( is never closed by a )", open);
  const std::size_t close = end - 1;
  if (!is_unix) return url.read_address(open + 1, close, login);
  if (close == open + 1) throw url.error("the path of the socket is missing", close);
  login.socket = url.piece(open + 1, close);
}

UrlLogin read_dsn(const UrlReader& url) {
  UrlLogin login;
  const std::string_view text = url.text();
  const std::size_t slash = text.rfind('/');
  if (slash == kNone) {
    throw url.error("not the URL of a database", 0).with_hint(std::string(kForms));
  }
  // Go's rule: the last `@` before the last `/`, so that a password may hold both.
  const std::size_t at = text.substr(0, slash).rfind('@');
  if (at != kNone) {
    const std::size_t colon = std::min(text.find(':'), at);
    if (colon > 0) login.user = text.substr(0, colon);
    if (colon < at) login.password = Secret(std::string(url.piece(colon + 1, at)));
  }
  read_network(url, at == kNone ? 0 : at + 1, slash, login);
  const std::size_t query = std::min(text.find('?', slash), text.size());
  login.database = url.decoded(slash + 1, query);
  read_dsn_options(url, std::min(query + 1, text.size()), login);
  make_localhost_an_address(login);
  login.default_host = "127.0.0.1";
  return login;
}

/// Where `://` stands behind a word that could be a scheme; nothing otherwise.
std::size_t end_of_scheme(std::string_view url) {
  const std::size_t mark = url.find("://");
  if (mark == kNone || mark == 0) return kNone;
  const bool is_word = std::all_of(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(mark),
                                   [](char c) { return is_host_character(c) || c == '+'; });
  return is_word ? mark : kNone;
}

}  // namespace

std::string UrlReader::decoded(std::size_t begin, std::size_t end) const {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    const bool escape = text_[i] == '%' && i + 2 < end && hex_digit(text_[i + 1]) >= 0 &&
                        hex_digit(text_[i + 2]) >= 0;
    if (!escape) {
      out += text_[i];
      continue;
    }
    out += static_cast<char>(hex_digit(text_[i + 1]) * 16 + hex_digit(text_[i + 2]));
    if (out.back() == '\0') throw error("%00 is not allowed in a URL", i);
    i += 2;
  }
  return out;
}

void UrlReader::read_address(std::size_t begin, std::size_t end, UrlLogin& login) const {
  if (begin == end) return;
  std::size_t host_end = end;
  if (text_[begin] == '[') {
    const std::size_t close = piece(begin, end).find(']');
    if (close == std::string_view::npos) throw error("this [ is never closed by a ]", begin);
    host_end = begin + close + 1;
    const std::string_view host = piece(begin + 1, host_end - 1);
    for (std::size_t i = 0; i < host.size(); ++i) {
      if (hex_digit(host[i]) < 0 && host[i] != ':' && host[i] != '.') {
        throw error("not an IPv6 address", begin + 1 + i);
      }
    }
    if (host.empty()) throw error("an address is missing between [ and ]", begin);
    if (host_end < end && text_[host_end] != ':') {
      throw error("only a port, as in :3306, may follow the ]", host_end);
    }
    login.host = host;
  } else {
    host_end = begin + std::min(piece(begin, end).find(':'), end - begin);
    for (std::size_t i = begin; i < host_end; ++i) {
      if (is_host_character(text_[i])) continue;
      throw error("this character cannot stand in the name of a host", i);
    }
    if (host_end > begin) login.host = piece(begin, host_end);
  }
  if (host_end + 1 < end) login.port = port_number(*this, host_end + 1, end);
}

UrlLogin parse_url(std::string_view url, const UrlLocator& where) {
  const UrlReader reader(url, where);
  if (trim(url).empty()) {
    throw reader.error("the URL is empty", 0).with_hint(std::string(kForms));
  }
  for (std::size_t i = 0; i < url.size(); ++i) {
    const auto byte = static_cast<unsigned char>(url[i]);
    if (byte < 0x20 || byte == 0x7F) {
      throw reader.error("a line break or another control character in the URL", i);
    }
  }
  if (url.starts_with("jdbc:")) {
    throw reader.error("a URL for Java", 0).with_hint(std::string(kForms));
  }
  const std::size_t scheme = end_of_scheme(url);
  return scheme == kNone ? read_dsn(reader) : read_sqlalchemy(reader, scheme);
}

UrlLocator locate_in(std::string_view name, std::string_view url) {
  return [file = std::string(name), text = std::string(url)](std::size_t offset) {
    const RedactedText shown(text, hidden_in_url(text));
    return Location::at(file, shown.str(), shown.position(offset));
  };
}

std::string redacted_url(std::string_view url) {
  return RedactedText(url, hidden_in_url(url)).str();
}

}  // namespace dbmig

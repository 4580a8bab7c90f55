#include "cli/connection_url.h"

#include <string_view>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr unsigned kDefaultPort = 3306;

/// `text` with all but letters, digits and `plain` as %XX.
std::string percent_encoded(std::string_view text, std::string_view plain) {
  std::string encoded;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || plain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

}  // namespace

std::string connection_url(const ConnectOptions& options) {
  std::string url = options.scheme + "://";
  if (!options.user.empty()) {
    url += percent_encoded(options.user, "-._~");
    if (!options.password.empty()) url += ":***";
    url += '@';
  }
  const std::string host = options.host.empty() ? "localhost" : options.host;
  url += host.find(':') == std::string::npos ? host : fmt::format("[{}]", host);
  if (options.socket.empty() && options.port != kDefaultPort) {
    url += fmt::format(":{}", options.port);
  }
  url += '/' + percent_encoded(options.database, "-._~$");
  if (!options.socket.empty()) {
    url += "?unix_socket=" + percent_encoded(options.socket, "-._~/");
  }
  return url;
}

}  // namespace dbmig

#include "config/url_display.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "config/redact.h"

namespace dbmig {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

/// The byte that `%XX` at `i` stands for; -1 when there is no such escape.
int escaped_byte(std::string_view text, std::size_t i) {
  if (text[i] != '%' || i + 2 >= text.size()) return -1;
  const std::size_t high = kHexDigits.find(to_lower(text[i + 1]));
  const std::size_t low = kHexDigits.find(to_lower(text[i + 2]));
  if (high == std::string_view::npos || low == std::string_view::npos) return -1;
  return static_cast<int>(high * 16 + low);
}

/// One spelling for every value: blanks as `+`, all but letters, digits and `-._~` as %XX.
std::string encoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int escape = escaped_byte(text, i);
    const char c = escape >= 0 ? static_cast<char>(escape) : text[i];
    if (escape >= 0) i += 2;
    if (c == ' ' || (c == '+' && escape < 0)) {
      out += '+';
    } else if (is_letter(c) || is_digit(c) || std::string_view("-._~").find(c) != out.npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string displayed_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> options;
  for (const std::string_view option : split(query, '&')) {
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos || equals + 1 == option.size()) continue;
    const std::string name = encoded(option.substr(0, equals));
    options.emplace_back(name, names_a_secret(name) ? "***" : encoded(option.substr(equals + 1)));
  }
  std::stable_sort(options.begin(), options.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [name, value] : options)
    text += fmt::format("{}{}={}", text.empty() ? '?' : '&', name, value);
  return text;
}

}  // namespace

std::string displayed_url(const UrlParts& parts) {
  std::string url = fmt::format("{}://{}", parts.scheme, parts.user);
  if (parts.password == UrlParts::Password::some) url += ":***";
  if (parts.login == UrlParts::Login::present) url += '@';
  return url + std::string(parts.rest) + displayed_query(parts.query);
}

}  // namespace dbmig

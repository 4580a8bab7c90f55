#include "sql/secrets.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"

namespace dbmig {
namespace {

/// Bytes of a token that are looked at.
constexpr std::size_t kLookedAt = 320;

constexpr std::string_view kHidden = "***";

bool names_a_secret(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWords = {"password", "passwd", "passphrase",
                                                      "identified", "secret"};
  const std::string lowered = lower(text.substr(0, kLookedAt));
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return lowered.find(word) != std::string::npos;
  });
}

/// Shorter ones are looked for with their quotes only: they may be part of any word.
constexpr std::size_t kShort = 4;

/// The texts that are secrets of a statement, longest first: each literal, and the lines of one
/// that has several.
std::vector<std::string_view> secret_texts(std::string_view statement, const Dialect& dialect) {
  std::vector<std::string_view> texts;
  SecretFilter secrets(statement);
  Lexer lexer(statement, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (is_blank(token.kind) || !secrets.hides(token)) continue;
    std::string_view inside = token.text;
    const bool quoted = token.kind != TokenKind::number;
    if (quoted) inside.remove_prefix(1);
    if (quoted && !inside.empty() && token.kind == TokenKind::string) inside.remove_suffix(1);
    if (inside.size() < kShort) {
      texts.push_back(token.text);
      continue;
    }
    for (const std::string_view line : split(inside, '\n')) {
      if (trim(line).size() >= kShort) texts.push_back(trim(line));
    }
  }
  std::stable_sort(texts.begin(), texts.end(),
                   [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
  return texts;
}

/// `text` without a secret that begins in it and is cut off by the end of a quotation: the
/// servers quote 80 characters of a statement, as in `near '… BY 'sec' at line 1`.
std::string without_cut_off(std::string text, std::string_view secret) {
  const std::size_t end = std::min(text.rfind("' at line "), text.size());
  for (std::size_t length = std::min(secret.size(), end); length > 0; --length) {
    const std::size_t begin = end - length;
    const bool opens = begin > 0 && (text[begin - 1] == '\'' || text[begin - 1] == '"');
    if (opens && text.compare(begin, length, secret.substr(0, length)) == 0)
      return text.replace(begin, length, kHidden);
  }
  return text;
}

}  // namespace

std::string without_secrets_of(std::string_view statement, const Dialect& dialect,
                               std::string_view text) {
  std::string shown(text);
  for (const std::string_view secret : secret_texts(statement, dialect))
    shown = without_cut_off(replaced(shown, secret, kHidden), secret);
  return shown;
}

void hide_secrets_of(std::string_view statement, const Dialect& dialect, Error& error) {
  if (error.server()) {
    ServerError server = *error.server();
    server.message = without_secrets_of(statement, dialect, server.message);
    error.set_server(std::move(server));
  }
  if (!error.location()) return;
  Location location = *error.location();
  const std::string_view line = location.source_line;
  const std::string shown = without_secrets_of(statement, dialect, line);
  if (shown == line) return;
  const auto before = static_cast<std::size_t>(
      std::max(location.caret > 0 ? location.caret : location.column, 1) - 1);
  const std::string left =
      without_secrets_of(statement, dialect, code_point_range(line, 0, before));
  location.caret = static_cast<int>(std::min(code_points(left), code_points(shown))) + 1;
  location.source_line = shown;
  error.set_location(std::move(location));
}

bool SecretFilter::hides(const Token& token) {
  const bool literal = token.kind == TokenKind::string || token.kind == TokenKind::unterminated ||
                       (token.kind == TokenKind::number && token.text.starts_with("0x"));
  // 'user'@'host' is no secret, and says whose password it is.
  const bool account = after_at_ || statement_.substr(token.end()).starts_with('@');
  const bool hidden = literal && ((secret_ && !account) || names_a_secret(token.text));
  secret_ = secret_ || (!literal && names_a_secret(token.text));
  after_at_ = token.is('@');
  return hidden;
}

std::string without_secrets(std::string_view statement, const Dialect& dialect, std::size_t limit) {
  std::string out;
  SecretFilter secrets(statement);
  Lexer lexer(statement, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end && out.size() <= limit;
       token = lexer.next()) {
    if (!is_blank(token.kind) && secrets.hides(token)) {
      out += "'***'";
    } else {
      out += token.text;
    }
  }
  if (out.size() <= limit) return out;
  std::size_t end = limit;
  while (end > 0 && is_continuation(out[end]))
    --end;
  return out.substr(0, end) + "…";
}

}  // namespace dbmig

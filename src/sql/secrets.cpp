#include "sql/secrets.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace dbmig {
namespace {

/// Bytes of a token that are looked at.
constexpr std::size_t kLookedAt = 320;

bool names_a_secret(std::string_view text) {
  constexpr std::array<std::string_view, 5> kWords = {"password", "passwd", "passphrase",
                                                      "identified", "secret"};
  const std::string lowered = lower(text.substr(0, kLookedAt));
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return lowered.find(word) != std::string::npos;
  });
}

}  // namespace

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

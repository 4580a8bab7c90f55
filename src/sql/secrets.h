#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "sql/dialect.h"
#include "sql/lexer.h"

namespace dbmig {

/// Tells, token after token, which literals may be secrets: those after IDENTIFIED or
/// after any name with PASSWORD in it, and those with such words in them.
class SecretFilter {
 public:
  explicit SecretFilter(std::string_view statement) : statement_(statement) {}

  /// Whether this token, the next of the statement that is no blank, is one.
  bool hides(const Token& token);

 private:
  std::string_view statement_;
  bool secret_ = false;
  bool after_at_ = false;
};

/// The whole statement with `'***'` for what may be a secret, cut with `…` after
/// `limit` bytes; comments stay.
std::string without_secrets(std::string_view statement, const Dialect& dialect, std::size_t limit);

/// `text`, which quotes a statement in whole or in part, with `***` for what may be a secret in
/// that statement; one that a quotation cuts off, too.
std::string without_secrets_of(std::string_view statement, const Dialect& dialect,
                               std::string_view text);

/// Takes the secrets of the statement that an error is about out of the server's words and
/// the source line.
void hide_secrets_of(std::string_view statement, const Dialect& dialect, Error& error);

}  // namespace dbmig

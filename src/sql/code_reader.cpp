#include "sql/code_reader.h"

#include <algorithm>

#include "base/text.h"

namespace dbmig {

CodeReader::CodeReader(std::string_view statement, const Dialect& dialect)
    : lexer_(statement, dialect) {
  advance();
}

void CodeReader::advance() {
  do {
    token_ = lexer_.next();
  } while (is_blank(token_.kind) || token_.kind == TokenKind::hint ||
           token_.kind == TokenKind::executable_open || token_.kind == TokenKind::executable_close);
  if (token_.kind == TokenKind::unterminated) token_ = lexer_.next();
}

bool CodeReader::at(std::string_view word) const {
  return token_.kind == TokenKind::word && equals_ignoring_case(token_.text, word);
}

bool CodeReader::at_any(std::initializer_list<std::string_view> words) const {
  return std::any_of(words.begin(), words.end(), [this](std::string_view w) { return at(w); });
}

bool CodeReader::take(std::string_view word) {
  if (!at(word)) return false;
  advance();
  return true;
}

bool CodeReader::take(char sign) {
  if (!token_.is(sign)) return false;
  advance();
  return true;
}

bool CodeReader::take_all(std::initializer_list<std::string_view> words) {
  return std::all_of(words.begin(), words.end(), [this](std::string_view w) { return take(w); });
}

void CodeReader::skip_parentheses() {
  int depth = 0;
  do {
    if (token_.is('(')) ++depth;
    if (token_.is(')')) --depth;
    advance();
  } while (depth > 0 && !at_end());
}

void CodeReader::skip_statement_settings() {
  CodeReader ahead = *this;
  if (!ahead.take("set") || !ahead.take("statement")) return;
  while (!ahead.at_end() && !ahead.take("for")) {
    if (ahead.token().is('(')) {
      ahead.skip_parentheses();
    } else {
      ahead.advance();
    }
  }
  *this = ahead;
}

}  // namespace dbmig

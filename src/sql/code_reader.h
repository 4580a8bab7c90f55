#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "sql/lexer.h"

namespace dbmig {

/// Reads the tokens of a statement that mean something to the server, one at a time:
/// blanks, comments and the brackets of executable comments are passed over. Ends at
/// the first token that has no end.
class CodeReader {
 public:
  CodeReader(std::string_view statement, const Dialect& dialect);

  const Token& token() const { return token_; }
  bool at_end() const { return token_.kind == TokenKind::end; }
  void advance();

  /// Whether the token is this keyword, in lower case here and in any case there.
  bool at(std::string_view word) const;
  bool at_any(std::initializer_list<std::string_view> words) const;
  /// Passes over the token if it is this keyword, or this sign.
  bool take(std::string_view word);
  bool take(char sign);
  /// Passes over the words if they all follow in this order; else over none but those
  /// that did.
  bool take_all(std::initializer_list<std::string_view> words);
  /// Passes over `SET STATEMENT … FOR`, which stands before the statement that it is about.
  void skip_statement_settings();
  /// From an opening parenthesis to after the one that closes it.
  void skip_parentheses();

 private:
  Lexer lexer_;
  Token token_;
};

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"
#include "sql/lexer.h"

namespace dbmig {

/// A statement as the list of its tokens, and changes to some of them. What is not
/// changed stays byte for byte: strings, quoted names, comments, blanks.
///
/// Only tokens that mean something are listed; those within an executable comment that
/// the dialect runs are, its brackets are not.
class TokenEditor {
 public:
  /// The text must outlive it.
  TokenEditor(std::string_view text, const Dialect& dialect);

  std::size_t size() const { return tokens_.size(); }
  /// A token; beyond the last one, the end.
  const Token& operator[](std::size_t i) const { return i < tokens_.size() ? tokens_[i] : end_; }
  /// Whether the token is this keyword, given in lower case.
  bool is(std::size_t i, std::string_view word) const;
  bool is_any(std::size_t i, std::initializer_list<std::string_view> words) const;
  bool is(std::size_t i, char sign) const { return (*this)[i].is(sign); }
  /// Whether the tokens from `i` on are these keywords.
  bool are(std::size_t i, std::initializer_list<std::string_view> words) const;
  /// What the token stands for, quotes and escapes resolved.
  std::string value(std::size_t i) const { return unquoted((*this)[i], dialect_); }
  /// The text of the tokens from `first` up to but without `last`, as it was.
  std::string_view text(std::size_t first, std::size_t last) const;

  /// The token after the parenthesis that closes the one at `i`.
  std::size_t after_parentheses(std::size_t i) const;

  void replace(std::size_t i, std::string text);
  void replace(std::size_t first, std::size_t last, std::string text);
  void insert_before(std::size_t i, std::string text);
  void insert_after(std::size_t i, std::string text);
  /// Takes tokens out, with the blanks before them.
  void erase(std::size_t first, std::size_t last);
  /// Takes the brackets off all executable comments, so that every server runs them.
  void unwrap();

  /// The statement with all changes made. Of changes that overlap, the first one wins.
  std::string result() const;

 private:
  struct Edit {
    std::size_t offset;
    std::size_t length;
    std::string text;
  };

  std::string_view text_;
  Dialect dialect_;
  std::vector<Token> tokens_;
  std::vector<Token> brackets_;
  Token end_;
  std::vector<Edit> edits_;
};

}  // namespace dbmig

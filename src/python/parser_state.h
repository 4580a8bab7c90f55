#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "python/ast.h"
#include "python/lexer.h"
#include "python/token.h"

namespace dbmig::python {

using ExpressionKind = Expression::Kind;
using StatementKind = Statement::Kind;

/// Where a parser is in its tokens, and how it makes nodes.
class ParserState {
 public:
  ParserState(const Source& source, std::vector<Token> all, Module& module, int depth)
      : source_(source), tokens_(std::move(all)), module_(module), depth_(depth) {}

 protected:
  const Token& token(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  std::string_view text(std::size_t ahead = 0) const { return source_.of(token(ahead)); }
  bool is(Token::Kind kind) const { return token().kind == kind; }
  /// Whether the token at hand is this symbol or word.
  bool is(std::string_view word) const { return is_at(0, word); }
  bool is_at(std::size_t ahead, std::string_view word) const {
    const Token& one = token(ahead);
    return (one.kind == Token::Kind::symbol || one.kind == Token::Kind::name) &&
           source_.of(one) == word;
  }
  /// Whether it is a name that is no keyword.
  bool is_identifier(std::size_t ahead = 0) const;

  void advance() { at_ += at_ + 1 < tokens_.size() ? 1 : 0; }
  bool take(std::string_view word) {
    if (!is(word)) return false;
    advance();
    return true;
  }
  void expect(std::string_view word);
  std::string identifier(std::string_view what);
  std::size_t offset() const { return token().offset; }
  /// Where the token before the one at hand ends.
  std::size_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }

  Error unexpected(std::string_view wanted) const;
  Error error(std::size_t offset, const std::string& message) const {
    return source_.error(offset, message);
  }

  /// A node from `offset` to the last token taken.
  Expression& make(ExpressionKind kind, std::size_t offset,
                   std::vector<const Expression*> parts = {}, std::string_view words = {});
  Statement& make(StatementKind kind, std::size_t offset);
  /// Adds a part to a node that was made before.
  void add(Expression& node, const Expression* part);

  /// Counts levels of recursion for as long as it lives.
  class Level {
   public:
    explicit Level(ParserState& state);
    ~Level() { --state_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;

   private:
    ParserState& state_;
  };

  const Source& source_;
  std::vector<Token> tokens_;
  Module& module_;
  std::size_t at_ = 0;
  int depth_;

 private:
  void check_height(const Expression& node) const;
};

}  // namespace dbmig::python

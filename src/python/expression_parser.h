#pragma once

#include <vector>

#include "python/parser_state.h"

namespace dbmig::python {

/// Parses expressions.
class ExpressionParser : public ParserState {
 public:
  using ParserState::ParserState;

  /// The inside of a field of a formatted string: all tokens are one expression.
  const Expression* field();

 protected:
  enum class Stars { forbidden, allowed };

  const Expression* expression();
  const Expression* named_expression();
  /// One or more with commas between them; with a comma it is a tuple.
  const Expression* expressions(Stars stars);
  /// `expressions` or a yield: what stands right of `=`, in parentheses, as a statement.
  const Expression* value();
  const Expression* starred_or(Stars stars);
  const Expression* primary();
  const Expression* atom();
  /// What can be assigned to, up to `in`: `a, (b, *c)`.
  const Expression* loop_target();
  std::vector<const Expression*> arguments();
  const Parameters* parameters(std::string_view close);

  enum class Target { assignment, single, deletion };
  void check_target(const Expression& node, Target use) const;

 private:
  const Expression* binary(int least);
  const Expression* comparison(const Expression* first, std::size_t start);
  const Expression* unary(int least);
  const Expression* power();
  const Expression* lambda();
  const Expression* yield();
  const Expression* named_or_starred();
  const Expression* call(const Expression* function, std::size_t start);
  const Expression* index();
  const Expression* index_part();
  const Expression* parenthesised();
  const Expression* list();
  const Expression* braces();
  const Expression* dict_rest(std::size_t start, const Expression* key);
  void dict_entry(Expression& dict);
  /// The loops behind the first element; what opened it is closed by the caller.
  Expression& comprehension(std::string_view what, std::size_t start,
                            std::vector<const Expression*> elements);
  const Expression* closed(Expression& node, std::string_view close);
  bool at_loop() const { return is("for") || (is("async") && is_at(1, "for")); }
  const Expression* string();
  void append_formatted(Expression& node, const Token& one);
  void append_pieces(Expression& node, std::size_t begin, std::size_t end, bool raw, bool spec);
  void append_text(Expression& node, std::size_t begin, std::size_t end, bool raw);
  std::size_t append_field(Expression& node, std::size_t open, std::size_t limit, bool raw);
  void parameter(Parameters& all, Parameters::One::Kind& kind, std::string_view close);
};

}  // namespace dbmig::python

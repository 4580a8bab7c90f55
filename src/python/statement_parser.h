#pragma once

#include <vector>

#include "python/expression_parser.h"

namespace dbmig::python {

/// Parses statements and blocks of them.
class StatementParser : public ExpressionParser {
 public:
  using ExpressionParser::ExpressionParser;

  Block file();
  /// The one simple statement that all tokens are.
  const Statement* only();

 private:
  Block block();
  void statement(Block& into);
  void simple_line(Block& into);
  const Statement* simple();
  const Statement* compound();
  const Statement* finished(Statement& node);

  const Statement* expression_statement();
  const Statement* annotated(const Expression* target, std::size_t start);
  const Statement* assigned(const Expression* first, std::size_t start);
  const Statement* return_statement();
  const Statement* raise_statement();
  const Statement* assert_statement();
  const Statement* del_statement();
  const Statement* names_statement(StatementKind kind);
  const Statement* import_statement();
  const Statement* import_from();
  void imported_names(Statement& node);
  std::string dotted_name();

  const Statement* if_statement();
  const Statement* while_statement();
  const Statement* for_statement(std::size_t start);
  const Statement* try_statement();
  Branch except_branch(Statement& node);
  const Statement* with_statement(std::size_t start);
  bool parenthesised_items(Statement& node);
  void with_item(Statement& node);
  const Statement* decorated();
  const Statement* definition(std::size_t start);
  const Statement* class_statement();
  Block else_block();

  bool at_match() const;
  const Statement* match_statement();
  Branch case_branch();
  const Expression* patterns();
  const Expression* star_pattern();
  const Expression* as_pattern();
  const Expression* closed_pattern();
  const Expression* number_pattern();
  const Expression* name_pattern();
  const Expression* class_pattern(const Expression* name, std::size_t start);
  const Expression* sequence_pattern(std::string_view close);
  const Expression* mapping_pattern();
  const Expression* pattern(std::string_view what, std::size_t start,
                            std::vector<const Expression*> parts);

  std::vector<const Expression*> decorators_;  // Of the definition that follows.
};

}  // namespace dbmig::python

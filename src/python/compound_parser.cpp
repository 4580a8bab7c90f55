// Statements that have a block.
#include <utility>

#include "python/statement_parser.h"

namespace dbmig::python {

Block StatementParser::else_block() { return take("else") ? block() : Block(); }

const Statement* StatementParser::if_statement() {
  Statement& node = make(StatementKind::if_, offset());
  do {
    Branch branch;
    branch.offset = offset();
    advance();
    branch.test = named_expression();
    branch.body = block();
    node.branches.push_back(std::move(branch));
  } while (is("elif"));
  node.otherwise = else_block();
  return finished(node);
}

const Statement* StatementParser::while_statement() {
  Statement& node = make(StatementKind::while_, offset());
  expect("while");
  node.parts = {named_expression()};
  node.body = block();
  node.otherwise = else_block();
  return finished(node);
}

const Statement* StatementParser::for_statement(std::size_t start) {
  Statement& node = make(StatementKind::for_, start);
  node.is_async = offset() != start;
  expect("for");
  const Expression* target = loop_target();
  expect("in");
  node.parts = {target, expressions(Stars::allowed)};
  node.body = block();
  node.otherwise = else_block();
  return finished(node);
}

const Statement* StatementParser::try_statement() {
  Statement& node = make(StatementKind::try_, offset());
  expect("try");
  node.body = block();
  while (is("except"))
    node.branches.push_back(except_branch(node));
  if (!node.branches.empty()) node.otherwise = else_block();
  if (take("finally")) {
    node.finally = block();
  } else if (node.branches.empty()) {
    throw unexpected("'except' or 'finally'");
  }
  return finished(node);
}

Branch StatementParser::except_branch(Statement& node) {
  Branch branch;
  branch.offset = offset();
  expect("except");
  const bool star = take("*");
  if (!node.branches.empty() && star != (node.text == "*")) {
    throw error(branch.offset, "'except' and 'except*' in one statement");
  }
  if (!node.branches.empty() && node.branches.back().test == nullptr) {
    throw error(branch.offset, "an 'except' behind the one that takes everything");
  }
  if (star) node.text = "*";
  if (star || !is(":")) {
    branch.test = expression();
    if (take("as")) branch.name = identifier("a name");
  }
  branch.body = block();
  return branch;
}

const Statement* StatementParser::with_statement(std::size_t start) {
  Statement& node = make(StatementKind::with, start);
  node.is_async = offset() != start;
  expect("with");
  if (!is("(") || !parenthesised_items(node)) {
    do {
      with_item(node);
    } while (take(","));
  }
  node.body = block();
  return finished(node);
}

/// `with (a as b, c):`. False, and nothing taken, when the parentheses are something else:
/// only what follows them shows it.
bool StatementParser::parenthesised_items(Statement& node) {
  const std::size_t before = at_;
  try {
    expect("(");
    do {
      if (is(")") && !node.parts.empty()) break;
      with_item(node);
    } while (take(","));
    expect(")");
    if (is(":")) return true;
  } catch (const Error&) {
    // Read again as an expression, which says what is wrong if that is so.
  }
  at_ = before;
  node.parts.clear();
  return false;
}

void StatementParser::with_item(Statement& node) {
  node.parts.push_back(expression());
  const Expression* target = nullptr;
  if (take("as")) {
    const std::size_t start = offset();
    if (is("*")) throw error(start, "a starred target must be in a list or tuple");
    target = primary();
    check_target(*target, Target::assignment);
  }
  node.parts.push_back(target);
}

const Statement* StatementParser::decorated() {
  std::vector<const Expression*> decorators;
  while (take("@")) {
    decorators.push_back(named_expression());
    if (!is(Token::Kind::newline)) throw unexpected("the end of the line");
    advance();
  }
  decorators_ = std::move(decorators);
  if (is("class")) return class_statement();
  if (is("def") || (is("async") && is_at(1, "def"))) return definition(offset());
  throw unexpected("'def' or 'class'");
}

const Statement* StatementParser::definition(std::size_t start) {
  Statement& node = make(StatementKind::function, start);
  node.decorators = std::exchange(decorators_, {});
  node.is_async = take("async");
  expect("def");
  node.text = identifier("the name of a function");
  expect("(");
  node.parameters = parameters(")");
  expect(")");
  node.parts = {take("->") ? expression() : nullptr};
  node.body = block();
  return finished(node);
}

const Statement* StatementParser::class_statement() {
  Statement& node = make(StatementKind::class_, offset());
  node.decorators = std::exchange(decorators_, {});
  expect("class");
  node.text = identifier("the name of a class");
  if (is("(")) node.parts = arguments();
  node.body = block();
  return finished(node);
}

}  // namespace dbmig::python

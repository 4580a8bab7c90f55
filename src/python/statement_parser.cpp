#include "python/statement_parser.h"

#include <algorithm>
#include <array>
#include <utility>

#include "python/parser.h"

namespace dbmig::python {
namespace {

constexpr std::array<std::string_view, 13> kAugmented = {
    "+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**="};

}  // namespace

Module parse(const Source& source) {
  Module module;
  StatementParser parser(source, tokens(source), module, 0);
  module.body = parser.file();
  return module;
}

const Statement* parse_statement(const Source& source, std::size_t begin, std::size_t end,
                                 Module& module) {
  return StatementParser(source, bracketed_tokens(source, begin, end), module, 0).only();
}

const Statement* StatementParser::only() {
  const Statement* statement = simple();
  if (!is(Token::Kind::end)) throw unexpected("the end of the statement");
  return statement;
}

const Statement* StatementParser::finished(Statement& node) {
  node.end = last_end();
  return &node;
}

Block StatementParser::file() {
  Block body;
  while (!is(Token::Kind::end))
    statement(body);
  return body;
}

/// What follows the `:`: the rest of the line, or an indented block.
Block StatementParser::block() {
  const Level level(*this);
  expect(":");
  Block body;
  if (!is(Token::Kind::newline)) {
    simple_line(body);
    return body;
  }
  advance();
  if (!is(Token::Kind::indent)) throw unexpected("an indented block");
  advance();
  while (!is(Token::Kind::dedent))
    statement(body);
  advance();
  return body;
}

void StatementParser::statement(Block& into) {
  if (const Statement* one = compound()) {
    into.push_back(one);
  } else {
    simple_line(into);
  }
}

void StatementParser::simple_line(Block& into) {
  into.push_back(simple());
  while (take(";")) {
    if (is(Token::Kind::newline)) break;
    into.push_back(simple());
  }
  if (!is(Token::Kind::newline)) throw unexpected("the end of the statement");
  advance();
}

const Statement* StatementParser::simple() {
  const std::size_t start = offset();
  if (take("pass")) return &make(StatementKind::pass, start);
  if (take("break")) return &make(StatementKind::break_, start);
  if (take("continue")) return &make(StatementKind::continue_, start);
  if (is("return")) return return_statement();
  if (is("raise")) return raise_statement();
  if (is("assert")) return assert_statement();
  if (is("del")) return del_statement();
  if (is("global")) return names_statement(StatementKind::global);
  if (is("nonlocal")) return names_statement(StatementKind::nonlocal);
  if (is("import")) return import_statement();
  if (is("from")) return import_from();
  return expression_statement();
}

/// Null when the token at hand begins no statement with a block.
const Statement* StatementParser::compound() {
  const std::size_t start = offset();
  if (is("@")) return decorated();
  if (is("def")) return definition(start);
  if (is("class")) return class_statement();
  if (is("if")) return if_statement();
  if (is("while")) return while_statement();
  if (is("for")) return for_statement(start);
  if (is("try")) return try_statement();
  if (is("with")) return with_statement(start);
  if (is("async") && (is_at(1, "def") || is_at(1, "for") || is_at(1, "with"))) {
    if (is_at(1, "def")) return definition(start);
    advance();
    return is("for") ? for_statement(start) : with_statement(start);
  }
  if (at_match()) return match_statement();
  return nullptr;
}

const Statement* StatementParser::expression_statement() {
  const std::size_t start = offset();
  const Expression* first = value();
  if (is(":")) return annotated(first, start);
  if (is("=")) return assigned(first, start);
  if (is(Token::Kind::symbol) &&
      std::find(kAugmented.begin(), kAugmented.end(), text()) != kAugmented.end()) {
    check_target(*first, Target::single);
    const std::string word(text().substr(0, text().size() - 1));
    advance();
    const Expression* operand = value();
    Statement& node = make(StatementKind::augmented, start);
    node.text = word;
    node.parts = {first, operand};
    return &node;
  }
  Statement& node = make(StatementKind::expression, start);
  node.parts = {first};
  return &node;
}

const Statement* StatementParser::annotated(const Expression* target, std::size_t start) {
  check_target(*target, Target::single);
  expect(":");
  const Expression* annotation = expression();
  const Expression* assigned = take("=") ? value() : nullptr;
  Statement& node = make(StatementKind::annotated, start);
  node.parts = {target, annotation, assigned};
  return &node;
}

const Statement* StatementParser::assigned(const Expression* first, std::size_t start) {
  std::vector<const Expression*> parts = {first};
  while (take("="))
    parts.push_back(value());
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    check_target(*parts[i], Target::assignment);
    if (parts[i]->kind == ExpressionKind::starred) {
      throw error(parts[i]->offset, "a starred target must be in a list or tuple");
    }
  }
  Statement& node = make(StatementKind::assign, start);
  node.parts = std::move(parts);
  return &node;
}

const Statement* StatementParser::return_statement() {
  const std::size_t start = offset();
  expect("return");
  const bool bare = is(Token::Kind::newline) || is(";");
  const Expression* result = bare ? nullptr : expressions(Stars::allowed);
  Statement& node = make(StatementKind::return_, start);
  node.parts = {result};
  return &node;
}

const Statement* StatementParser::raise_statement() {
  const std::size_t start = offset();
  expect("raise");
  const bool bare = is(Token::Kind::newline) || is(";");
  const Expression* exception = bare ? nullptr : expression();
  const Expression* cause = !bare && take("from") ? expression() : nullptr;
  Statement& node = make(StatementKind::raise, start);
  node.parts = {exception, cause};
  return &node;
}

const Statement* StatementParser::assert_statement() {
  const std::size_t start = offset();
  expect("assert");
  const Expression* condition = expression();
  const Expression* message = take(",") ? expression() : nullptr;
  Statement& node = make(StatementKind::assert_, start);
  node.parts = {condition, message};
  return &node;
}

const Statement* StatementParser::del_statement() {
  const std::size_t start = offset();
  expect("del");
  std::vector<const Expression*> targets;
  do {
    if (!targets.empty() && (is(Token::Kind::newline) || is(";"))) break;
    targets.push_back(primary());
    check_target(*targets.back(), Target::deletion);
  } while (take(","));
  Statement& node = make(StatementKind::del, start);
  node.parts = std::move(targets);
  return &node;
}

const Statement* StatementParser::names_statement(StatementKind kind) {
  const std::size_t start = offset();
  advance();
  std::vector<Alias> names;
  do {
    const std::size_t at = offset();
    names.push_back({identifier("a name"), "", at});
  } while (take(","));
  Statement& node = make(kind, start);
  node.aliases = std::move(names);
  return &node;
}

std::string StatementParser::dotted_name() {
  std::string name = identifier("the name of a module");
  while (take("."))
    name += "." + identifier("the name of a module");
  return name;
}

const Statement* StatementParser::import_statement() {
  const std::size_t start = offset();
  expect("import");
  std::vector<Alias> names;
  do {
    Alias one;
    one.offset = offset();
    one.name = dotted_name();
    if (take("as")) one.as = identifier("a name");
    names.push_back(std::move(one));
  } while (take(","));
  Statement& node = make(StatementKind::import, start);
  node.aliases = std::move(names);
  return &node;
}

const Statement* StatementParser::import_from() {
  Statement& node = make(StatementKind::import_from, offset());
  expect("from");
  while (is(".") || is("...")) {
    node.level += is("...") ? 3 : 1;
    advance();
  }
  if (!is("import")) {
    node.text = dotted_name();
  } else if (node.level == 0) {
    throw unexpected("the name of a module");
  }
  expect("import");
  if (is("*")) {
    node.aliases.push_back({"*", "", offset()});
    advance();
  } else if (take("(")) {
    imported_names(node);
    expect(")");
  } else {
    imported_names(node);
  }
  return finished(node);
}

void StatementParser::imported_names(Statement& node) {
  do {
    if (!node.aliases.empty() && is(")")) return;  // a comma may end names in parentheses
    Alias one;
    one.offset = offset();
    one.name = identifier("a name");
    if (take("as")) one.as = identifier("a name");
    node.aliases.push_back(std::move(one));
  } while (take(","));
}

}  // namespace dbmig::python

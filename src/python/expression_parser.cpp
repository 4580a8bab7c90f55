#include "python/expression_parser.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

namespace dbmig::python {
namespace {

struct Operator {
  std::string_view text;
  int level;
};

constexpr int kOr = 1;
constexpr int kAnd = 2;
constexpr int kNot = 3;
constexpr int kComparison = 4;
constexpr int kUnion = 5;
constexpr int kSign = 11;

constexpr std::array<Operator, 14> kOperators = {{{"or", kOr},
                                                  {"and", kAnd},
                                                  {"|", kUnion},
                                                  {"^", 6},
                                                  {"&", 7},
                                                  {"<<", 8},
                                                  {">>", 8},
                                                  {"+", 9},
                                                  {"-", 9},
                                                  {"*", 10},
                                                  {"/", 10},
                                                  {"//", 10},
                                                  {"%", 10},
                                                  {"@", 10}}};

int level_of(std::string_view text) {
  const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                  [&](const Operator& one) { return one.text == text; });
  return found == kOperators.end() ? 0 : found->level;
}

constexpr std::array<std::string_view, 6> kComparisons = {"==", "!=", "<", ">", "<=", ">="};

}  // namespace

const Expression* ExpressionParser::field() {
  const Expression* result = value();
  if (!is(Token::Kind::end)) throw unexpected("the end of this field");
  return result;
}

const Expression* ExpressionParser::expression() {
  const Level level(*this);
  if (is("lambda")) return lambda();
  const std::size_t start = offset();
  const Expression* result = binary(kOr);
  if (!take("if")) return result;
  const Expression* condition = binary(kOr);
  expect("else");
  const Expression* other = expression();
  return &make(ExpressionKind::conditional, start, {result, condition, other});
}

const Expression* ExpressionParser::named_expression() {
  const std::size_t start = offset();
  if (!is_identifier() || !is_at(1, ":=")) return expression();
  const Expression* name = atom();
  expect(":=");
  const Expression* result = expression();
  return &make(ExpressionKind::named, start, {name, result});
}

const Expression* ExpressionParser::starred_or(Stars stars) {
  if (!is("*")) return expression();
  const std::size_t start = offset();
  if (stars == Stars::forbidden) throw error(start, "a '*' cannot stand here");
  advance();
  const Expression* operand = binary(kUnion);
  return &make(ExpressionKind::starred, start, {operand});
}

const Expression* ExpressionParser::named_or_starred() {
  return is("*") ? starred_or(Stars::allowed) : named_expression();
}

const Expression* ExpressionParser::expressions(Stars stars) {
  const std::size_t start = offset();
  const Expression* first = starred_or(stars);
  if (!is(",")) return first;
  std::vector<const Expression*> parts = {first};
  while (take(",")) {
    if (is(Token::Kind::newline) || is(Token::Kind::end) || is("=") || is(":") || is(")") ||
        is("]") || is("}") || is(";") || is("in"))
      break;
    parts.push_back(starred_or(stars));
  }
  return &make(ExpressionKind::tuple, start, std::move(parts));
}

const Expression* ExpressionParser::value() {
  return is("yield") ? yield() : expressions(Stars::allowed);
}

const Expression* ExpressionParser::yield() {
  const std::size_t start = offset();
  expect("yield");
  if (take("from")) {
    const Expression* operand = expression();
    return &make(ExpressionKind::yield_from, start, {operand});
  }
  const bool bare = is(Token::Kind::newline) || is(Token::Kind::end) || is(")") || is("]") ||
                    is("}") || is("=") || is(";");
  const Expression* operand = bare ? nullptr : expressions(Stars::allowed);
  return &make(ExpressionKind::yield, start, {operand});
}

const Expression* ExpressionParser::lambda() {
  const std::size_t start = offset();
  expect("lambda");
  const Parameters* takes = parameters(":");
  expect(":");
  const Expression* body = expression();
  Expression& node = make(ExpressionKind::lambda, start, {body});
  node.parameters = takes;
  return &node;
}

const Expression* ExpressionParser::binary(int least) {
  const std::size_t start = offset();
  const Expression* left = unary(least);
  while (true) {
    if (least <= kComparison) {
      const Expression* compared = comparison(left, start);
      if (compared != left) {
        left = compared;
        continue;
      }
    }
    if (!is(Token::Kind::symbol) && !is(Token::Kind::name)) return left;
    const std::string_view word = text();
    const int level = level_of(word);
    if (level == 0 || level < least) return left;
    advance();
    if (level > kAnd) {
      const Expression* right = binary(level + 1);
      left = &make(ExpressionKind::binary, start, {left, right}, word);
      continue;
    }
    std::vector<const Expression*> parts = {left, binary(level + 1)};
    while (take(word))
      parts.push_back(binary(level + 1));
    left = &make(ExpressionKind::boolean, start, std::move(parts), word);
  }
}

const Expression* ExpressionParser::comparison(const Expression* first, std::size_t start) {
  const auto operator_here = [this]() -> std::string {
    if (is(Token::Kind::symbol) &&
        std::find(kComparisons.begin(), kComparisons.end(), text()) != kComparisons.end()) {
      return std::string(text());
    }
    if (is("in")) return "in";
    if (is("is")) return is_at(1, "not") ? "is not" : "is";
    if (is("not") && is_at(1, "in")) return "not in";
    return {};
  };
  std::string word = operator_here();
  if (word.empty()) return first;
  std::vector<const Expression*> parts = {first};
  std::vector<std::string> operators;
  for (; !word.empty(); word = operator_here()) {
    advance();
    if (word == "is not" || word == "not in") advance();
    parts.push_back(binary(kUnion));
    operators.push_back(word);
  }
  Expression& node = make(ExpressionKind::compare, start, std::move(parts));
  node.operators = std::move(operators);
  return &node;
}

const Expression* ExpressionParser::unary(int least) {
  const std::size_t start = offset();
  if (is("not") && least <= kNot) {
    const Level level(*this);
    advance();
    const Expression* operand = binary(kNot);
    return &make(ExpressionKind::unary, start, {operand}, "not");
  }
  if (is("-") || is("+") || is("~")) {
    const Level level(*this);
    const std::string word(text());
    advance();
    const Expression* operand = unary(kSign);
    return &make(ExpressionKind::unary, start, {operand}, word);
  }
  return power();
}

const Expression* ExpressionParser::power() {
  const std::size_t start = offset();
  const Expression* left = primary();
  if (!is("**")) return left;
  const Level level(*this);
  advance();
  const Expression* right = unary(kSign);
  return &make(ExpressionKind::binary, start, {left, right}, "**");
}

const Expression* ExpressionParser::primary() {
  const std::size_t start = offset();
  if (take("await")) {
    const Level level(*this);
    const Expression* operand = primary();
    return &make(ExpressionKind::await, start, {operand});
  }
  const Expression* result = atom();
  while (true) {
    if (take(".")) {
      const std::string name = identifier("a name");
      result = &make(ExpressionKind::attribute, start, {result}, name);
    } else if (is("(")) {
      result = call(result, start);
    } else if (take("[")) {
      const Expression* at = index();
      expect("]");
      result = &make(ExpressionKind::subscript, start, {result, at});
    } else {
      return result;
    }
  }
}

const Expression* ExpressionParser::call(const Expression* function, std::size_t start) {
  std::vector<const Expression*> parts = {function};
  for (const Expression* argument : arguments())
    parts.push_back(argument);
  return &make(ExpressionKind::call, start, std::move(parts));
}

std::vector<const Expression*> ExpressionParser::arguments() {
  const Level level(*this);
  std::vector<const Expression*> all;
  bool named = false;
  bool unpacked = false;
  expect("(");
  const std::size_t open = last_end() - 1;
  while (!is(")")) {
    const std::size_t start = offset();
    if (take("**")) {
      unpacked = true;
      const Expression* part = expression();
      all.push_back(&make(ExpressionKind::keyword, start, {part}));
    } else if (is("*")) {
      if (unpacked) throw error(start, "a '*' argument behind a '**' argument");
      advance();
      const Expression* part = expression();
      all.push_back(&make(ExpressionKind::starred, start, {part}));
    } else if (is_identifier() && is_at(1, "=")) {
      named = true;
      const std::string name(text());
      advance();
      advance();
      const Expression* part = expression();
      all.push_back(&make(ExpressionKind::keyword, start, {part}, name));
    } else {
      const Expression* part = named_expression();
      if (named || unpacked) throw error(start, "a positional argument behind a keyword argument");
      if (at_loop()) {
        const bool only = all.empty();
        Expression& generator = comprehension("generator", open, {part});
        if (!only || !is(")")) throw error(start, "this generator needs parentheses");
        generator.end = token().end;  // the call's parentheses are its own
        part = &generator;
      }
      all.push_back(part);
    }
    if (!take(",")) break;
  }
  expect(")");
  return all;
}

const Expression* ExpressionParser::index() {
  const std::size_t start = offset();
  const Expression* first = index_part();
  if (!is(",")) {
    if (first->kind != ExpressionKind::starred) return first;
    return &make(ExpressionKind::tuple, start, {first});
  }
  std::vector<const Expression*> parts = {first};
  while (take(",")) {
    if (is("]")) break;
    parts.push_back(index_part());
  }
  return &make(ExpressionKind::tuple, start, std::move(parts));
}

const Expression* ExpressionParser::index_part() {
  const std::size_t start = offset();
  if (is("*")) return starred_or(Stars::allowed);
  const auto bound = [this]() -> const Expression* {
    return is(":") || is(",") || is("]") ? nullptr : expression();
  };
  const Expression* lower = is(":") ? nullptr : named_expression();
  if (!take(":")) return lower;
  const Expression* upper = bound();
  const Expression* step = take(":") ? bound() : nullptr;
  return &make(ExpressionKind::slice, start, {lower, upper, step});
}

Expression& ExpressionParser::comprehension(std::string_view what, std::size_t start,
                                            std::vector<const Expression*> elements) {
  for (const Expression* element : elements) {
    if (element->kind == ExpressionKind::starred) {
      throw error(element->offset, "a comprehension cannot unpack");
    }
  }
  Expression& node = make(ExpressionKind::comprehension, start, std::move(elements), what);
  while (at_loop()) {
    const std::size_t loop_start = offset();
    const bool async = take("async");
    expect("for");
    const Expression* target = loop_target();
    expect("in");
    const Expression* iterable = binary(kOr);
    Expression& loop =
        make(ExpressionKind::loop, loop_start, {target, iterable}, async ? "async" : "");
    while (take("if"))
      add(loop, binary(kOr));
    add(node, &loop);
  }
  return node;
}

const Expression* ExpressionParser::closed(Expression& node, std::string_view close) {
  expect(close);
  node.end = last_end();
  return &node;
}

const Expression* ExpressionParser::loop_target() {
  const std::size_t start = offset();
  std::vector<const Expression*> parts;
  bool tuple = false;
  do {
    if (tuple && (is("in") || is("="))) break;
    const std::size_t part_start = offset();
    const bool star = take("*");
    const Expression* part = binary(kUnion);
    if (star) part = &make(ExpressionKind::starred, part_start, {part});
    parts.push_back(part);
    tuple |= is(",");
  } while (take(","));
  const Expression* target =
      tuple ? &make(ExpressionKind::tuple, start, std::move(parts)) : parts.front();
  check_target(*target, Target::assignment);
  if (target->kind == ExpressionKind::starred) {
    throw error(start, "a starred target must be in a list or tuple");
  }
  return target;
}

void ExpressionParser::check_target(const Expression& node, Target use) const {
  switch (node.kind) {
    case ExpressionKind::name:
    case ExpressionKind::attribute:
    case ExpressionKind::subscript:
      return;
    case ExpressionKind::starred:
      if (use != Target::assignment) break;
      return check_target(*node.parts.front(), use);
    case ExpressionKind::tuple:
    case ExpressionKind::list:
      if (use == Target::single) break;
      for (const Expression* part : node.parts)
        check_target(*part, use);
      return;
    default:
      break;
  }
  throw error(node.offset,
              use == Target::deletion ? "this cannot be deleted" : "this cannot be assigned to");
}

}  // namespace dbmig::python

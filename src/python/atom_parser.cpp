// Names, literals and what stands in brackets.
#include <algorithm>

#include <fmt/format.h>

#include "python/expression_parser.h"
#include "python/literals.h"

namespace dbmig::python {
namespace {

bool is_formatted(const Token& token) { return token.kind == Token::Kind::formatted; }

}  // namespace

const Expression* ExpressionParser::atom() {
  const std::size_t start = offset();
  const std::string_view word = text();
  switch (token().kind) {
    case Token::Kind::number:
      advance();
      return &make(ExpressionKind::number, start, {}, word);
    case Token::Kind::string:
    case Token::Kind::formatted:
      return string();
    case Token::Kind::name:
      if (word == "None" || word == "True" || word == "False") {
        advance();
        return &make(ExpressionKind::constant, start, {}, word);
      }
      if (!is_identifier()) break;
      advance();
      return &make(ExpressionKind::name, start, {}, word);
    case Token::Kind::symbol:
      if (word == "(") return parenthesised();
      if (word == "[") return list();
      if (word == "{") return braces();
      if (word != "...") break;
      advance();
      return &make(ExpressionKind::constant, start, {}, word);
    default:
      break;
  }
  throw unexpected("an expression");
}

const Expression* ExpressionParser::parenthesised() {
  const Level level(*this);
  const std::size_t start = offset();
  expect("(");
  if (take(")")) return &make(ExpressionKind::tuple, start);
  if (is("yield")) {
    const Expression* result = yield();
    expect(")");
    return result;
  }
  const Expression* first = named_or_starred();
  if (at_loop()) {
    return closed(comprehension("generator", start, {first}), ")");
  }
  if (!is(",")) {
    expect(")");
    if (first->kind == ExpressionKind::starred) {
      throw error(first->offset, "a '*' cannot stand here");
    }
    return first;
  }
  std::vector<const Expression*> parts = {first};
  while (take(",")) {
    if (is(")")) break;
    parts.push_back(named_or_starred());
  }
  expect(")");
  return &make(ExpressionKind::tuple, start, std::move(parts));
}

const Expression* ExpressionParser::list() {
  const Level level(*this);
  const std::size_t start = offset();
  expect("[");
  std::vector<const Expression*> parts;
  while (!is("]")) {
    parts.push_back(named_or_starred());
    if (parts.size() == 1 && at_loop()) {
      return closed(comprehension("list", start, std::move(parts)), "]");
    }
    if (!take(",")) break;
  }
  expect("]");
  return &make(ExpressionKind::list, start, std::move(parts));
}

const Expression* ExpressionParser::braces() {
  const Level level(*this);
  const std::size_t start = offset();
  expect("{");
  if (is("}") || is("**")) return dict_rest(start, nullptr);
  const std::size_t key = offset();
  const Expression* first = named_or_starred();
  if (is(":")) {
    const bool bare = first->offset == key;  // a named expression needs parentheses here
    if (first->kind == ExpressionKind::starred || (first->kind == ExpressionKind::named && bare)) {
      throw error(key, "this cannot be a key");
    }
    return dict_rest(start, first);
  }
  if (at_loop()) {
    return closed(comprehension("set", start, {first}), "}");
  }
  std::vector<const Expression*> parts = {first};
  while (take(",")) {
    if (is("}")) break;
    parts.push_back(named_or_starred());
  }
  expect("}");
  return &make(ExpressionKind::set, start, std::move(parts));
}

/// A dict whose `{`, and the first key if any, are taken.
const Expression* ExpressionParser::dict_rest(std::size_t start, const Expression* key) {
  std::vector<const Expression*> parts;
  if (key != nullptr) {
    expect(":");
    parts = {key, expression()};
    if (at_loop()) {
      return closed(comprehension("dict", start, std::move(parts)), "}");
    }
    if (!is("}")) expect(",");
  }
  Expression& dict = make(ExpressionKind::dict, start, std::move(parts));
  while (!is("}")) {
    dict_entry(dict);
    if (!take(",")) break;
  }
  expect("}");
  dict.end = last_end();
  return &dict;
}

void ExpressionParser::dict_entry(Expression& dict) {
  if (take("**")) {
    add(dict, nullptr);
    add(dict, binary(5));
    return;
  }
  add(dict, expression());
  expect(":");
  add(dict, expression());
}

const Expression* ExpressionParser::string() {
  const std::size_t start = offset();
  std::size_t count = 1;
  bool formatted = is_formatted(token());
  const bool bytes = string_shape(source_.text, start).bytes;
  for (; token(count).kind == Token::Kind::string || is_formatted(token(count)); ++count) {
    formatted |= is_formatted(token(count));
    if (string_shape(source_.text, token(count).offset).bytes != bytes) {
      throw error(token(count).offset, "bytes and text side by side");
    }
  }
  Expression& node = make(formatted ? ExpressionKind::formatted
                          : bytes   ? ExpressionKind::bytes
                                    : ExpressionKind::string,
                          start);
  for (; count > 0; --count, advance()) {
    const Token one = token();
    if (is_formatted(one)) {
      append_formatted(node, one);
      continue;
    }
    const StringShape shape = string_shape(source_.text, one.offset);
    const std::string part =
        string_value(source_, one.offset + shape.prefix + shape.quotes, one.end - shape.quotes,
                     shape.raw ? Escapes::none : (bytes ? Escapes::of_bytes : Escapes::of_text));
    if (!formatted) {
      node.text += part;
    } else {
      add(node, &make(ExpressionKind::string, one.offset, {}, part));
    }
  }
  node.end = last_end();
  return &node;
}

void ExpressionParser::append_formatted(Expression& node, const Token& one) {
  const Level level(*this);
  const StringShape shape = string_shape(source_.text, one.offset);
  append_pieces(node, one.offset + shape.prefix + shape.quotes, one.end - shape.quotes, shape.raw,
                false);
}

/// The text and the fields between `begin` and `end`; in a format, `spec`, no brace is doubled.
void ExpressionParser::append_pieces(Expression& node, std::size_t begin, std::size_t end, bool raw,
                                     bool spec) {
  const std::string_view all = source_.text;
  std::size_t from = begin;
  for (std::size_t at = begin; at < end;) {
    const char c = all[at];
    if (c == '\\' && !raw) {
      const bool named = all.compare(at, 3, "\\N{") == 0;
      const bool brace = at + 1 < end && (all[at + 1] == '{' || all[at + 1] == '}');
      at = named ? std::min(all.find('}', at), end - 1) + 1 : at + (brace ? 1 : 2);
    } else if (c != '{' && c != '}') {
      ++at;
    } else if (!spec && at + 1 < end && all[at + 1] == c) {
      append_text(node, from, at + 1, raw);
      at += 2;
      from = at;
    } else if (c == '}') {
      throw error(at, "a single '}' in a formatted string");
    } else {
      append_text(node, from, at, raw);
      from = at = append_field(node, at, end, raw);
    }
  }
  append_text(node, from, end, raw);
}

void ExpressionParser::append_text(Expression& node, std::size_t begin, std::size_t end, bool raw) {
  if (begin >= end) return;
  const std::string part =
      string_value(source_, begin, end, raw ? Escapes::none : Escapes::of_text);
  add(node, &make(ExpressionKind::string, begin, {}, part));
}

std::size_t ExpressionParser::append_field(Expression& node, std::size_t open, std::size_t limit,
                                           bool raw) {
  const Level level(*this);
  const FormattedField field = formatted_field(source_, open, limit);
  ExpressionParser inner(source_, bracketed_tokens(source_, field.begin, field.end), module_,
                         depth_);
  const Expression* value = inner.field();
  if (field.shows_itself) append_text(node, field.begin, field.end + 1, true);
  const Expression* format = nullptr;
  if (field.spec_begin != field.spec_end) {
    Expression& spec = make(ExpressionKind::formatted, field.spec_begin);
    append_pieces(spec, field.spec_begin, field.spec_end, raw, true);
    format = &spec;
  }
  std::string conversion = field.conversion == 0 ? "" : std::string(1, field.conversion);
  if (field.shows_itself && conversion.empty() && format == nullptr) conversion = "r";
  add(node, &make(ExpressionKind::field, open, {value, format}, conversion));
  return field.after;
}

const Parameters* ExpressionParser::parameters(std::string_view close) {
  Parameters& all = module_.parameters.emplace_back();
  auto kind = Parameters::One::Kind::normal;
  while (!is(close)) {
    parameter(all, kind, close);
    if (!take(",")) break;
  }
  return &all;
}

/// One parameter, or a `/` or `*` that says how others are given.
void ExpressionParser::parameter(Parameters& all, Parameters::One::Kind& kind,
                                 std::string_view close) {
  using Kind = Parameters::One::Kind;
  const std::size_t start = offset();
  if (!all.all.empty() && all.all.back().kind == Kind::double_star) {
    throw error(start, "a parameter behind a '**' parameter");
  }
  if (take("/")) {
    const bool again = std::any_of(all.all.begin(), all.all.end(),
                                   [](const auto& one) { return one.kind != Kind::normal; });
    if (all.all.empty() || again || kind != Kind::normal)
      throw error(start, "a '/' cannot stand here");
    for (Parameters::One& one : all.all)
      one.kind = Kind::positional_only;
    return;
  }
  Parameters::One one;
  one.offset = start;
  one.kind = kind;
  if (take("*")) {
    if (kind == Kind::keyword_only) throw error(start, "a second '*' among the parameters");
    kind = Kind::keyword_only;
    if (is(",")) {
      if (is_at(1, close) || is_at(1, "**")) {
        throw error(start, "a '*' must be followed by named parameters");
      }
      return;
    }
    one.kind = Kind::star;
  } else if (take("**")) {
    one.kind = Kind::double_star;
  }
  one.name = identifier("the name of a parameter");
  if (close == ")" && take(":")) {
    one.annotation = one.kind == Kind::star ? starred_or(Stars::allowed) : expression();
  }
  const bool can_have_default = one.kind == Kind::normal || one.kind == Kind::keyword_only;
  if (can_have_default && take("=")) {
    one.value = expression();
  } else if (one.kind == Kind::normal && !all.all.empty() && all.all.back().value != nullptr) {
    throw error(start, "a parameter without a default behind one with a default");
  }
  all.all.push_back(std::move(one));
}

}  // namespace dbmig::python

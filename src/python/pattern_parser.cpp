// The match statement and its patterns.
#include <utility>

#include "python/statement_parser.h"

namespace dbmig::python {

/// `match` is a name unless its line ends in a colon and a block of cases follows.
bool StatementParser::at_match() const {
  if (!is("match")) return false;
  std::size_t last = at_ + 1;
  while (last + 3 < tokens_.size() && tokens_[last].kind != Token::Kind::newline)
    ++last;
  return last > at_ + 2 && last + 2 < tokens_.size() && source_.of(tokens_[last - 1]) == ":" &&
         tokens_[last + 1].kind == Token::Kind::indent && source_.of(tokens_[last + 2]) == "case";
}

const Statement* StatementParser::match_statement() {
  const Level level(*this);
  Statement& node = make(StatementKind::match, offset());
  advance();
  const std::size_t start = offset();
  const Expression* subject = is("*") ? starred_or(Stars::allowed) : named_expression();
  if (is(",")) {
    std::vector<const Expression*> parts = {subject};
    while (take(",")) {
      if (is(":")) break;
      parts.push_back(is("*") ? starred_or(Stars::allowed) : named_expression());
    }
    subject = &make(ExpressionKind::tuple, start, std::move(parts));
  } else if (subject->kind == ExpressionKind::starred) {
    throw unexpected("','");
  }
  node.parts = {subject};
  expect(":");
  advance();  // the line's end
  advance();  // the indentation: at_match() saw both
  while (is("case"))
    node.branches.push_back(case_branch());
  if (!is(Token::Kind::dedent)) throw unexpected("'case'");
  advance();
  return finished(node);
}

Branch StatementParser::case_branch() {
  Branch branch;
  branch.offset = offset();
  expect("case");
  branch.test = patterns();
  if (take("if")) branch.guard = named_expression();
  branch.body = block();
  return branch;
}

const Expression* StatementParser::pattern(std::string_view what, std::size_t start,
                                           std::vector<const Expression*> parts) {
  return &make(ExpressionKind::pattern, start, std::move(parts), what);
}

const Expression* StatementParser::patterns() {
  const std::size_t start = offset();
  const bool star = is("*");
  const Expression* first = star_pattern();
  if (!is(",")) {
    if (star) throw unexpected("','");
    return first;
  }
  std::vector<const Expression*> parts = {first};
  while (take(",")) {
    if (is(":") || is("if")) break;
    parts.push_back(star_pattern());
  }
  return pattern("sequence", start, std::move(parts));
}

const Expression* StatementParser::star_pattern() {
  const std::size_t start = offset();
  if (!take("*")) return as_pattern();
  identifier("a name");
  return pattern("star", start, {});
}

const Expression* StatementParser::as_pattern() {
  const Level level(*this);
  const std::size_t start = offset();
  const Expression* result = closed_pattern();
  if (is("|")) {
    std::vector<const Expression*> parts = {result};
    while (take("|"))
      parts.push_back(closed_pattern());
    result = pattern("or", start, std::move(parts));
  }
  if (!take("as")) return result;
  if (is("_")) throw error(offset(), "'_' cannot be the name of a pattern");
  identifier("a name");
  return pattern("as", start, {result});
}

const Expression* StatementParser::closed_pattern() {
  const std::size_t start = offset();
  if (is(Token::Kind::string)) return pattern("value", start, {atom()});
  if (is(Token::Kind::number) || is("-")) return number_pattern();
  if (is("None") || is("True") || is("False")) return pattern("value", start, {atom()});
  if (is_identifier()) return name_pattern();
  if (take("[")) return sequence_pattern("]");
  if (take("{")) return mapping_pattern();
  if (!take("(")) throw unexpected("a pattern");
  return sequence_pattern(")");
}

/// `1`, `-1`, `1 + 2j`.
const Expression* StatementParser::number_pattern() {
  const std::size_t start = offset();
  take("-");
  if (!is(Token::Kind::number)) throw unexpected("a number");
  advance();
  if (is("+") || is("-")) {
    advance();
    if (!is(Token::Kind::number)) throw unexpected("a number");
    advance();
  }
  return pattern("value", start, {});
}

const Expression* StatementParser::name_pattern() {
  const std::size_t start = offset();
  const Expression* name = atom();
  while (take(".")) {
    const std::string member = identifier("a name");
    name = &make(ExpressionKind::attribute, start, {name}, member);
  }
  if (take("(")) return class_pattern(name, start);
  return pattern(name->kind == ExpressionKind::name ? "capture" : "value", start, {name});
}

const Expression* StatementParser::class_pattern(const Expression* name, std::size_t start) {
  std::vector<const Expression*> parts = {name};
  bool named = false;
  while (!is(")")) {
    const bool keyword = is_identifier() && is_at(1, "=");
    if (named && !keyword) throw error(offset(), "a positional pattern behind a keyword pattern");
    if (keyword) {
      named = true;
      advance();
      advance();
    }
    parts.push_back(as_pattern());
    if (!take(",")) break;
  }
  expect(")");
  return pattern("class", start, std::move(parts));
}

/// What stands in `[]` or `()`; one pattern in parentheses is itself.
const Expression* StatementParser::sequence_pattern(std::string_view close) {
  const std::size_t start = last_end() - 1;
  std::vector<const Expression*> parts;
  bool comma = false;
  bool star = false;
  while (!is(close)) {
    star = is("*");
    parts.push_back(star_pattern());
    comma = take(",");
    if (!comma) break;
  }
  expect(close);
  if (close == ")" && parts.size() == 1 && !comma) {
    if (star) throw error(start, "a starred pattern needs a comma");
    return parts.front();
  }
  return pattern("sequence", start, std::move(parts));
}

const Expression* StatementParser::mapping_pattern() {
  const std::size_t start = last_end() - 1;
  std::vector<const Expression*> parts;
  while (!is("}")) {
    if (take("**")) {
      identifier("a name");
      take(",");
      break;
    }
    const Expression* key = closed_pattern();
    if (key->text != "value") throw error(key->offset, "a key of a pattern must be a value");
    expect(":");
    parts.push_back(key);
    parts.push_back(as_pattern());
    if (!take(",")) break;
  }
  expect("}");
  return pattern("mapping", start, std::move(parts));
}

}  // namespace dbmig::python

#include "python/parser_state.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig::python {
namespace {

constexpr int kDeepest = 500;   // Levels of recursion.
constexpr int kHighest = 1000;  // Levels of a chain, which is built without recursion.

constexpr std::array<std::string_view, 35> kKeywords = {
    "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
    "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
    "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
    "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};

}  // namespace

bool ParserState::is_identifier(std::size_t ahead) const {
  return token(ahead).kind == Token::Kind::name &&
         std::find(kKeywords.begin(), kKeywords.end(), text(ahead)) == kKeywords.end();
}

void ParserState::expect(std::string_view word) {
  if (!take(word)) throw unexpected(fmt::format("'{}'", word));
}

std::string ParserState::identifier(std::string_view what) {
  if (!is_identifier()) throw unexpected(what);
  std::string name(text());
  advance();
  return name;
}

Error ParserState::unexpected(std::string_view wanted) const {
  std::string found;
  switch (token().kind) {
    case Token::Kind::newline:
      found = "the end of the line";
      break;
    case Token::Kind::end:
      found = "the end of the file";
      break;
    case Token::Kind::indent:
      found = "an indented block";
      break;
    case Token::Kind::dedent:
      found = "the end of a block";
      break;
    case Token::Kind::string:
    case Token::Kind::formatted:
      found = "a string";
      break;
    default:
      found = fmt::format("'{}'", printable(code_point_range(text(), 0, 40)));
  }
  return error(offset(), fmt::format("expected {}, found {}", wanted, found));
}

Expression& ParserState::make(ExpressionKind kind, std::size_t offset,
                              std::vector<const Expression*> parts, std::string_view words) {
  Expression& node = module_.expressions.emplace_back();
  node.kind = kind;
  node.offset = offset;
  node.end = std::max(offset, last_end());
  node.text = words;
  node.parts = std::move(parts);
  for (const Expression* part : node.parts) {
    if (part != nullptr) node.height = std::max(node.height, part->height + 1);
  }
  check_height(node);
  return node;
}

void ParserState::add(Expression& node, const Expression* part) {
  node.parts.push_back(part);
  if (part != nullptr) node.height = std::max(node.height, part->height + 1);
  check_height(node);
}

void ParserState::check_height(const Expression& node) const {
  if (node.height > kHighest) throw error(node.offset, "this expression is nested too deep");
}

Statement& ParserState::make(StatementKind kind, std::size_t offset) {
  Statement& node = module_.statements.emplace_back();
  node.kind = kind;
  node.offset = offset;
  node.end = std::max(offset, last_end());
  return node;
}

ParserState::Level::Level(ParserState& state) : state_(state) {
  if (++state_.depth_ > kDeepest) {
    --state_.depth_;
    throw state_.error(state_.offset(), "this is nested too deep");
  }
}

}  // namespace dbmig::python

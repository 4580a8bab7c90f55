#include "sql/asks_about_last.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "sql/block_tracker.h"
#include "sql/code_reader.h"
#include "sql/code_shapes.h"

namespace dbmig {
namespace {

/// `ROW_COUNT()`: neither takes an argument, so a name with something in parentheses is none.
bool asks_by_function(CodeReader code) {
  if (!code.at_any({"row_count", "found_rows"})) return false;
  code.advance();
  return code.take('(') && code.token().is(')');
}

bool asks_for_diagnostics(CodeReader code) { return take_diagnostics(code); }

/// `@@warning_count`, `@@SESSION.error_count`.
bool asks_for_count(const Token& token) {
  if (token.kind != TokenKind::variable || !token.text.starts_with("@@")) return false;
  const std::string name = lower(without_scope(token.text));
  return name == "warning_count" || name == "error_count";
}

/// A look at the letters alone, which of a large change of rows spares reading its tokens.
bool may_ask(std::string_view statement) {
  constexpr std::string_view kParts[] = {"_count", "found_rows", "diagnostics", "warnings",
                                         "errors"};
  const std::string letters = lower(statement);
  return std::ranges::any_of(
      kParts, [&](std::string_view part) { return letters.find(part) != std::string::npos; });
}

/// From HANDLER to the `;` that ends its declaration, past what it carries out later. False when
/// there is none, and the code is at its end.
bool skip_handler(CodeReader& code, BlockTracker& blocks) {
  const BlockTracker::Block* block = blocks.open();
  const std::size_t opener = block == nullptr ? 0 : block->opener.offset;
  for (; block != nullptr && !code.at_end(); code.advance()) {
    const bool is_own = blocks.open() != nullptr && blocks.open()->opener.offset == opener;
    if (is_own && code.token().kind == TokenKind::delimiter) return true;
    blocks.feed(code.token());
  }
  return false;
}

}  // namespace

bool asks_about_last(std::string_view statement, const Dialect& dialect) {
  if (!may_ask(statement)) return false;
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  if (defines_routine(code)) return false;
  BlockTracker blocks(dialect);
  const bool shows = code.at("show");
  bool declares = false;  // Before the first statement of a block.
  for (; !code.at_end(); code.advance()) {
    declares = declares || code.at("declare");
    if (declares && code.at("handler") && !skip_handler(code, blocks)) return false;
    if (code.token().kind == TokenKind::delimiter && !std::exchange(declares, false)) return false;
    blocks.feed(code.token());
    if (shows && code.at_any({"warnings", "errors"})) return true;
    if (asks_by_function(code) || asks_for_diagnostics(code) || asks_for_count(code.token()))
      return true;
  }
  return false;
}

bool only_shows(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  if (code.at("show")) return true;
  if (!code.take("select")) return false;
  for (; !code.at_end(); code.advance()) {
    if (code.at_any({"into", "procedure"}) || code.token().text == ":=") return false;
    // Any other function may be one that makes something of it.
    const bool is_known = code.at_any({"row_count", "found_rows", "concat", "ifnull", "as", "in"});
    const bool is_name =
        code.token().kind == TokenKind::word || code.token().kind == TokenKind::quoted_name;
    if (is_name && !is_known && is_call(code)) return false;
  }
  return true;
}

}  // namespace dbmig

#include "sql/client_text.h"

#include <fmt/format.h>

#include "sql/lexer.h"

namespace dbmig {
namespace {

/// What matters of a statement to the client that has to find its end.
struct Ending {
  bool holds_delimiter = false;  // It would break the statement up there.
  bool in_line_comment = false;  // What follows on the line is part of a comment.
};

Ending ending_of(std::string_view statement, const Dialect& dialect) {
  Ending ending;
  Lexer lexer(statement, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::delimiter) ending.holds_delimiter = true;
    ending.in_line_comment = token.kind == TokenKind::line_comment;
  }
  return ending;
}

/// A delimiter that the statement does not contain.
std::string free_delimiter(std::string_view statement) {
  std::string delimiter = "//";
  while (statement.find(delimiter) != std::string_view::npos)
    delimiter += '/';
  return delimiter;
}

}  // namespace

std::string client_text(std::string_view statement, const Dialect& dialect) {
  const Ending ending = ending_of(statement, dialect);
  if (ending.holds_delimiter) {
    return fmt::format("DELIMITER {0}\n{1}\n{0}\nDELIMITER ;", free_delimiter(statement),
                       statement);
  }
  return fmt::format("{}{};", statement, ending.in_line_comment ? "\n" : "");
}

TextRange meaning_of(std::string_view text, const Dialect& dialect) {
  TextRange range;
  Lexer lexer(text, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (is_blank(token.kind) || token.kind == TokenKind::delimiter) continue;
    if (range.end == 0) range.begin = token.offset;
    range.end = token.end();
  }
  return range;
}

}  // namespace dbmig

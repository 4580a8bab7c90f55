#include "sql/classify.h"

#include <algorithm>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/secrets.h"

namespace dbmig {

namespace {

/// After SET. An assignment of autocommit anywhere in it starts or ends transactions.
StatementClass classify_set(CodeReader& code) {
  if (code.at("password")) return StatementClass::implicit_commit;
  if (code.take("default")) {
    return code.at("role") ? StatementClass::implicit_commit : StatementClass::session;
  }
  if (code.at("transaction")) return StatementClass::transaction;
  for (; !code.at_end(); code.advance()) {
    const std::string name = lower(code.token().text.substr(0, 32));
    const bool system = code.token().kind == TokenKind::variable && name.starts_with("@@") &&
                        name.ends_with("autocommit");
    const bool quoted = code.token().kind == TokenKind::quoted_name && name == "`autocommit`";
    if (!system && !quoted && !code.at("autocommit")) continue;
    code.advance();
    if (code.token().is('=') || code.token().text == ":=") return StatementClass::transaction;
  }
  return StatementClass::session;
}

StatementClass classify_begin(CodeReader& code, const Dialect& dialect) {
  const bool transaction = code.at_end() || code.at("work") ||
                           code.token().kind == TokenKind::delimiter ||
                           (!code.at("not") && !dialect.oracle);
  return transaction ? StatementClass::transaction : StatementClass::opaque;
}

StatementClass classify_create(CodeReader& code) {
  code.take_all({"or", "replace"});
  return code.take("temporary") && code.at_any({"table", "tables"})
             ? StatementClass::session
             : StatementClass::implicit_commit;
}

StatementClass classify_drop(CodeReader& code) {
  return code.at_any({"temporary", "prepare"}) ? StatementClass::session
                                               : StatementClass::implicit_commit;
}

/// `ANALYZE TABLE` commits; MariaDB's `ANALYZE statement` runs the statement.
StatementClass classify_analyze(CodeReader& code) {
  const bool runs = code.at_any({"format", "select", "insert", "update", "delete", "replace",
                                 "with", "values", "table"}) &&
                    !code.at("table");
  return runs ? StatementClass::transactional : StatementClass::implicit_commit;
}

StatementClass classify(CodeReader& code, const Dialect& dialect) {
  code.skip_statement_settings();
  while (code.take('(')) {
  }
  if (code.token().text == "<<") return StatementClass::opaque;
  const bool named =
      code.token().kind == TokenKind::word || code.token().kind == TokenKind::quoted_name;
  if (!named) return StatementClass::implicit_commit;
  if (code.at_any({"select", "insert", "update", "delete", "replace", "do", "with", "table",
                   "values", "show", "explain", "describe", "desc", "help"})) {
    return StatementClass::transactional;
  }
  if (code.at_any({"call", "execute", "if", "case", "loop", "while", "repeat", "for", "declare"})) {
    return StatementClass::opaque;
  }
  if (code.at_any({"commit", "rollback", "savepoint", "xa"})) return StatementClass::transaction;
  if (code.at_any({"use", "prepare", "deallocate", "handler", "signal", "resignal", "get"})) {
    return StatementClass::session;
  }
  const Token first = code.token();
  code.advance();
  if (code.token().is(':')) return StatementClass::opaque;  // A label of a block.
  const std::string word = first.text.size() <= 8 ? lower(first.text) : std::string();
  if (word == "set") return classify_set(code);
  if (word == "begin") return classify_begin(code, dialect);
  if (word == "create") return classify_create(code);
  if (word == "drop") return classify_drop(code);
  if (word == "analyze") return classify_analyze(code);
  if (word == "start" && code.at("transaction")) return StatementClass::transaction;
  if (word == "release" && code.at("savepoint")) return StatementClass::transaction;
  if (word == "load" && code.at_any({"data", "xml"})) return StatementClass::transactional;
  return StatementClass::implicit_commit;
}

constexpr std::size_t kSummaryLength = 80;
/// Bytes of a token that are looked at: more than a summary can show of it.
constexpr std::size_t kShown = 4 * kSummaryLength;

/// Blanks, within strings too, become one space.
std::string folded(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, kShown)) {
    if (!is_space(c)) out += c;
    if (is_space(c) && !out.ends_with(' ')) out += ' ';
  }
  return out;
}

/// A text of the right length: whole, or cut with an ellipsis.
std::string cut(const std::string& text) {
  std::string clean = printable(text);
  if (code_points(clean) <= kSummaryLength) return clean;
  return std::string(trim(code_point_range(clean, 0, kSummaryLength - 1))) + "…";
}

}  // namespace

StatementClass classify(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  return classify(code, dialect);
}

std::string leading_words(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  std::string words;
  for (; code.token().kind == TokenKind::word; code.advance())
    words += (words.empty() ? "" : " ") + lower(code.token().text);
  return words;
}

std::string summary(std::string_view statement, const Dialect& dialect) {
  std::string out;
  bool blank = false;
  SecretFilter secrets(statement);
  Lexer lexer(statement, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (is_blank(token.kind)) {
      blank = !out.empty();
      continue;
    }
    if (blank) out += ' ';
    blank = false;
    if (secrets.hides(token)) {
      out += "'***'";
    } else {
      out += folded(token.text);
    }
    if (out.size() > 2 * kShown) break;
  }
  return cut(out);
}

}  // namespace dbmig

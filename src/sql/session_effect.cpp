#include "sql/session_effect.h"

#include "base/text.h"
#include "sql/classify.h"
#include "sql/code_reader.h"

namespace dbmig {
namespace {

using Kind = SessionEffect::Kind;

bool is_user_variable(const Token& token) {
  return token.kind == TokenKind::variable && !token.text.starts_with("@@");
}

std::string table_name(CodeReader& code, const Dialect& dialect) {
  if (code.take("if")) {
    code.take("not");
    code.take("exists");
  }
  std::string name = unquoted(code.token(), dialect);
  code.advance();
  if (code.take('.')) name = unquoted(code.token(), dialect);
  return "the temporary table " + lower(name);
}

/// A variable that a statement computes: `INTO @x`, `@x := …`.
std::string computed_variable(CodeReader code) {
  bool after_into = false;
  while (!code.at_end()) {
    const Token token = code.token();
    const bool into = code.at("into");
    code.advance();
    const bool assigned = code.token().text == ":=";
    if (is_user_variable(token) && (after_into || assigned))
      return "the variable " + std::string(token.text);
    after_into = into;
  }
  return {};
}

/// After SET: constants and other variables are the same in any session, what is
/// computed is not.
SessionEffect effect_of_set(CodeReader& code) {
  std::string variable;
  bool computes = false;
  for (; !code.at_end(); code.advance()) {
    if (variable.empty() && is_user_variable(code.token())) variable = code.token().text;
    computes = computes || code.token().is('(') || code.at("select");
  }
  if (!computes) return {Kind::repeatable, ""};
  return {Kind::lost, variable.empty() ? "a setting" : "the variable " + variable};
}

/// `CREATE DEFINER = … PROCEDURE`, `ALTER EVENT`: what is inside runs later.
bool defines_routine(CodeReader code) {
  if (!code.at_any({"create", "alter"})) return false;
  while (!code.at_end() && !code.at_any({"table", "view", "as"})) {
    if (code.at_any({"procedure", "function", "trigger", "event", "package"})) return true;
    code.advance();
  }
  return false;
}

/// `@@warning_count`, `@@SESSION.error_count`.
bool asks_for_count(const Token& token) {
  if (token.kind != TokenKind::variable || !token.text.starts_with("@@")) return false;
  const std::string name = lower(token.text.substr(token.text.find_last_of("@.") + 1));
  return name == "warning_count" || name == "error_count";
}

}  // namespace

SessionEffect session_effect(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  if (code.at_any({"use", "prepare", "deallocate"})) return {Kind::repeatable, ""};
  const CodeReader start = code;
  if (code.take("create")) {
    code.take_all({"or", "replace"});
    if (!code.take("temporary")) return {};
    code.advance();  // TABLE
    return {Kind::lost, table_name(code, dialect)};
  }
  if (code.take("drop")) {
    code.take("temporary");
    if (!code.take("table")) return {};
    return {Kind::ends, table_name(code, dialect)};
  }
  if (code.take("set")) {
    if (classify(statement, dialect) == StatementClass::implicit_commit) return {};
    return code.at("statement") ? SessionEffect{} : effect_of_set(code);
  }
  const std::string variable = computed_variable(start);
  if (!variable.empty()) return {Kind::lost, variable};
  return {};
}

bool asks_about_last(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  const bool shows = code.at("show");
  if (code.at("get")) return true;
  if (defines_routine(code)) return false;
  while (!code.at_end() && code.token().kind != TokenKind::delimiter) {
    const bool is_function = code.at_any({"row_count", "found_rows"});
    if (shows && code.at_any({"warnings", "errors"})) return true;
    if (asks_for_count(code.token())) return true;
    code.advance();
    if (is_function && code.token().is('(')) return true;
  }
  return false;
}

}  // namespace dbmig

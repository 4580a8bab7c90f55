#include "sql/session_effect.h"

#include <utility>

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
  while (!code.at_end() && !code.at_any({"table", "as"})) {
    if (code.at_any({"procedure", "function", "trigger", "event", "package", "view"})) return true;
    code.advance();
  }
  return false;
}

/// `ROW_COUNT()`: neither takes an argument, so a name with something in parentheses is none.
bool asks_by_function(CodeReader code) {
  if (!code.at_any({"row_count", "found_rows"})) return false;
  code.advance();
  return code.take('(') && code.token().is(')');
}

/// `GET CURRENT DIAGNOSTICS`.
bool asks_for_diagnostics(CodeReader code) {
  if (!code.take("get")) return false;
  if (code.at_any({"current", "stacked"})) code.advance();
  return code.at("diagnostics");
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
  if (defines_routine(code)) return false;
  const bool shows = code.at("show");
  bool declares = false;  // Before the first statement of a block.
  for (; !code.at_end(); code.advance()) {
    declares = declares || code.at("declare");
    if (declares && code.at("handler")) return false;  // It runs later.
    if (code.token().kind == TokenKind::delimiter && !std::exchange(declares, false)) return false;
    if (shows && code.at_any({"warnings", "errors"})) return true;
    if (asks_by_function(code) || asks_for_diagnostics(code) || asks_for_count(code.token()))
      return true;
  }
  return false;
}

}  // namespace dbmig

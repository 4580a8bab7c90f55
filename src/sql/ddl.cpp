#include "sql/ddl.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "sql/code_reader.h"

namespace dbmig {
namespace {

bool at_account_kind(const CodeReader& code) { return code.at_any({"user", "role"}); }

DdlVerb verb_of_create(CodeReader& code) {
  const bool replaces = code.take("or") && code.take("replace");
  if (at_account_kind(code)) return DdlVerb::account;
  return replaces ? DdlVerb::create_or_replace : DdlVerb::create;
}

bool is_name(const Token& token) {
  return token.kind == TokenKind::word || token.kind == TokenKind::quoted_name;
}

std::string literal(const Token& token, const Dialect& dialect) {
  return "'" + replaced(unquoted(token, dialect), "'", "''") + "'";
}

/// A host: after `@`, or run together with it as a variable is (`root@localhost`).
std::string take_host(CodeReader& code, const Dialect& dialect) {
  if (code.token().kind == TokenKind::variable) {
    const std::string_view text = code.token().text;
    std::string host = "@'" + replaced(text.substr(1), "'", "''") + "'";
    code.advance();
    return host;
  }
  if (!code.take('@')) return "";
  std::string host = "@" + literal(code.token(), dialect);
  code.advance();
  return host;
}

/// Of the head of an event, before its DO.
bool drops_itself(CodeReader code) {
  while (!code.at_end() && !code.take("schedule"))
    code.advance();
  bool ends = false;
  bool stays = false;
  for (; !code.at_end() && !code.at("do"); code.advance()) {
    ends = ends || code.at_any({"at", "ends"});
    if (!code.take("completion")) continue;
    stays = code.at("preserve");
  }
  return ends && !stays;
}

}  // namespace

DdlVerb ddl_verb(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  if (code.take("create")) return verb_of_create(code);
  if (code.at_any({"grant", "revoke"})) return DdlVerb::account;
  if (code.at_any({"analyze", "check", "optimize", "repair", "flush", "checksum", "cache"})) {
    return DdlVerb::maintenance;
  }
  if (code.take("truncate")) return DdlVerb::truncate;
  if (code.take("set")) {
    return code.at_any({"password", "default", "role"}) ? DdlVerb::account : DdlVerb::other;
  }
  DdlVerb verb = DdlVerb::other;
  if (code.take("alter")) verb = DdlVerb::alter;
  if (code.take("drop")) verb = DdlVerb::drop;
  if (code.take("rename")) verb = DdlVerb::rename;
  return verb != DdlVerb::other && at_account_kind(code) ? DdlVerb::account : verb;
}

std::optional<DdlTerms> ddl_terms(std::string_view statement, DdlVerb verb,
                                  const Dialect& dialect) {
  if (ddl_verb(statement, dialect) != verb) return std::nullopt;
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  // Those are refused a second time, or take back what they did.
  if (verb == DdlVerb::account && code.at_any({"revoke", "rename"})) return std::nullopt;
  DdlTerms terms;
  terms.fleeting = drops_itself(code);
  if (code.at("create")) terms.action = DdlTerms::Action::create;
  if (code.at("drop")) terms.action = DdlTerms::Action::drop;
  code.advance();
  if (code.at("or")) terms.action = DdlTerms::Action::other;
  // What stands before a body, and where a condition has its place.
  for (; !code.at_end() && !code.at_any({"as", "on", "begin", "do"}); code.advance()) {
    while (code.token().is('('))
      code.skip_parentheses();
    if (!code.take("if")) continue;
    code.take("not");
    terms.tolerant = code.at("exists");
    break;
  }
  return terms;
}

std::vector<std::string> accounts(std::string_view statement, const Dialect& dialect) {
  std::vector<std::string> found;
  const auto add = [&](std::string account) {
    if (std::find(found.begin(), found.end(), account) == found.end())
      found.push_back(std::move(account));
  };
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  // What is granted may have the same words in it: GRANT CREATE USER ON *.* TO u.
  if (code.at_any({"grant", "revoke"})) {
    while (!code.at_end() && !code.at_any({"to", "from"}))
      code.advance();
  }
  bool is_list = false;   // A comma is followed by one.
  bool expected = false;  // An account may stand here without a host.
  while (!code.at_end()) {
    const Token token = code.token();
    const bool opens = code.at_any({"user", "role", "to", "from", "for"});
    // Of these roles, and of who may grant a new one, nothing is changed.
    const bool ends = code.at("default");
    if (code.take("with")) {
      if (code.at("admin")) break;
      continue;
    }
    if (opens || ends || token.is(',')) {
      code.advance();
      if (ends) code.take("role");
      if (opens && code.take("if")) {
        code.take("not");
        code.take("exists");
      }
      is_list = opens || (is_list && !ends);
      expected = is_list;
      continue;
    }
    code.advance();
    const bool named = is_name(token) || token.kind == TokenKind::string;
    const bool hosted = code.token().is('@') || code.token().kind == TokenKind::variable;
    if (named && (hosted || expected)) {
      std::string account = literal(token, dialect);
      account += take_host(code, dialect);
      add(std::move(account));
    }
    expected = false;
  }
  return found;
}

std::vector<std::string> names(std::string_view statement, const Dialect& dialect) {
  std::set<std::string> found;
  bool is_part = false;  // Behind a dot, where a name may be a number: `d.2024`.
  for (CodeReader code(statement, dialect); !code.at_end(); code.advance()) {
    const bool is_number = is_part && code.token().kind == TokenKind::number;
    if (is_number || is_name(code.token())) found.insert(lower(unquoted(code.token(), dialect)));
    is_part = code.token().is('.');
  }
  return {found.begin(), found.end()};
}

}  // namespace dbmig

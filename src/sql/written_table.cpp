#include "sql/written_table.h"

#include <algorithm>

#include "base/text.h"
#include "sql/classify.h"
#include "sql/code_reader.h"
#include "sql/ddl.h"

namespace dbmig {
namespace {

std::optional<ObjectName> take_table(CodeReader& code, const Dialect& dialect) {
  const auto is_name = [&] {
    const TokenKind kind = code.token().kind;
    return kind == TokenKind::word || kind == TokenKind::quoted_name || kind == TokenKind::number;
  };
  if (!is_name()) return std::nullopt;
  ObjectName table;
  table.name = unquoted(code.token(), dialect);
  code.advance();
  if (code.take('.')) {
    if (!is_name()) return std::nullopt;
    table.schema = table.name;
    table.name = unquoted(code.token(), dialect);
    code.advance();
  }
  return table;
}

/// QUICK is one of DELETE's only: it may be the name of a table.
void skip_modifiers(CodeReader& code) {
  while (code.at_any({"low_priority", "high_priority", "delayed", "ignore"}))
    code.advance();
}

std::optional<ObjectName> insert_target(CodeReader& code, const Dialect& dialect) {
  skip_modifiers(code);
  code.take("into");
  return take_table(code, dialect);
}

/// `t SET`, `t AS a SET`, and no list or join.
std::optional<ObjectName> update_target(CodeReader& code, const Dialect& dialect) {
  skip_modifiers(code);
  std::optional<ObjectName> table = take_table(code, dialect);
  code.take("as");
  if (!code.at("set")) code.advance();
  return code.at("set") ? table : std::nullopt;
}

/// `FROM t`, and nothing that names another one.
std::optional<ObjectName> delete_target(CodeReader& code, const Dialect& dialect) {
  while (code.at_any({"low_priority", "quick", "ignore"}))
    code.advance();
  if (!code.take("from")) return std::nullopt;
  std::optional<ObjectName> table = take_table(code, dialect);
  const auto goes_on = [&] {
    return code.at_end() || code.at_any({"where", "order", "limit", "returning"});
  };
  code.take("as");
  if (!goes_on()) code.advance();
  return goes_on() ? table : std::nullopt;
}

std::optional<ObjectName> load_target(CodeReader& code, const Dialect& dialect) {
  while (!code.at_end() && !code.take("into"))
    code.advance();
  return code.take("table") ? take_table(code, dialect) : std::nullopt;
}

/// The statement up to that word outside of parentheses, or all of it.
std::string_view before(std::string_view statement, std::string_view word, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  while (!code.at_end() && !code.at(word)) {
    if (code.token().is('('))
      code.skip_parentheses();
    else
      code.advance();
  }
  return statement.substr(0, code.at_end() ? statement.size() : code.token().offset);
}

}  // namespace

std::optional<ObjectName> written_table(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  if (code.take("insert") || code.take("replace")) return insert_target(code, dialect);
  if (code.take("update")) return update_target(code, dialect);
  if (code.take("delete")) return delete_target(code, dialect);
  if (code.take("load")) return load_target(code, dialect);
  return std::nullopt;
}

std::optional<ObjectName> temporary_table(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  if (!code.take("create")) return std::nullopt;
  code.take_all({"or", "replace"});
  if (!code.take_all({"temporary", "table"})) return std::nullopt;
  code.take_all({"if", "not", "exists"});
  return take_table(code, dialect);
}

bool fills_table(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  if (!code.take("create")) return false;
  code.take_all({"or", "replace"});
  code.take("temporary");
  if (!code.take("table")) return false;
  while (!code.at_end() && !code.at_any({"select", "values", "table"}))
    code.advance();
  return !code.at_end();
}

bool may_run_code(std::string_view statement, const Dialect& dialect) {
  const StatementClass type = classify(statement, dialect);
  return (type != StatementClass::implicit_commit && type != StatementClass::transaction) ||
         fills_table(statement, dialect);
}

std::vector<std::string> written_names(std::string_view statement, const Dialect& dialect) {
  if (const std::optional<ObjectName> table = written_table(statement, dialect)) {
    if (table->schema.empty()) return {lower(table->name)};
    return {lower(table->schema), lower(table->name)};
  }
  CodeReader code(statement, dialect);
  code.skip_statement_settings();
  while (code.take('(')) {
  }
  if (code.at_any(
          {"select", "show", "explain", "describe", "desc", "do", "values", "table", "help"}))
    return {};
  if (code.at("update")) return names(before(statement, "set", dialect), dialect);
  if (code.at("delete")) return names(before(statement, "where", dialect), dialect);
  std::vector<std::string> all = names(statement, dialect);
  const auto has = [&](std::string_view word) { return std::ranges::binary_search(all, word); };
  if (code.at("with") && !has("update") && !has("delete")) all.clear();
  return all;
}

}  // namespace dbmig

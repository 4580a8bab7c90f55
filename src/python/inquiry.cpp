#include "python/inquiry.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "python/sql_text.h"
#include "sql/code_reader.h"

namespace dbmig::python {
namespace {

using About = Question::About;

std::string joined(const std::vector<Condition>& conditions, std::string Condition::*text,
                   std::string_view word) {
  if (conditions.size() == 1) return conditions.front().*text;
  std::string all;
  for (const Condition& one : conditions)
    all += fmt::format("{}({})", all.empty() ? "" : fmt::format(" {} ", word), one.*text);
  return all;
}

std::vector<Condition::Asked> asked_of(const std::vector<Condition>& conditions) {
  std::vector<Condition::Asked> all;
  for (const Condition& one : conditions)
    all.insert(all.end(), one.asked.begin(), one.asked.end());
  return all;
}

Condition existence(const Question& question, const std::string& query, std::string_view name) {
  return {fmt::format("EXISTS ({})", query),
          fmt::format("NOT EXISTS ({})", query),
          {{&question, std::string(name), true, 0}}};
}

/// The catalogue's rows for a question.
std::string catalogue_of(const Question& question, const Dialect& dialect) {
  const auto of_table = [&](std::string_view view) {
    return fmt::format(
        "SELECT 1 FROM information_schema.{} WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = {}",
        view, quoted_text(question.table, dialect));
  };
  switch (question.about) {
    case About::tables:
    case About::views:
    case About::table:
      return "SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()";
    case About::columns:
      return of_table("COLUMNS");
    case About::indexes:
      return of_table("STATISTICS");
    case About::unique_constraints:
      return of_table("STATISTICS") + " AND NON_UNIQUE = 0";
    case About::foreign_keys:
      return of_table("TABLE_CONSTRAINTS") + " AND CONSTRAINT_TYPE = 'FOREIGN KEY'";
    case About::primary_key:
      return of_table("STATISTICS") + " AND INDEX_NAME = 'PRIMARY'";
    case About::rows:
      return "";
  }
  return "";
}

std::string_view name_column(About about) {
  switch (about) {
    case About::columns:
      return "COLUMN_NAME";
    case About::indexes:
    case About::unique_constraints:
      return "INDEX_NAME";
    case About::foreign_keys:
      return "CONSTRAINT_NAME";
    default:
      return "TABLE_NAME";
  }
}

/// A query on one line, as a directive has it. Nothing when a text in it goes over lines.
std::optional<std::string> on_one_line(std::string_view query, const Dialect& dialect) {
  std::string line;
  Lexer lexer(query, dialect);
  for (dbmig::Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::unterminated) return std::nullopt;
    if (is_blank(token.kind)) {
      if (!line.empty() && !line.ends_with(' ')) line += ' ';
      continue;
    }
    if (token.text.find_first_of("\r\n") != std::string_view::npos) return std::nullopt;
    line += token.text;
  }
  return std::string(trim(line));
}

/// What a query selects, as far as it is one thing.
enum class Selected { other, count, constant };

/// Reads `SELECT COUNT(...) FROM ...`, which has one row whatever it finds, and `SELECT 1 FROM`.
Selected selected(std::string_view query, const Dialect& dialect) {
  CodeReader code(query, dialect);
  if (!code.take("select")) return Selected::other;
  Selected found = Selected::other;
  const bool counts = code.take("count");
  if (counts && code.token().is('(')) {
    code.skip_parentheses();
    found = Selected::count;
  } else if (!counts && code.token().kind == TokenKind::number) {
    const std::string_view digits = code.token().text;
    const bool is_none = digits.find_first_not_of('0') == std::string_view::npos;
    const bool is_whole = std::all_of(digits.begin(), digits.end(), is_digit);
    if (is_whole && !is_none) found = Selected::constant;
    code.advance();
  }
  if (code.take("as")) code.advance();
  if (!code.take("from")) return Selected::other;
  while (!code.at_end()) {
    if (code.token().is('(')) {
      code.skip_parentheses();
      continue;
    }
    const bool limits = found == Selected::constant && code.at("limit");
    if (!limits && code.at_any({"group", "having", "union", "intersect", "except", "limit", "into",
                                "window", "procedure", "for"})) {
      return Selected::other;
    }
    code.advance();
  }
  return found;
}

bool is_select(std::string_view query, const Dialect& dialect) {
  CodeReader code(query, dialect);
  if (!code.at("select")) return false;
  // What locks or writes rows cannot stand in a condition.
  for (; !code.at_end(); code.advance()) {
    if (code.at_any({"into", "procedure"})) return false;
    if (code.take("for") && code.at_any({"update", "share"})) return false;
  }
  return true;
}

}  // namespace

bool is_of_found_rows(const Condition& condition) {
  return condition.asked.size() == 1 && condition.asked.front().question == nullptr;
}

Condition negated(const Condition& condition) {
  Condition result{condition.fails, condition.holds, condition.asked};
  for (Condition::Asked& one : result.asked)
    one.is_there = !one.is_there;
  return result;
}

Condition all_of(const std::vector<Condition>& conditions) {
  return {joined(conditions, &Condition::holds, "AND"), joined(conditions, &Condition::fails, "OR"),
          asked_of(conditions)};
}

Condition any_of(const std::vector<Condition>& conditions) {
  return {joined(conditions, &Condition::holds, "OR"), joined(conditions, &Condition::fails, "AND"),
          asked_of(conditions)};
}

std::vector<Condition> Inquiry::conditions() const {
  std::vector<Condition> all;
  for (const Guard& guard : guards)
    all.push_back(guard.condition);
  return all;
}

std::optional<Condition> name_condition(const Question& question, std::string_view name,
                                        const Dialect& dialect) {
  if (question.about == About::rows) return std::nullopt;
  std::string query = catalogue_of(question, dialect);
  const std::string text = quoted_text(name, dialect);
  const std::string_view column = name_column(question.about);
  if (text.find('\n') != std::string::npos || query.find('\n') != std::string::npos) {
    return std::nullopt;
  }
  if (question.about == About::primary_key) return existence(question, query, "PRIMARY");
  query += fmt::format(" AND {} = {}", column, text);
  if (question.about == About::table) return existence(question, query, name);
  // The server would not tell names apart by case; Python does.
  query += fmt::format(" AND CAST({} AS BINARY) = {}", column, text);
  if (question.about == About::tables) query += " AND TABLE_TYPE = 'BASE TABLE'";
  if (question.about == About::views) query += " AND TABLE_TYPE = 'VIEW'";
  const bool is_key =
      question.about == About::indexes || question.about == About::unique_constraints;
  if (is_key && name == "PRIMARY") return std::nullopt;
  return existence(question, query, name);
}

std::optional<Condition> rows_condition(const Question& question, const Dialect& dialect) {
  if (question.about != About::rows || !is_select(question.query, dialect)) return std::nullopt;
  const std::optional<std::string> query = on_one_line(question.query, dialect);
  if (!query) return std::nullopt;
  return existence(question, *query, "");
}

std::optional<Condition> count_condition(const Question& question, std::string_view op,
                                         std::int64_t number, const Dialect& dialect) {
  constexpr std::pair<std::string_view, std::pair<std::string_view, std::string_view>> kOps[] = {
      {"==", {"=", "<>"}}, {"!=", {"<>", "="}}, {">", {">", "<="}},
      {"<=", {"<=", ">"}}, {"<", {"<", ">="}},  {">=", {">=", "<"}}};
  if (question.about != About::rows) return std::nullopt;
  if (selected(question.query, dialect) != Selected::count) return std::nullopt;
  const std::optional<std::string> query = on_one_line(question.query, dialect);
  const auto* const found = std::find_if(std::begin(kOps), std::end(kOps),
                                         [&](const auto& one) { return one.first == op; });
  if (!query || found == std::end(kOps)) return std::nullopt;
  return Condition{fmt::format("({}) {} {}", *query, found->second.first, number),
                   fmt::format("({}) {} {}", *query, found->second.second, number),
                   {{&question, "", true, 0}}};
}

bool is_constant(const Question& question, const Dialect& dialect) {
  return selected(question.query, dialect) == Selected::constant;
}

std::string table_exists(std::string_view table, const Dialect& dialect) {
  return fmt::format(
      "EXISTS (SELECT 1 FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND"
      " TABLE_NAME = {})",
      quoted_text(table, dialect));
}

}  // namespace dbmig::python

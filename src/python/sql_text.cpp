#include "python/sql_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig::python {
namespace {

bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_' || c < 0; }

bool needs_quotes(std::string_view name, Flavour flavour) {
  if (name.empty() || is_digit(name.front()) || name.front() == '$') return true;
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || c == '$';
  });
  return !plain || is_reserved(name, flavour);
}

std::string in_backticks(std::string_view name) { return "`" + replaced(name, "`", "``") + "`"; }

}  // namespace

std::string identifier(std::string_view name, const Dialect& dialect) {
  if (code_points(name) > 64) {
    throw Error(ErrorCode::data, "a name of more than 64 characters")
        .with_hint("alembic may cut it; write the name that the database has");
  }
  return needs_quotes(name, dialect.flavour) ? in_backticks(name) : std::string(name);
}

const std::string& plain_name(const Value& name) {
  if (name.is(Value::Kind::text)) return name.object->text;
  if (name.is_construct("sqlalchemy.quoted_name")) {
    if (const Value* const value = name.object->find("value");
        value && value->is(Value::Kind::text)) {
      return value->object->text;
    }
  }
  throw Error(ErrorCode::data, fmt::format("a name is expected, not {}", type_name(name)));
}

std::string identifier(const Value& name, const Dialect& dialect) {
  const std::string& text = plain_name(name);
  if (name.is(Value::Kind::construct)) {
    const Value* const quote = name.object->find("quote");
    if (quote != nullptr) return truth(*quote) ? in_backticks(text) : text;
  }
  return identifier(text, dialect);
}

std::string identifiers(const std::vector<Value>& names, const Dialect& dialect) {
  std::string all;
  for (const Value& name : names)
    all += (all.empty() ? "" : ", ") + identifier(name, dialect);
  return all;
}

std::string quoted_text(std::string_view text, const Dialect& dialect) {
  std::string inner = replaced(text, "'", "''");
  if (!dialect.no_backslash_escapes) inner = replaced(inner, "\\", "\\\\");
  return "'" + inner + "'";
}

std::string default_sql(const Value& value, const Dialect& dialect) {
  if (value.is(Value::Kind::text)) return quoted_text(value.object->text, dialect);
  if (value.is_construct("sqlalchemy.text")) {
    return text_sql(value.object->at("text").object->text);
  }
  if (value.is_construct("sqlalchemy.func.now")) return "now()";
  if (value.is_construct("sqlalchemy.func.current_timestamp")) return "CURRENT_TIMESTAMP";
  if (value.is_construct("sqlalchemy.true")) return "true";
  if (value.is_construct("sqlalchemy.false")) return "false";
  if (value.is_construct("sqlalchemy.null")) return "NULL";
  throw Error(
      ErrorCode::data,
      fmt::format("a server_default is a text, sa.text() or a function, not {}", type_name(value)));
}

std::string text_sql(std::string_view text, const SqlParameters& parameters) {
  std::string sql;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const char before = at == 0 ? ' ' : text[at - 1];
    const char after = at + 1 < text.size() ? text[at + 1] : ' ';
    if (c == '\\' && after == ':') continue;
    if (c == ':' && before != ':' && before != '\\' && !is_word(before) && is_word(after)) {
      std::size_t end = at + 1;
      while (end < text.size() && is_word(text[end]))
        ++end;
      if (end == text.size() || text[end] != ':') {
        const std::string_view name = text.substr(at + 1, end - at - 1);
        const auto given = std::find_if(parameters.begin(), parameters.end(),
                                        [&](const auto& one) { return one.first == name; });
        if (given != parameters.end()) {
          sql += given->second;
          at = end - 1;
          continue;
        }
        throw Error(ErrorCode::data, fmt::format("`{}` in SQL is a parameter, and has no value",
                                                 text.substr(at, end - at)))
            .with_hint("write `\\:` for a colon that is one");
      }
    }
    sql += c;
  }
  std::string_view trimmed = trim(sql);
  while (trimmed.ends_with(';'))
    trimmed = trim(trimmed.substr(0, trimmed.size() - 1));
  return std::string(trimmed);
}

}  // namespace dbmig::python

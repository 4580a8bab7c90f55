#include "db/routines.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

std::string key(const std::string& schema, const std::string& name) {
  return lower(schema) + '\n' + lower(name);
}

}  // namespace

/// A literal, or the value of a variable now, that ends the statement or stands before USING.
std::optional<std::string> Routines::value(CodeReader& code) {
  std::string text;
  const Token first = code.token();
  const bool is_variable = first.kind == TokenKind::variable && !first.text.starts_with("@@");
  if (is_variable) code.advance();
  for (; !is_variable && code.token().kind == TokenKind::string; code.advance())
    text += unquoted(code.token(), connection_->dialect());
  const bool is_all = code.at_end() || code.at("using");
  if (!is_all || (!is_variable && text.empty())) return std::nullopt;
  if (!is_variable) return text;
  return connection_->query(fmt::format("SELECT {}", first.text)).rows.at(0).at(0);
}

void Routines::note_prepare(std::string_view statement) {
  CodeReader code(statement, connection_->dialect());
  if (!code.take("prepare")) return;
  const std::string name = lower(unquoted(code.token(), connection_->dialect()));
  code.advance();
  code.take("from");
  prepared_.erase(name);
  if (const std::optional<std::string> text = value(code))
    prepared_[name] = {*text, connection_->state().database};
}

std::optional<PreparedCode> Routines::executed(std::string_view statement) {
  CodeReader code(statement, connection_->dialect());
  if (!code.take("execute")) return std::nullopt;
  if (code.take("immediate")) {
    const std::optional<std::string> text = value(code);
    if (!text) return std::nullopt;
    return PreparedCode{*text, connection_->state().database};
  }
  const auto found = prepared_.find(lower(unquoted(code.token(), connection_->dialect())));
  if (found == prepared_.end()) return std::nullopt;
  return found->second;
}

CalledCode Routines::code(std::string_view statement) {
  CalledCode all;
  all.executed = executed(statement);
  std::vector<PreparedCode> parts = {
      all.executed.value_or(PreparedCode{std::string(statement), connection_->state().database})};
  std::set<std::string> seen;
  all.text = parts.back().database + "\n";
  while (!parts.empty()) {
    const PreparedCode part = std::move(parts.back());
    parts.pop_back();
    const CodeEffect effect = code_effect(part.text, connection_->dialect());
    all.text += part.text + "\n;\n";
    all.effect.add(effect);
    for (const ObjectName& each : effect.calls) {
      const std::string& schema = each.schema.empty() ? part.database : each.schema;
      if (!seen.insert(key(schema, each.name)).second) continue;
      const std::vector<Body>& found = bodies(schema, each.name);
      // Of none at all the server will say so, but for what is in a package.
      all.effect.rolls_back = all.effect.rolls_back || (found.empty() && !each.schema.empty());
      for (const Body& body : found) {
        all.effect.rolls_back = all.effect.rolls_back || !body.is_known;
        all.text += schema + "\n";
        parts.push_back({body.text, schema});
      }
    }
  }
  all.effect.rolls_back = all.effect.rolls_back || all.effect.is_dynamic;
  return all;
}

const std::vector<Routines::Body>& Routines::bodies(const std::string& schema,
                                                    const std::string& name) {
  const auto [at, is_new] = known_.try_emplace(key(schema, name));
  if (!is_new) return at->second;
  const Rows rows = connection_->query(fmt::format(
      "SELECT ROUTINE_DEFINITION, SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
      " {} AND ROUTINE_NAME = {} AND ROUTINE_TYPE = 'PROCEDURE'",
      connection_->quoted(schema), connection_->quoted(name)));
  for (const auto& row : rows.rows) {
    // In Oracle's mode a procedure is called by its name alone.
    const bool is_oracle = row.at(1).value_or("").find("ORACLE") != std::string::npos;
    at->second.push_back({row.at(0).value_or(""), row.at(0).has_value() && !is_oracle});
  }
  return at->second;
}

}  // namespace dbmig

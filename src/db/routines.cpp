#include "db/routines.h"

#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/ddl.h"

namespace dbmig {
namespace {

std::string key(const std::string& schema, const std::string& name) {
  return lower(schema) + '\n' + lower(name);
}

/// Adds what one piece of code does, and what it names, which runs in `database`.
CodeEffect read_piece(std::string_view text, const std::string& database, const Dialect& dialect,
                      CalledCode& all) {
  CodeEffect effect = code_effect(text, dialect);
  for (ObjectName& table : effect.temporary)
    if (table.schema.empty()) table.schema = database;
  const auto add_names = [&](std::string_view piece) {
    const std::vector<std::string> more = names(piece, dialect);
    all.names.insert(all.names.end(), more.begin(), more.end());
  };
  add_names(text);
  for (const std::string& each : effect.texts)
    add_names(each);
  all.effect.add(effect);
  return effect;
}

/// In Oracle's mode a procedure is called by its name alone, which nothing tells from others.
bool may_call_by_name(std::string_view statement, const Dialect& dialect) {
  return dialect.oracle && !CodeReader(statement, dialect).at_any({"call", "execute"});
}

}  // namespace

std::vector<Dialect> dialects_of_printed(std::string_view body, const Dialect& dialect) {
  if (body.find('\\') == std::string_view::npos) return {dialect};
  Dialect printed = dialect;
  printed.no_backslash_escapes = true;
  return {dialect, printed};
}

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
  struct Piece {
    std::string text;
    std::string database;
    Dialect dialect;
  };
  CalledCode all;
  all.executed = executed(statement);
  const PreparedCode first =
      all.executed.value_or(PreparedCode{std::string(statement), connection_->state().database});
  all.effect.rolls_back = may_call_by_name(first.text, connection_->dialect());
  std::vector<Piece> pieces = {{first.text, first.database, connection_->dialect()}};
  std::set<std::string> seen;
  while (!pieces.empty()) {
    const Piece piece = std::move(pieces.back());
    pieces.pop_back();
    all.names.push_back(lower(piece.database));
    for (const ObjectName& each :
         read_piece(piece.text, piece.database, piece.dialect, all).calls) {
      const std::string& schema = each.schema.empty() ? piece.database : each.schema;
      if (!seen.insert(key(schema, each.name)).second) continue;
      const std::vector<Body>& found = bodies(schema, each.name);
      // Of none at all the server will say so, but for what is in a package.
      all.effect.rolls_back = all.effect.rolls_back || (found.empty() && !each.schema.empty());
      for (const Body& body : found) {
        all.effect.rolls_back = all.effect.rolls_back || !body.is_known;
        for (const Dialect& dialect : dialects_of_printed(body.text, body.dialect))
          pieces.push_back({body.text, schema, dialect});
      }
    }
  }
  all.effect.rolls_back = all.effect.rolls_back || all.effect.is_dynamic;
  return all;
}

const std::vector<Routines::Body>& Routines::bodies(const std::string& schema,
                                                    const std::string& name) {
  const auto at = known_.find(key(schema, name));
  if (at != known_.end()) return at->second;
  const Rows rows = connection_->query(fmt::format(
      "SELECT ROUTINE_DEFINITION, SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA ="
      " {} AND ROUTINE_NAME = {} AND ROUTINE_TYPE = 'PROCEDURE'",
      connection_->quoted(schema), connection_->quoted(name)));
  std::vector<Body> found;
  for (const auto& row : rows.rows) {
    Body& body = found.emplace_back();
    body.text = row.at(0).value_or("");
    body.dialect = dialect_of(connection_->server(), row.at(1).value_or(""));
    body.is_known = row.at(0).has_value() && !body.dialect.oracle;
  }
  return known_[key(schema, name)] = std::move(found);
}

}  // namespace dbmig

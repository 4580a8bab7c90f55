#include "engine/refused_settings.h"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

#include "base/text.h"
#include "sql/code_reader.h"
#include "sql/code_shapes.h"
#include "sql/session_effect.h"

namespace dbmig {
namespace {

/// What a SET gives a setting, in lower case; nothing where it gives it none.
std::optional<std::string> value_of(std::string_view setting, std::string_view text,
                                    const Dialect& dialect) {
  for (CodeReader code(text, dialect); !code.at_end(); code.advance()) {
    const Token token = code.token();
    const bool is_variable = token.kind == TokenKind::variable && token.text.starts_with("@@");
    const std::string name =
        is_variable ? std::string(without_scope(token.text)) : unquoted(token, dialect);
    if (!equals_ignoring_case(name, setting)) continue;
    code.advance();
    if (!code.token().is('=') && code.token().text != ":=") continue;
    code.advance();
    return lower(unquoted(code.token(), dialect));
  }
  return std::nullopt;
}

/// SET [SESSION] TRANSACTION … READ ONLY, also behind a comma.
bool makes_transactions_read_only(std::string_view text, const Dialect& dialect) {
  CodeReader code(text, dialect);
  code.take("set");
  if (code.at_any({"session", "local"})) code.advance();
  if (!code.take("transaction")) return false;
  for (; !code.at_end(); code.advance()) {
    if (code.take("read") && code.at("only")) return true;
  }
  return false;
}

}  // namespace

void refuse_setting(std::string_view statement, const Dialect& dialect) {
  const auto gives = [&](std::string_view setting, std::initializer_list<std::string_view> values) {
    const std::optional<std::string> value = value_of(setting, statement, dialect);
    return value && std::ranges::find(values, *value) != values.end();
  };
  const SessionEffect effect = session_effect(statement, dialect);
  const auto made = [&](std::string_view setting) {  // For this session.
    return std::ranges::find(effect.makes, setting, &SessionPart::name);
  };
  if (value_of("sql_select_limit", statement, dialect) &&
      !gives("sql_select_limit", {"default", "18446744073709551615"})) {
    throw Error(ErrorCode::data, "sql_select_limit would cut what dbmig itself reads")
        .with_hint("say LIMIT in the statements that are to have one");
  }
  const std::optional<std::string> rows = value_of("max_join_size", statement, dialect);
  // A limit turns the other setting off.
  const auto lifted = made("sql_big_selects");
  const bool is_lifted = gives("sql_big_selects", {"1", "on", "true"}) &&
                         lifted != effect.makes.end() && made("max_join_size") < lifted;
  const bool has_limit = rows && is_digit(rows->c_str()[0]) && *rows != "18446744073709551615" &&
                         made("max_join_size") != effect.makes.end() && !is_lifted;
  if (has_limit || gives("sql_big_selects", {"0", "off", "false"})) {
    throw Error(ErrorCode::data, "with this setting the server would refuse what dbmig itself asks")
        .with_hint("leave it as it is");
  }
  if (gives("completion_type", {"2", "release"})) {
    throw Error(
        ErrorCode::data,
        "with this completion_type a COMMIT would end the session of this run, and its lock")
        .with_hint("leave it as it is");
  }
  if (gives("tx_read_only", {"1", "on", "true"}) ||
      gives("transaction_read_only", {"1", "on", "true"}) ||
      makes_transactions_read_only(statement, dialect)) {
    throw read_only_refusal();
  }
}

void refuse_release(std::string_view statement, const Dialect& dialect) {
  constexpr std::size_t kLongest = 16'384;  // What is longer than that is data.
  if (statement.size() > kLongest) return;
  CodeReader code(statement, dialect);
  if (defines_routine(code)) return;
  for (; !code.at_end(); code.advance()) {
    if (!code.at("release_all_locks") || !is_call(code)) continue;
    throw Error(ErrorCode::data, "RELEASE_ALL_LOCKS() would give up the lock of this run")
        .with_hint("release by RELEASE_LOCK() what the script itself has locked");
  }
}

Error read_only_refusal() {
  return Error(ErrorCode::data, "a transaction that is READ ONLY leaves no room for dbmig's record")
      .with_hint("leave READ ONLY out");
}

}  // namespace dbmig

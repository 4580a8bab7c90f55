#pragma once

#include <string_view>

#include "sql/code_reader.h"

namespace dbmig {

/// `sql_mode` of `@@session.sql_mode`.
inline std::string_view without_scope(std::string_view name) {
  return name.substr(name.find_last_of("@.") + 1);
}

/// Whether the code stands at a name with something in parentheses behind it.
inline bool is_call(CodeReader code) {
  code.advance();
  return code.token().is('(');
}

/// `CREATE DEFINER = … PROCEDURE`, `ALTER EVENT`: what is inside runs later.
inline bool defines_routine(CodeReader code) {
  if (!code.at_any({"create", "alter"})) return false;
  while (!code.at_end() && !code.at_any({"table", "as"})) {
    if (code.at_any({"procedure", "function", "trigger", "event", "package", "view"})) return true;
    code.advance();
  }
  return false;
}

/// Past `GET CURRENT DIAGNOSTICS`.
inline bool take_diagnostics(CodeReader& code) {
  if (!code.take("get")) return false;
  if (code.at_any({"current", "stacked"})) code.advance();
  return code.take("diagnostics");
}

}  // namespace dbmig

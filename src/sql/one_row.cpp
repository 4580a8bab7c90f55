#include "sql/one_row.h"

#include "sql/code_reader.h"

namespace dbmig {

bool inserts_one_row(std::string_view statement, const Dialect& dialect) {
  CodeReader code(statement, dialect);
  if (!code.take("insert")) return false;
  while (code.at_any({"low_priority", "high_priority", "ignore"}))
    code.advance();
  code.take("into");
  code.advance();  // The table.
  if (code.take('.')) code.advance();
  if (code.token().is('(')) code.skip_parentheses();
  const bool sets = code.take("set");
  if (!sets) {
    if (!code.take("values") && !code.take("value")) return false;
    if (!code.token().is('(')) return false;
    code.skip_parentheses();
  }
  for (; !code.at_end(); code.advance()) {
    // More rows; or a change of others, made by the server on the way.
    if (!sets && code.token().is(',')) return false;
    if (code.at_any({"select", "duplicate"})) return false;
  }
  return true;
}

}  // namespace dbmig

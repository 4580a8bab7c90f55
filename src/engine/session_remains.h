#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "sql/objects.h"
#include "sql/session_effect.h"

namespace dbmig {

/// What the statements of a step leave in their session that Connection::restore() does not see:
/// user variables, temporary tables, prepared statements, the last insert id. Each step begins
/// without, or it would depend on where the run before has ended.
class SessionRemains {
 public:
  /// A statement or a query is about to be sent, or was sent again for the rest of a step.
  void note(std::string_view text, const Connection& connection);
  bool empty() const { return !has_run_; }
  /// By their names in lower case, without the database.
  const std::map<std::string, ObjectName>& temporary_tables() const { return tables_; }
  /// Takes them away; those that there were. Throws as Connection::execute() does.
  std::vector<SessionPart> clear(Connection& connection);

 private:
  void note_parts(std::string_view text, const Connection& connection);

  std::set<std::string> variables_;           // In lower case, with the `@`.
  std::set<std::string> prepared_;            // In lower case.
  std::map<std::string, ObjectName> tables_;  // Temporary ones.
  bool has_run_ = false;
  bool may_be_any_ = false;  // A routine or a prepared statement may have set others.
};

}  // namespace dbmig

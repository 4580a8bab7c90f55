#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "db/routines.h"
#include "sql/objects.h"
#include "sql/session_effect.h"

namespace dbmig {

/// What the statements of a step leave in their session that Connection::restore() does not see:
/// user variables, temporary tables, prepared statements, the last insert id, the role. Each step
/// begins without, or it would depend on where the run before has ended.
class SessionRemains {
 public:
  /// A statement or a query is about to be sent, or was sent again for the rest of a step. Returns
  /// the variables that it reads, and that neither it nor another of this step was to set.
  std::vector<SessionPart> note(std::string_view text, const Connection& connection);
  /// What a CALL, an EXECUTE or a block may make that is about to be sent.
  void note(const CalledCode& code, const Connection& connection);
  bool empty() const { return !has_run_; }
  bool has_temporary_tables() const { return !tables_.empty(); }
  /// Those of this name, in lower case, that may be there, in whatever database.
  std::vector<ObjectName> temporary_tables(const std::string& name) const;
  /// Takes them away; those that there were. Throws as Connection::execute() does.
  std::vector<SessionPart> clear(Connection& connection);

 private:
  void note_parts(std::string_view text, const SessionEffect& effect, const Connection& connection);
  void note_renamed(std::string_view text, const Connection& connection);
  void note_table(ObjectName table, const Connection& connection);
  void forget_table(const std::string& name, const std::string& database);
  void clear_settings(Connection& connection, std::vector<SessionPart>& cleared);
  void clear_variables(Connection& connection, std::vector<SessionPart>& cleared);

  std::set<std::string> variables_;           // In lower case, with the `@`.
  std::set<std::string> prepared_;            // In lower case.
  std::set<std::string> settings_;            // Those that the session's state leaves out.
  std::map<std::string, ObjectName> tables_;  // Temporary ones, by database and name.
  bool has_run_ = false;
};

}  // namespace dbmig

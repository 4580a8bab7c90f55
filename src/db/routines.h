#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "sql/code_effect.h"
#include "sql/code_reader.h"

namespace dbmig {

/// What the server carries out for an EXECUTE.
struct PreparedCode {
  std::string text;
  std::string database;  // Where it was prepared: names without a schema are looked for there.
};

/// What a CALL, an EXECUTE or a block runs, as far as it can be read.
struct CalledCode {
  std::vector<std::string> names;  // In the statement and all procedures that it reaches.
  CodeEffect effect;  // Of all of it. What may not be read counts as something that rolls back.
  std::optional<PreparedCode> executed;  // By an EXECUTE, where it is known.
};

/// By which rules the body of a routine or a trigger may be read, as the server shows it: it prints
/// the strings anew, so that of `'a\\'` only `'a\'` may be left.
std::vector<Dialect> dialects_of_printed(std::string_view body, const Dialect& dialect);

/// Reads what the server keeps, procedures and prepared statements, to know what a CALL or an
/// EXECUTE may do.
class Routines {
 public:
  explicit Routines(Connection& connection) : connection_(&connection) {}

  /// Forgets all procedures: a statement may have made, changed or dropped some.
  void forget() { known_.clear(); }
  /// Forgets what was prepared: a statement may have prepared something else.
  void forget_prepared() { prepared_.clear(); }

  /// Of a PREPARE that is sent in this session: keeps what it prepares, as far as that is a literal
  /// or the value of a variable.
  void note_prepare(std::string_view statement);

  CalledCode code(std::string_view statement);

 private:
  struct Body {
    std::string text;
    Dialect dialect;  // That of its own sql_mode.
    bool is_known = false;
  };
  const std::vector<Body>& bodies(const std::string& schema, const std::string& name);
  std::optional<std::string> value(CodeReader& code);
  std::optional<PreparedCode> executed(std::string_view statement);

  Connection* connection_;
  std::map<std::string, std::vector<Body>> known_;  // By schema and name.
  std::map<std::string, PreparedCode> prepared_;    // By name, in lower case.
};

}  // namespace dbmig

#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "sql/code_effect.h"

namespace dbmig {

/// What a CALL or a block runs, as far as it can be read.
struct CalledCode {
  std::string text;   // The statement, and the bodies of all procedures that it reaches.
  CodeEffect effect;  // Of all of it. A body that may not be read counts as one that rolls back.
};

/// Reads the procedures of the server, to know what a CALL may do.
class Routines {
 public:
  explicit Routines(Connection& connection) : connection_(&connection) {}

  /// Forgets all: a statement may have made, changed or dropped some.
  void forget() { known_.clear(); }

  CalledCode code(std::string_view statement);

 private:
  struct Body {
    std::string text;
    bool is_known = false;
  };
  const std::vector<Body>& bodies(const std::string& schema, const std::string& name);

  Connection* connection_;
  std::map<std::string, std::vector<Body>> known_;  // By schema and name.
};

}  // namespace dbmig

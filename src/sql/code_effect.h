#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"
#include "sql/objects.h"

namespace dbmig {

/// What code that the server runs may do besides changing rows, as far as its own text tells.
struct CodeEffect {
  /// To the transaction that it was called in: it has a ROLLBACK, other than to a savepoint that
  /// it has set itself, or it handles errors by which the
  /// server may have rolled back before the handler runs, such as a deadlock.
  bool rolls_back = false;
  bool begins = false;                // A transaction, which may outlive it.
  bool defines = false;               // It makes, changes or drops tables or other objects.
  bool is_dynamic = false;            // It prepares or runs texts that are not known here.
  std::vector<ObjectName> calls;      // Procedures, in its order, whose code counts as well.
  std::vector<std::string> texts;     // Literals that it executes, which are counted here.
  std::vector<ObjectName> temporary;  // Tables that it makes, or drops, for its session.
  std::vector<std::string> prepared;  // Statements that it prepares, or gives up.

  /// What this code does and that.
  void add(const CodeEffect& other);
};

/// Of a CALL, a block, or the body of a routine. A literal behind EXECUTE IMMEDIATE is read.
CodeEffect code_effect(std::string_view code, const Dialect& dialect);

}  // namespace dbmig

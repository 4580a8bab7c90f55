#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "python/lexer.h"
#include "python/value.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// A statement that a revision came to, and the place of the call that it came from.
struct Emitted {
  std::string text;
  std::size_t offset = 0;
};

/// What a function of a revision file did when it was evaluated: statements for the server,
/// and all that it wanted and cannot have. With findings, the statements mean nothing.
struct Evaluation {
  Dialect dialect;
  Heap heap;
  std::vector<Emitted> statements;
  std::vector<Error> findings;
  /// What the batches that are open have gathered: it is sent when a batch ends.
  std::vector<std::pair<const Object*, std::vector<Emitted>>> batches;
};

/// Runs the file's top level and then its function of that name (`upgrade`, `downgrade`).
///
/// Nothing outside is touched: no file, no network, no environment, no database. Steps, depth
/// and size are limited; beyond them, Error(data).
Evaluation evaluate(const Source& source, const Module& module, std::string_view function,
                    const Dialect& dialect);

/// The definition of a function at the file's top level; null when it has none.
const Statement* find_function(const Module& module, std::string_view name);

}  // namespace dbmig::python

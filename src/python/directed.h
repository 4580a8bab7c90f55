#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "python/evaluation.h"
#include "script/script.h"

namespace dbmig::python {

/// A statement of a revision that the database steers, and what stands above it in SQL.
struct DirectedStatement {
  std::string text;
  std::size_t offset = 0;
  Directives directives;
};

/// The statements that were foreseen, where directives say exactly when each is sent: what the
/// revision asks can be asked right before the statement, for none before it changes the answer.
/// Throws Error(data) at the place that stands in the way.
std::vector<DirectedStatement> directed(const Evaluation& evaluation);

}  // namespace dbmig::python

#pragma once

#include <optional>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// Functions and methods that make a part of SQL out of others: `select()`, `where()`, `desc()`,
/// `bindparams()`, ... Nothing when the call is none of them.
std::optional<Value> make_clause(Evaluation& evaluation, const Value& call);

}  // namespace dbmig::python

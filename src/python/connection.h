#pragma once

#include <optional>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// What a revision does with its connection: execute(), scalar(), inspect(), reflection, and the
/// methods of what comes of it. Nothing when the call is none of these.
std::optional<Value> use_connection(Evaluation& evaluation, const Value& call);

}  // namespace dbmig::python

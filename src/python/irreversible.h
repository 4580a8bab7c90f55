#pragma once

#include <optional>
#include <string>

#include "python/ast.h"

namespace dbmig::python {

/// Why a downgrade() that does nothing but raise an exception does not work: the exception's
/// words, else its name. Nothing for any other function.
std::optional<std::string> irreversible_reason(const Statement& function);

}  // namespace dbmig::python

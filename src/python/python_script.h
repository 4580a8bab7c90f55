#pragma once

#include <memory>
#include <string>

#include "python/evaluation.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// Parses a revision file and holds it for both directions. A direction is foreseen when it
/// is first asked for; all that it cannot have is then one Error(data), before any statement
/// is given. One that the database steers has no size, and is evaluated again as it runs.
/// Throws Error(data) for what is not Python.
std::unique_ptr<const ScriptFile> python_script(std::string text, std::string file,
                                                const Dialect& dialect,
                                                const Surroundings& surroundings = {});

}  // namespace dbmig::python

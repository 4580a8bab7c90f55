#pragma once

#include <memory>
#include <string>

#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// Parses a revision file and holds it for both directions. A direction is evaluated when it
/// is first asked for; all that it cannot have is then one Error(data), before any statement
/// is given. Throws Error(data) for what is not Python.
std::unique_ptr<const ScriptFile> python_script(std::string text, std::string file,
                                                const Dialect& dialect);

}  // namespace dbmig::python

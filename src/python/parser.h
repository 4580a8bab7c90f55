#pragma once

#include "python/ast.h"
#include "python/lexer.h"

namespace dbmig::python {

/// Parses a whole file by the grammar of Python 3.11, also what no evaluator here can run.
/// Throws Error(data) that points at the first thing that is not Python, or that is
/// nested deeper than any honest file.
Module parse(const Source& source);

}  // namespace dbmig::python

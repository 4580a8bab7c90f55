#pragma once

#include "python/ast.h"
#include "python/lexer.h"

namespace dbmig::python {

/// Parses a whole file by the grammar of Python 3.11, also what no evaluator here can run.
/// Throws Error(data) that points at the first thing that is not Python, or that is
/// nested deeper than any honest file.
Module parse(const Source& source);

/// Parses the one simple statement between two offsets; `module` owns it.
const Statement* parse_statement(const Source& source, std::size_t begin, std::size_t end,
                                 Module& module);

}  // namespace dbmig::python

#pragma once

#include <memory>
#include <string>

#include "revision/revision.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// Reads the text of a native revision file completely: encoding, header, sections,
/// statements, directives. `revision` is what the history was built from; a file whose
/// header says something else by now is an error.
/// Throws Error(data) that points at the first thing that is wrong.
std::unique_ptr<const ScriptFile> parse_sql_script(std::string text, std::string file,
                                                   const Revision& revision,
                                                   const Dialect& dialect);

}  // namespace dbmig

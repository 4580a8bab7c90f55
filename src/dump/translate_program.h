#pragma once

#include <string>

#include "dump/notes.h"
#include "dump/translate.h"

namespace dbmig {

/// A view, routine, trigger or event in the words of the target, with its context.
SchemaObject translate_program(SchemaObject object, const std::string& database,
                               const Dialect& source, const TranslateOptions& options,
                               Notes& notes);

/// Collations of the session as the target has them.
std::string translate_collation(const std::string& collation, const TranslateOptions& options,
                                Notes& notes);

}  // namespace dbmig

#pragma once

#include <set>
#include <string>

#include "dump/notes.h"
#include "dump/translate.h"

namespace dbmig {

/// A CREATE TABLE statement in the words of the target. `check_names` are those taken by
/// the checks of the tables before, since MySQL wants them unique in a database.
std::string translate_table(const SchemaObject& table, const std::string& database,
                            const Dialect& source, const TranslateOptions& options,
                            std::set<std::string>& check_names, Notes& notes);

}  // namespace dbmig

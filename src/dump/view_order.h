#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dump/schema_object.h"
#include "sql/dialect.h"

namespace dbmig {

/// The tables, views and functions of this database that a view reads, out of its text as
/// the server shows it: with every name quoted, aliases too. A name may be among them that is an
/// alias in truth.
std::vector<std::string> tables_read(std::string_view view, std::string_view database,
                                     const Dialect& dialect);

/// Views so that each comes after those it reads, and by name where that leaves a choice.
std::vector<SchemaObject> in_view_order(std::vector<SchemaObject> views, std::string_view database,
                                        const Dialect& dialect);

}  // namespace dbmig

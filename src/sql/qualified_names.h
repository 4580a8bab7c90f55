#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"
#include "sql/objects.h"

namespace dbmig {

/// The `x.y` in a piece of code of which the place tells that x is a schema, not a table, an alias
/// or NEW: where a table or a procedure is named, and in front of arguments. The kind is that of
/// the place. Some may be none (a field of a record, a routine of a package).
std::vector<ObjectName> qualified_names(std::string_view code, const Dialect& dialect);

/// A name as it is to be compared with another one, where the server may ignore case: letters in
/// lower case, and all that is no ASCII alike. More are equal than the server takes for equal.
std::string folded(std::string_view name);

}  // namespace dbmig

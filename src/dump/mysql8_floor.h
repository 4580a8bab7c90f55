#pragma once

#include <string>
#include <vector>

#include "dump/schema_object.h"
#include "sql/dialect.h"

namespace dbmig {

/// What a statement asks of its server that MySQL 8.0 (8.0.31, to be exact) has not got though
/// newer versions of MySQL have, each as a few words: `the type VECTOR`.
///
/// `source` is the server that shows it. For the words of a newer MySQL: another server may call
/// its own functions and columns by these names. A dump for MySQL 8 that is only ever loaded in
/// the MySQL at hand would hide what is found here.
std::vector<std::string> beyond_mysql8(const SchemaObject& object, const Dialect& source);

}  // namespace dbmig

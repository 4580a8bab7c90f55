#pragma once

#include <string_view>

#include "db/connection.h"
#include "db/engines.h"
#include "db/evidence.h"

namespace dbmig {

/// What tells whether a statement changed rows that no rollback brings back: a checksum
/// of each such table it names, and when the server was started.
Evidence look_at_rows(Connection& connection, TableEngines& engines, std::string_view statement);
/// The same look again.
Evidence look_at_rows(Connection& connection, const Evidence& before);

}  // namespace dbmig

#pragma once

#include "db/connection.h"
#include "db/engines.h"
#include "db/evidence.h"

namespace dbmig {

/// What tells whether a statement changed rows that no rollback brings back: a checksum
/// of each such table, and when the server was started. Of one that changes others as well, which
/// are rolled back without its record, it says so.
Evidence look_at_rows(Connection& connection, const TableEngines::Reach& reach);
/// The same look again.
Evidence look_at_rows(Connection& connection, const Evidence& before);
/// Whether it is of a statement that changes tables with transactions, too.
bool has_transactional_rows(const Evidence& evidence);

}  // namespace dbmig

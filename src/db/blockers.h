#pragma once

#include <string>
#include <vector>

#include "db/connection.h"
#include "sql/objects.h"

namespace dbmig {

/// A session that may keep a statement from the metadata lock it needs.
struct Blocker {
  unsigned long connection = 0;
  std::string user;
  std::string host;
  std::uint64_t seconds = 0;  // How old its transaction, or what it does now, is.
  std::string statement;      // Empty when it is idle within a transaction.

  /// `connection 17 (app@web1), in a transaction for 93 s`.
  std::string text() const;
};

/// Who holds locks on the objects, by the best source that the server offers and the
/// account may read: performance_schema.metadata_locks, MariaDB's
/// information_schema.metadata_lock_info, else every session with an open transaction.
/// Empty when nothing can be seen.
std::vector<Blocker> blockers(Connection& connection, const std::vector<ObjectName>& objects);

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "db/connection.h"
#include "dump/dump_file.h"

namespace dbmig {

/// How far a load is.
struct LoadProgress {
  std::size_t bytes = 0;
  std::size_t of = 0;
};

struct LoadEvents {
  std::function<void(const LoadProgress&)> progress;
  std::function<bool()> interrupted;
  /// Called before a statement about once in a second; may throw to end the load.
  std::function<void()> check;
};

struct LoadResult {
  std::size_t statements = 0;
  std::size_t left_out = 0;   // Statements about the server's replication.
  std::size_t warnings = 0;   // Of statements that put in rows.
  std::string first_warning;  // With its place in the file.
};

/// Throws Error(policy) when the connection's database holds anything but dbmig's own
/// bookkeeping.
void require_empty_database(Connection& connection);

/// Runs a dump that has been inspected, on the connection's database. Throws as
/// Connection::execute(), with the place in the file, and Error(temporary) when it is
/// interrupted; the database then holds a part of the dump.
LoadResult load_dump(Connection& connection, const DumpFile& file, const LoadEvents& events);

}  // namespace dbmig

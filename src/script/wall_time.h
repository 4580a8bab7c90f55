#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dbmig {

/// A moment as a clock on the wall shows it in one time zone.
struct WallTime {
  std::int64_t epoch = 0;  // Seconds since 1970 in UTC.
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::optional<int> offset;  // Seconds east of UTC; nothing when the zone was not named.

  /// `2026-11-21 10:00:00`, with `+02:00` after it when the zone was named.
  std::string str() const;
};

/// `moment` in the zone of that name (`Europe/Berlin`, `UTC`), or in the machine's own
/// zone when the name is empty. A name is tried as it is, then in capitals, as Alembic
/// does. Throws Error(config) when the machine has no such zone.
///
/// Changes the process' TZ for a moment: not for use beside other threads.
WallTime wall_time(std::chrono::system_clock::time_point moment, std::string_view zone);

}  // namespace dbmig

#include "script/wall_time.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <filesystem>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace dbmig {
namespace {

/// Sets TZ for as long as it lives. The C library is the only reader of zones in
/// Debian 12's g++, and it reads a name that it does not know as UTC: hence the
/// look at the file first, in zone_file().
class ZoneOverride {
 public:
  explicit ZoneOverride(const std::string& value) {
    if (const char* const before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", value.c_str(), 1);
    ::tzset();
  }
  ~ZoneOverride() {
    if (before_) {
      ::setenv("TZ", before_->c_str(), 1);
    } else {
      ::unsetenv("TZ");
    }
    ::tzset();
  }
  ZoneOverride(const ZoneOverride&) = delete;
  ZoneOverride& operator=(const ZoneOverride&) = delete;

 private:
  std::optional<std::string> before_;
};

bool is_zone_name(std::string_view name) {
  const auto fits = [](char c) {
    return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '+' || c == '/';
  };
  return !name.empty() && name.front() != '/' && std::all_of(name.begin(), name.end(), fits);
}

/// The compiled rules of a zone, or nothing.
std::optional<std::filesystem::path> zone_file(std::string_view name) {
  if (!is_zone_name(name)) return std::nullopt;
  const char* const folder = std::getenv("TZDIR");
  std::filesystem::path file = folder != nullptr ? folder : "/usr/share/zoneinfo";
  file /= name;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(file, ignored)) return std::nullopt;
  if (read_file_head(file, 4, ErrorCode::config) != "TZif") return std::nullopt;
  return file;
}

WallTime from_tm(std::time_t seconds, const std::tm& tm) {
  WallTime time;
  time.epoch = seconds;
  time.year = tm.tm_year + 1900;
  time.month = tm.tm_mon + 1;
  time.day = tm.tm_mday;
  time.hour = tm.tm_hour;
  time.minute = tm.tm_min;
  time.second = tm.tm_sec;
  return time;
}

}  // namespace

std::string WallTime::str() const {
  std::string text =
      fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", year, month, day, hour, minute, second);
  if (offset) {
    const int minutes = std::abs(*offset) / 60;
    text += fmt::format("{}{:02}:{:02}", *offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
  }
  return text;
}

WallTime wall_time(std::chrono::system_clock::time_point moment, std::string_view zone) {
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(moment));
  std::tm tm{};
  if (zone.empty()) {
    ::tzset();
    ::localtime_r(&seconds, &tm);
    return from_tm(seconds, tm);
  }
  auto file = zone_file(zone);
  if (!file) file = zone_file(upper(zone));
  if (file) {
    const ZoneOverride override(fmt::format(":{}", file->string()));
    ::localtime_r(&seconds, &tm);
  } else if (equals_ignoring_case(zone, "UTC")) {  // known without any zone files
    ::gmtime_r(&seconds, &tm);
  } else {
    throw Error(ErrorCode::config, fmt::format("Can't locate timezone: {}", printable(zone)))
        .with_hint(
            "name a zone as `timedatectl list-timezones` does; the zones are in the "
            "package tzdata");
  }
  WallTime time = from_tm(seconds, tm);
  time.offset = static_cast<int>(tm.tm_gmtoff);
  return time;
}

}  // namespace dbmig

#include "script/wall_time.h"

#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/file.h"
#include "support/temp_dir.h"

namespace dbmig {
namespace {

std::chrono::system_clock::time_point at(std::int64_t epoch) {
  return std::chrono::system_clock::time_point(std::chrono::seconds(epoch));
}

constexpr std::int64_t kTen = 1795255200;  // 2026-11-21 10:00:00 UTC

/// Sets an environment variable for one test.
class Environment {
 public:
  Environment(const char* name, const std::string& value) : name_(name) {
    if (const char* const before = std::getenv(name)) before_ = before;
    ::setenv(name, value.c_str(), 1);
  }
  ~Environment() { before_ ? ::setenv(name_, before_->c_str(), 1) : ::unsetenv(name_); }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  std::optional<std::string> before_;
};

/// The text of a zone file that goes by the rule of a TZ value since 1901.
std::string zone(const std::string& rule) {
  const auto number = [](std::size_t size, char last) {
    return std::string(size - 1, '\0') + last;
  };
  std::string header = "TZif2" + std::string(15, '\0');
  for (const char count : {'\0', '\0', '\0', '\1', '\1', '\4'})
    header += number(4, count);
  const std::string type = std::string(7, '\0') + std::string("UTC\0", 4);
  const std::string since = "\x80" + std::string(3, '\0');
  return header + since + type + header + "\xFF\xFF\xFF\xFF" + since + type + "\n" + rule + "\n";
}

TEST(WallTime, ShowsTheOffsetOfANamedZone) {
  EXPECT_EQ(wall_time(at(kTen), "UTC").str(), "2026-11-21 10:00:00+00:00");
  EXPECT_EQ(wall_time(at(kTen), "UTC").epoch, kTen);
  EXPECT_EQ(wall_time(at(-1), "UTC").str(), "1969-12-31 23:59:59+00:00");
}

TEST(WallTime, FollowsTheRulesOfTheZoneSummerAndWinter) {
  const TempDir zones;
  const Environment tzdir("TZDIR", zones.path().string());
  write_file(zones / "Berlin", zone("CET-1CEST,M3.5.0,M10.5.0/3"), Existing::refuse);
  EXPECT_EQ(wall_time(at(kTen), "Berlin").str(), "2026-11-21 11:00:00+01:00");
  EXPECT_EQ(wall_time(at(1782907200), "Berlin").str(), "2026-07-01 14:00:00+02:00");
  write_file(zones / "St_Johns", zone("NST3:30"), Existing::refuse);
  EXPECT_EQ(wall_time(at(kTen), "St_Johns").str(), "2026-11-21 06:30:00-03:30");
}

TEST(WallTime, TriesTheNameInCapitalsToo) {
  const TempDir zones;
  const Environment tzdir("TZDIR", zones.path().string());
  write_file(zones / "HST", zone("HST10"), Existing::refuse);
  EXPECT_EQ(wall_time(at(kTen), "hst").str(), "2026-11-21 00:00:00-10:00");
  EXPECT_EQ(wall_time(at(kTen), "utc").str(), "2026-11-21 10:00:00+00:00");
}

TEST(WallTime, WithoutANameIsTheMachinesOwnAndShowsNoOffset) {
  const Environment tz("TZ", "XYZ-5");
  EXPECT_EQ(wall_time(at(kTen), "").str(), "2026-11-21 15:00:00");
}

TEST(WallTime, LeavesTheMachinesZoneAsItWas) {
  const Environment tz("TZ", "XYZ-5");
  wall_time(at(kTen), "UTC");
  EXPECT_STREQ(std::getenv("TZ"), "XYZ-5");
  EXPECT_EQ(wall_time(at(kTen), "").hour, 15);
}

TEST(WallTime, AnUnknownZoneIsAnError) {
  for (const char* const name :
       {"Nowhere/Land", "../../../etc/passwd", "/etc/passwd", "a b", "."}) {
    try {
      wall_time(at(kTen), name);
      ADD_FAILURE() << name;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::config);
      EXPECT_EQ(e.report(), "Can't locate timezone: " + std::string(name) +
                                "\nhint: name a zone as `timedatectl list-timezones` does; the "
                                "zones are in the package tzdata");
    }
  }
}

}  // namespace
}  // namespace dbmig

#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace dbmig {

/// A length of time as a person writes it: `5` and `5s` (seconds), `500ms`, `2m`, `1h`,
/// `1m30s`, `0.5s`. Nothing when it is not one, is negative, or is longer than a year.
std::optional<std::chrono::milliseconds> find_duration(std::string_view text);

/// The shortest form that find_duration() reads back: `500ms`, `5s`, `2m`.
std::string duration_text(std::chrono::milliseconds duration);

/// Whole seconds, rounded up: half a second of patience is not none.
std::chrono::seconds whole_seconds(std::chrono::milliseconds duration);

/// `true`, `yes`, `on`, `1` and their opposites, in any case.
std::optional<bool> find_bool(std::string_view text);

}  // namespace dbmig

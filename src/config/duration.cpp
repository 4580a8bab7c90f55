#include "config/duration.h"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr double kYear = 366.0 * 24 * 3600 * 1000;

/// Milliseconds of a unit; 0 for a word that is none.
double unit(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, double>, 5> kUnits = {
      {{"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60 * 1000}, {"h", 3600 * 1000}}};
  for (const auto& [name, size] : kUnits) {
    if (name == word) return size;
  }
  return 0;
}

}  // namespace

std::optional<std::chrono::milliseconds> find_duration(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > 30) return std::nullopt;
  double total = 0;
  for (std::size_t i = 0; i < text.size();) {
    double number = 0;
    double place = 1;
    const std::size_t begin = i;
    for (; i < text.size() && is_digit(text[i]); ++i)
      number = number * 10 + (text[i] - '0');
    if (i == begin) return std::nullopt;
    if (i < text.size() && text[i] == '.') {
      const std::size_t point = i++;
      for (; i < text.size() && is_digit(text[i]); ++i)
        number += (text[i] - '0') * (place /= 10);
      if (i == point + 1) return std::nullopt;
    }
    const std::size_t word = i;
    while (i < text.size() && is_letter(text[i]))
      ++i;
    const double size = unit(text.substr(word, i - word));
    const bool bare = word == i;  // only a number alone may go without its unit
    if (size == 0 || (bare && (begin > 0 || i < text.size()))) return std::nullopt;
    total += number * size;
  }
  if (total > kYear) return std::nullopt;
  return std::chrono::milliseconds(static_cast<long long>(total + 0.5));
}

std::string duration_text(std::chrono::milliseconds duration) {
  const long long count = duration.count();
  if (count % 1000 != 0) return fmt::format("{}ms", count);
  if (count == 0 || count % 60000 != 0) return fmt::format("{}s", count / 1000);
  if (count % 3600000 != 0) return fmt::format("{}m", count / 60000);
  return fmt::format("{}h", count / 3600000);
}

std::chrono::seconds whole_seconds(std::chrono::milliseconds duration) {
  return std::chrono::ceil<std::chrono::seconds>(duration);
}

std::optional<bool> find_bool(std::string_view text) {
  const std::string word = lower(trim(text));
  if (word == "true" || word == "yes" || word == "on" || word == "1") return true;
  if (word == "false" || word == "no" || word == "off" || word == "0") return false;
  return std::nullopt;
}

}  // namespace dbmig

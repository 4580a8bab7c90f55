#include "config/duration.h"

#include <array>
#include <cmath>
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

/// The number at the start of `text`, which is shortened by it; nothing when there is none.
std::optional<double> take_number(std::string_view& text) {
  double number = 0;
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]); ++i)
    number = number * 10 + (text[i] - '0');
  if (i == 0) return std::nullopt;
  if (i < text.size() && text[i] == '.') {
    const std::size_t first = ++i;
    for (double place = 0.1; i < text.size() && is_digit(text[i]); ++i, place /= 10)
      number += (text[i] - '0') * place;
    if (i == first) return std::nullopt;
  }
  text.remove_prefix(i);
  return number;
}

std::string_view take_word(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && is_letter(text[size]))
    ++size;
  const std::string_view word = text.substr(0, size);
  text.remove_prefix(size);
  return word;
}

}  // namespace

std::optional<std::chrono::milliseconds> find_duration(std::string_view text) {
  text = trim(text);
  if (text.empty() || text.size() > 30) return std::nullopt;
  double total = 0;
  for (bool is_first = true; !text.empty(); is_first = false) {
    const std::optional<double> number = take_number(text);
    if (!number) return std::nullopt;
    const std::string_view word = take_word(text);
    const bool is_alone = is_first && text.empty();  // only then may the unit be missing
    const double size = unit(word);
    if (size == 0 || (word.empty() && !is_alone)) return std::nullopt;
    total += *number * size;
  }
  if (total > kYear) return std::nullopt;
  return std::chrono::milliseconds(std::llround(total));
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

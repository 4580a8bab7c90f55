#include "engine/failure.h"

#include <charconv>

namespace dbmig {

std::size_t offset_of_failure(std::string_view statement, std::string_view message) {
  constexpr std::string_view kNear = "near '";
  constexpr std::string_view kLine = "' at line ";
  const std::size_t near = message.find(kNear);
  const std::size_t at = message.rfind(kLine);
  if (near == std::string_view::npos || at == std::string_view::npos) return 0;
  const std::size_t begin = near + kNear.size();
  if (at < begin) return 0;
  const std::string_view quoted = message.substr(begin, at - begin);
  unsigned line = 0;
  const std::string_view digits = message.substr(at + kLine.size());
  if (std::from_chars(digits.data(), digits.data() + digits.size(), line).ec != std::errc()) {
    return 0;
  }
  std::size_t start = 0;
  for (; line > 1; --line) {
    const std::size_t newline = statement.find('\n', start);
    if (newline == std::string_view::npos) return 0;
    start = newline + 1;
  }
  if (quoted.empty()) return statement.size();  // The statement ends too early.
  const std::size_t found = statement.find(quoted, start);
  return found == std::string_view::npos ? start : found;
}

}  // namespace dbmig

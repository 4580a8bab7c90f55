#include "engine/failure.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"

namespace dbmig {

namespace {

/// The first thing that a message puts in quotes or backticks, without its schema:
/// `t` of "Table 'd.t' doesn't exist".
std::string_view first_quoted(std::string_view message) {
  const std::size_t open = message.find_first_of("'`");
  // An apostrophe inside a word ("doesn't", "Can't") opens nothing.
  if (open == std::string_view::npos || (open > 0 && is_letter(message[open - 1]))) {
    return open == std::string_view::npos ? std::string_view()
                                          : first_quoted(message.substr(open + 1));
  }
  const std::size_t close = message.find(message[open], open + 1);
  if (close == std::string_view::npos) return {};
  const std::string_view quoted = message.substr(open + 1, close - open - 1);
  const std::size_t dot = quoted.rfind('.');
  return dot == std::string_view::npos ? quoted : quoted.substr(dot + 1);
}

bool is_name_byte(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || static_cast<unsigned char>(c) > 127;
}

/// Where `word` stands in `text` as a whole word; nothing when that is nowhere, or in
/// several places.
std::optional<std::size_t> only_place(std::string_view text, std::string_view word) {
  std::optional<std::size_t> place;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool whole = (at == 0 || !is_name_byte(text[at - 1])) &&
                       (end == text.size() || !is_name_byte(text[end]));
    if (!whole) continue;
    if (place) return std::nullopt;
    place = at;
  }
  return place;
}

/// For messages without a line: where the thing that they name stands.
std::size_t offset_of_named(std::string_view statement, std::string_view message) {
  const std::string_view name = first_quoted(message);
  return name.empty() ? 0 : only_place(statement, name).value_or(0);
}

}  // namespace

std::size_t offset_of_failure(std::string_view statement, std::string_view message) {
  constexpr std::string_view kNear = "near '";
  constexpr std::string_view kLine = "' at line ";
  const std::size_t near = message.find(kNear);
  const std::size_t at = message.rfind(kLine);
  if (near == std::string_view::npos || at == std::string_view::npos) {
    return offset_of_named(statement, message);
  }
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

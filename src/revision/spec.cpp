#include "revision/spec.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "revision/shown.h"

namespace dbmig {
namespace {

constexpr std::string_view kPlace = "<revision>";
constexpr std::int64_t kMostSteps = 1'000'000'000;  // More than any history has revisions.

[[noreturn]] void refuse(std::string_view text, std::size_t offset, const std::string& message,
                         const std::string& hint) {
  Location location = Location::at(kPlace, text, offset);
  // A caret under the first few hundred characters is as much as a terminal can show.
  constexpr std::size_t kWidest = 200;
  const bool wide = code_points(location.source_line) > kWidest;
  location.source_line = wide ? std::string() : printable(location.source_line);
  throw Error(ErrorCode::usage, message).at(std::move(location)).with_hint(hint);
}

/// Letters, digits and underscores; all that is not ASCII counts as a letter.
bool is_word(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

struct Number {
  std::size_t symbol_end = 0;  // Where the sign is.
  std::size_t end = 0;         // After the last digit.
};

/// The number of `symbol+N` at the start of `name`, whatever follows it.
std::optional<Number> leading_number(std::string_view name) {
  const auto sign = std::find_if_not(name.begin(), name.end(), is_word);
  Number number;
  number.symbol_end = static_cast<std::size_t>(sign - name.begin());
  if (sign == name.end() || (*sign != '+' && *sign != '-')) return std::nullopt;
  const auto last = std::find_if_not(sign + 1, name.end(), is_digit);
  if (last == sign + 1) return std::nullopt;
  number.end = static_cast<std::size_t>(last - name.begin());
  return number;
}

std::int64_t steps(std::string_view number) {
  std::int64_t value = 0;
  for (const char digit : number.substr(1))
    value = std::min(value * 10 + (digit - '0'), kMostSteps);
  return number.front() == '-' ? -value : value;
}

void check_characters(std::string_view text) {
  if (text.empty()) {
    refuse(text, 0, "A revision is missing", "name one: an id, a branch label, head, or base");
  }
  if (const auto bad = find_invalid_utf8(text)) {
    refuse(text, *bad, "A revision has to be valid UTF-8", "");
  }
  const auto control = std::find_if(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
  });
  if (control != text.end()) {
    refuse(text, static_cast<std::size_t>(control - text.begin()),
           "A revision cannot hold a control character", "");
  }
}

}  // namespace

RevisionSpec RevisionSpec::parse(std::string_view text) {
  check_characters(text);
  if (const auto colon = text.find(':'); colon != std::string_view::npos) {
    refuse(text, colon, "Range revision not allowed",
           "a range A:B goes with history -r, or with --sql");
  }
  RevisionSpec spec;
  spec.text_ = text;
  const std::size_t at = text.find('@');
  const std::size_t start = at == std::string_view::npos ? 0 : at + 1;
  if (const auto second = text.find('@', start); second != std::string_view::npos) {
    refuse(text, second, "A revision has one branch only", "write BRANCH@REVISION");
  }
  spec.branch_ = text.substr(0, start == 0 ? 0 : at);
  spec.name_ = text.substr(start);
  if (spec.name_.empty()) {
    refuse(text, start, "A revision is missing after the branch",
           "write BRANCH@head, BRANCH@base or BRANCH@REVISION");
  }
  const std::optional<Number> found = leading_number(spec.name_);
  if (!found) return spec;
  const std::string_view name = spec.name_;
  if (found->end < name.size()) {
    spec.trailing_ = start + found->end;
    if (found->symbol_end == 0) spec.refuse_trailing_text();
    return spec;
  }
  if (start == 1) return spec;  // `@+1`: a number of steps needs the name of a branch before `@`.
  const std::string_view number = name.substr(found->symbol_end);
  spec.relative_ = Relative{spec.branch_, std::string(name.substr(0, found->symbol_end)),
                            steps(number), std::string(number)};
  return spec;
}

void RevisionSpec::refuse_trailing_text() const {
  if (!trailing_) return;
  refuse(text_, *trailing_,
         fmt::format("Unexpected '{}' after the number of steps",
                     shown(std::string_view(text_).substr(*trailing_))),
         fmt::format("did you mean {}?", shown(text_.substr(0, *trailing_))));
}

std::optional<RevisionRange> RevisionRange::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  if (const auto second = text.find(':', colon + 1); second != std::string_view::npos) {
    refuse(text, second, "A range has one colon only", "write START:END");
  }
  return RevisionRange{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

}  // namespace dbmig

#include "script/naming.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "script/header.h"

namespace dbmig {
namespace {

constexpr std::size_t kLongestField = 200;  // No file name is longer than 255 bytes.

/// One `%(name)` with what printf puts between it and its letter.
struct Token {
  std::string name;
  bool left = false;
  bool zero = false;
  bool plus = false;
  bool blank = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision;
  char conversion = 's';
};

/// Writes a file name from its template.
class Template {
 public:
  Template(std::string_view text, std::string_view id, std::string_view slug, const WallTime& time)
      : text_(text),
        values_{{{"rev", std::string(id)},
                 {"slug", std::string(slug)},
                 {"epoch", time.epoch},
                 {"year", time.year},
                 {"month", time.month},
                 {"day", time.day},
                 {"hour", time.hour},
                 {"minute", time.minute},
                 {"second", time.second}}} {}

  std::string expanded() {
    std::string out;
    while (at_ < text_.size()) {
      if (text_[at_] != '%') {
        out += text_[at_++];
      } else if (text_.substr(at_).starts_with("%%")) {
        out += '%';
        at_ += 2;
      } else {
        const std::size_t start = at_;
        out += formatted(token(), start);
      }
    }
    return out;
  }

 private:
  using Value = std::variant<std::string, std::int64_t>;

  Error error(std::size_t offset, const std::string& message) const {
    return Error(ErrorCode::config, message)
        .at(Location::at("file_template", text_, offset))
        .with_hint(
            "write tokens as %(rev)s, %(slug)s, %(year)d, %(month).2d and %% for a percent "
            "sign (each % doubled in an ini file)");
  }

  char next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  std::size_t number() {
    std::size_t value = 0;
    const auto [end, problem] =
        std::from_chars(text_.data() + at_, text_.data() + text_.size(), value);
    if (problem == std::errc::result_out_of_range || value > kLongestField) {
      throw error(at_, fmt::format("a width of more than {} characters", kLongestField));
    }
    at_ = static_cast<std::size_t>(end - text_.data());
    return value;
  }

  Token token() {
    const std::size_t start = at_++;
    if (next() != '(') throw error(start, "a `%` stands alone");
    const std::size_t close = text_.find(')', at_);
    if (close == std::string_view::npos) throw error(at_, "this `(` is not closed");
    Token token;
    token.name = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    for (;; ++at_) {
      if (next() == '-') {
        token.left = true;
      } else if (next() == '0') {
        token.zero = true;
      } else if (next() == '+') {
        token.plus = true;
      } else if (next() == ' ') {
        token.blank = true;
      } else {
        break;
      }
    }
    if (is_digit(next())) token.width = number();
    if (next() == '.') {
      ++at_;
      token.precision = is_digit(next()) ? number() : 0;
    }
    token.conversion = next();
    if (token.conversion == '\0') throw error(start, "the token that begins here has no end");
    ++at_;
    return token;
  }

  std::string formatted(const Token& token, std::size_t start) const {
    const auto* const found = std::find_if(values_.begin(), values_.end(),
                                           [&](const auto& v) { return v.first == token.name; });
    if (found == values_.end()) {
      const auto known = nearest(
          token.name, {"rev", "slug", "epoch", "year", "month", "day", "hour", "minute", "second"});
      throw error(start + 2,
                  fmt::format("unknown token \"{}\"{}", token.name, did_you_mean(known)));
    }
    const auto* const value = std::get_if<std::int64_t>(&found->second);
    std::string text;
    if (token.conversion == 's') {
      text = value != nullptr ? std::to_string(*value) : std::get<std::string>(found->second);
      if (token.precision) text = code_point_range(text, 0, *token.precision);
    } else if (token.conversion == 'd' || token.conversion == 'i' || token.conversion == 'u') {
      if (value == nullptr) {
        throw error(start, fmt::format("`{}` is text: write %({})s", token.name, token.name));
      }
      text = digits(token, *value);
    } else {
      throw error(at_ - 1, "a token ends in s or d");
    }
    const std::size_t size = code_points(text);
    const std::string padding(token.width > size ? token.width - size : 0, ' ');
    return token.left ? text + padding : padding + text;
  }

  static std::string digits(const Token& token, std::int64_t value) {
    std::string text = std::to_string(value < 0 ? -value : value);
    const std::string sign = value < 0 ? "-" : token.plus ? "+" : token.blank ? " " : "";
    std::size_t least = token.precision.value_or(0);
    if (token.zero && !token.left)
      least = std::max(least, token.width - std::min(token.width, sign.size()));
    if (text.size() < least) text.insert(0, least - text.size(), '0');
    return sign + text;
  }

  std::string_view text_;
  std::array<std::pair<std::string_view, Value>, 9> values_;
  std::size_t at_ = 0;
};

}  // namespace

std::string file_name(const FileNaming& naming, std::string_view id, std::string_view message,
                      const WallTime& time) {
  const std::string words = slug(message, naming.truncate_slug_length);
  const std::string name = Template(naming.file_template, id, words, time).expanded();
  const auto parts = split(name, '/');
  const bool outside = std::any_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part.front() == '.' || part.find('\0') != std::string_view::npos;
  });
  if (outside) {
    throw Error(
        ErrorCode::config,
        fmt::format("file_template \"{}\" gives \"{}\", which is no name for a revision file",
                    naming.file_template, printable(name)))
        .with_hint("no part of the name may be empty or begin with a dot");
  }
  return name + ".sql";
}

namespace {

constexpr std::string_view kExample = "; for example \"customers add column email\"";

constexpr std::array<std::string_view, 4> kActions = {"create", "remove", "add", "update"};

/// Words that people use for an action, and the action that the rule has for it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kOtherWords = {{
    {"drop", "remove"},
    {"delete", "remove"},
    {"insert", "add"},
    {"new", "create"},
    {"alter", "update"},
    {"change", "update"},
    {"modify", "update"},
    {"rename", "update"},
}};

constexpr std::array<std::string_view, 34> kTypes = {
    "table",    "tables",    "column",     "columns",     "index",     "indexes", "indices",
    "key",      "keys",      "constraint", "constraints", "view",      "views",   "trigger",
    "triggers", "procedure", "procedures", "function",    "functions", "event",   "events",
    "sequence", "partition", "partitions", "row",         "rows",      "data",    "enum",
    "default",  "comment",   "charset",    "collation",   "type",      "engine"};

constexpr std::array<std::string_view, 4> kBeforeType = {"primary", "foreign", "unique",
                                                         "fulltext"};

template <typename Words>
bool holds(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::optional<std::string> problem_after_action(const std::vector<std::string_view>& words,
                                                std::size_t action) {
  std::size_t type = action + 1;
  if (type < words.size() && holds(kBeforeType, words[type])) ++type;
  if (type >= words.size()) {
    return fmt::format("a type (table, column, index, ...) is missing after `{}`{}", words[action],
                       kExample);
  }
  if (!holds(kTypes, words[type])) {
    return fmt::format("`{}` after `{}` is no type (table, column, index, ...){}", words[type],
                       words[action], kExample);
  }
  const bool whole = words[type].starts_with("table") || words[type - 1] == "primary";
  if (type + 1 == words.size() && !whole) {
    return fmt::format("it does not say which {}{}", words[type], kExample);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> naming_problem(std::string_view message) {
  constexpr std::size_t kNoLimit = 100'000;
  const std::string text = slug(title_of(message), kNoLimit);
  std::vector<std::string_view> words = split(text, '_');
  std::erase(words, std::string_view());
  if (words.empty()) return "the message is empty" + std::string(kExample);
  // A table's name may hold a word that is also an action: the first reading that
  // follows the rule counts.
  std::optional<std::string> first;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!holds(kActions, words[i])) continue;
    auto problem = problem_after_action(words, i);
    if (!problem) return std::nullopt;
    if (!first) first = std::move(problem);
  }
  if (first) return first;
  if (holds(kActions, words[0])) {
    return fmt::format("the name of a table comes before `{}`{}", words[0], kExample);
  }
  for (const auto& [word, action] : kOtherWords) {
    if (holds(words, word)) return fmt::format("`{}` is called `{}`{}", word, action, kExample);
  }
  return "it has no action (create, remove, add, update)" + std::string(kExample);
}

}  // namespace dbmig

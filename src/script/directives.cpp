#include "script/directives.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "sql/lexer.h"
#include "sql/splitter.h"

namespace dbmig {

Error ScriptSource::error(std::size_t offset, const std::string& message) const {
  return Error(ErrorCode::data, message).at(Location::at(file, text, offset));
}

namespace {

constexpr std::array<std::string_view, 6> kMarkers = {
    "upgrade", "downgrade", "only-on", "skip-if", "repeat-until-no-rows", "irreversible"};

/// With what a statement that repeat-until-no-rows can repeat begins.
constexpr std::array<std::string_view, 5> kRowWords = {"UPDATE", "DELETE", "INSERT", "REPLACE",
                                                       "WITH"};

constexpr bool is_name(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }

}  // namespace

Marker parse_marker(std::string_view text, std::size_t offset, const ScriptSource& source) {
  constexpr std::string_view kPrefix = "migrate:";
  Marker marker;
  marker.offset = offset;
  const std::string_view rest = text.substr(kPrefix.size());
  const auto size =
      static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_name) - rest.begin());
  marker.name = rest.substr(0, size);
  if (std::find(kMarkers.begin(), kMarkers.end(), marker.name) == kMarkers.end()) {
    const std::vector<std::string> names(kMarkers.begin(), kMarkers.end());
    const std::string_view word =
        marker.name.empty() ? rest.substr(0, rest.find(' ')) : marker.name;
    throw source
        .error(offset, fmt::format("unknown directive \"migrate:{}\"{}", printable(word),
                                   did_you_mean(nearest(word, names))))
        .with_hint("after `migrate:` stands one of " + join(names, ", "));
  }
  std::string_view argument = rest.substr(size);
  const bool colon = marker.name == "irreversible" && argument.starts_with(':');
  if (colon) argument.remove_prefix(1);
  if (!colon && !argument.empty() && !is_space(argument.front())) {
    throw source.error(offset + kPrefix.size() + size,
                       fmt::format("expected a blank after `migrate:{}`", marker.name));
  }
  marker.argument = trim(argument);
  marker.argument_offset =
      offset + static_cast<std::size_t>(
                   (marker.argument.empty() ? text.end() : marker.argument.begin()) - text.begin());
  return marker;
}

namespace {

/// Reads `mysql, mariadb >= 10.6`.
class OnlyOnReader {
 public:
  OnlyOnReader(const Marker& marker, const ScriptSource& source)
      : marker_(marker), source_(source), rest_(marker.argument) {}

  std::vector<ServerCondition> conditions() {
    std::vector<ServerCondition> all;
    do {
      all.push_back(condition());
    } while (take(","));
    if (!rest_.empty()) {
      throw error("expected >=, >, <=, <, = or a comma");
    }
    return all;
  }

 private:
  using Comparison = ServerCondition::Comparison;

  ServerCondition condition() {
    ServerCondition one;
    skip_blanks();
    const auto size = static_cast<std::size_t>(
        std::find_if_not(rest_.begin(), rest_.end(), is_name) - rest_.begin());
    const std::string_view word = rest_.substr(0, size);
    if (equals_ignoring_case(word, "mysql")) {
      one.flavour = Flavour::mysql;
    } else if (equals_ignoring_case(word, "mariadb")) {
      one.flavour = Flavour::mariadb;
    } else {
      throw error(fmt::format("expected mysql or mariadb{}",
                              did_you_mean(nearest(word, {"mysql", "mariadb"}))));
    }
    rest_.remove_prefix(size);
    one.comparison = comparison();
    if (one.comparison != Comparison::any) one.version = version();
    return one;
  }

  Comparison comparison() {
    if (take(">=")) return Comparison::greater_or_equal;
    if (take("<=")) return Comparison::less_or_equal;
    if (take(">")) return Comparison::greater;
    if (take("<")) return Comparison::less;
    if (take("=")) return Comparison::equal;
    return Comparison::any;
  }

  std::vector<unsigned> version() {
    constexpr unsigned kLargest = 99;  // A server's number has two digits for each part.
    std::vector<unsigned> parts;
    do {
      if (!parts.empty()) rest_.remove_prefix(1);
      if (parts.empty()) skip_blanks();
      unsigned part = 0;
      const auto [end, problem] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), part);
      if (problem != std::errc() || part > kLargest || parts.size() == 3) {
        throw error("expected a version such as 10, 10.6 or 10.6.4");
      }
      parts.push_back(part);
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    } while (rest_.starts_with('.'));
    return parts;
  }

  void skip_blanks() {
    while (!rest_.empty() && is_space(rest_.front()))
      rest_.remove_prefix(1);
  }

  bool take(std::string_view token) {
    skip_blanks();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }

  Error error(const std::string& message) const {
    return source_
        .error(marker_.argument_offset + (marker_.argument.size() - rest_.size()), message)
        .with_hint("for example: -- migrate:only-on mysql, mariadb >= 10.6");
  }

  const Marker& marker_;
  const ScriptSource& source_;
  std::string_view rest_;
};

/// The tokens of a text that mean something to the server.
std::vector<Token> code(std::string_view text, const Dialect& dialect) {
  std::vector<Token> tokens;
  Lexer lexer(text, dialect);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (!is_blank(token.kind)) tokens.push_back(token);
  }
  return tokens;
}

bool is_keyword(const Token& token, std::string_view word) {
  return token.kind == TokenKind::word && equals_ignoring_case(token.text, word);
}

/// The query of a `skip-if`, without a `;` at its end.
std::string query_of(const Marker& marker, const ScriptSource& source, const Dialect& dialect) {
  std::vector<Piece> pieces;
  try {
    pieces = split_script(marker.argument, dialect, std::string(source.file));
  } catch (Error& e) {
    // The splitter saw the query alone; its place is one in the file.
    const int column = e.location() ? e.location()->column : 1;
    const std::size_t before =
        code_point_range(marker.argument, 0, static_cast<std::size_t>(std::max(column, 1) - 1))
            .size();
    e.set_location(Location::at(source.file, source.text, marker.argument_offset + before));
    throw;
  }
  if (pieces.size() > 1) {
    throw source.error(marker.argument_offset + pieces[1].statement.offset,
                       "`skip-if` takes one query");
  }
  const std::vector<Token> tokens = code(marker.argument, dialect);
  const bool asks =
      !pieces.empty() && !tokens.empty() &&
      (is_keyword(tokens[0], "SELECT") || is_keyword(tokens[0], "WITH") || tokens[0].is('('));
  if (!asks) {
    throw source.error(marker.argument_offset, "`skip-if` takes a query")
        .with_hint("for example: -- migrate:skip-if SELECT COUNT(*) FROM customers");
  }
  return std::string(pieces[0].statement.text);
}

/// `pause=100ms` or nothing.
Repetition repetition(const Marker& marker, const ScriptSource& source) {
  constexpr std::int64_t kLongest = 3'600'000;
  constexpr std::string_view kPause = "pause=";
  Repetition repetition;
  std::string_view rest = marker.argument;
  if (rest.empty()) return repetition;
  std::int64_t number = -1;
  if (rest.starts_with(kPause)) {
    rest.remove_prefix(kPause.size());
    const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (problem != std::errc()) number = -1;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  }
  const std::int64_t unit = rest == "ms" ? 1 : rest == "s" ? 1000 : 0;
  if (unit == 0 || number < 0 || number > kLongest / unit) {
    throw source.error(marker.argument_offset, "expected a pause of up to an hour")
        .with_hint("for example: -- migrate:repeat-until-no-rows pause=100ms (or pause=2s)");
  }
  repetition.pause = std::chrono::milliseconds(number * unit);
  return repetition;
}

}  // namespace

void add_directive(const Marker& marker, const ScriptSource& source, const Dialect& dialect,
                   Directives& directives) {
  const bool again = (marker.name == "only-on" && !directives.only_on.empty()) ||
                     (marker.name == "skip-if" && directives.skip_if) ||
                     (marker.name == "repeat-until-no-rows" && directives.repeat);
  if (again) {
    throw source.error(marker.offset,
                       fmt::format("`{}` is given twice for one statement", marker.name));
  }
  if (marker.name == "repeat-until-no-rows") {
    directives.repeat = repetition(marker, source);
    return;
  }
  if (marker.argument.empty()) {
    const bool query = marker.name == "skip-if";
    throw source
        .error(marker.offset, fmt::format("`{}` has nothing after it: {}", marker.name,
                                          query ? "a query is missing" : "a server is missing"))
        .with_hint(query ? "for example: -- migrate:skip-if SELECT COUNT(*) FROM customers"
                         : "for example: -- migrate:only-on mysql, mariadb >= 10.6");
  }
  if (marker.name == "only-on") {
    directives.only_on = OnlyOnReader(marker, source).conditions();
  } else {
    directives.skip_if = query_of(marker, source, dialect);
  }
}

void check_directives(const Directives& directives, const Statement& statement,
                      const ScriptSource& source, const Dialect& dialect) {
  if (!directives.repeat) return;
  const std::vector<Token> tokens = code(statement.text, dialect);
  const auto first = std::find_if(tokens.begin(), tokens.end(),
                                  [](const Token& t) { return t.kind == TokenKind::word; });
  const bool changes_rows = first != tokens.end() && std::any_of(kRowWords.begin(), kRowWords.end(),
                                                                 [&](std::string_view word) {
                                                                   return is_keyword(*first, word);
                                                                 });
  bool limited = false;
  for (std::size_t i = 1; i < tokens.size() && !limited; ++i)
    limited = is_keyword(tokens[i], "LIMIT") && !tokens[i - 1].is('.');
  if (changes_rows && limited) return;
  throw source
      .error(statement.offset,
             changes_rows ? "`repeat-until-no-rows` stands above a statement without a LIMIT"
                          : "`repeat-until-no-rows` stands above a statement that changes no rows")
      .with_hint("it repeats an UPDATE, DELETE, INSERT or REPLACE with a LIMIT in rounds");
}

}  // namespace dbmig

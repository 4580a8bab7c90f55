#include "config/redact.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

bool is_scheme(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '_' || c == '.'; }

/// The byte after `scheme://`, or 0 when the text does not begin with one.
std::size_t after_scheme(std::string_view url) {
  const std::size_t mark = url.find("://");
  if (mark == kNone) return 0;
  return std::all_of(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(mark), is_scheme)
             ? mark + 3
             : 0;
}

bool all(std::string_view text, bool (*test)(char)) {
  return std::all_of(text.begin(), text.end(), test);
}

bool is_host(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; }
bool is_address(char c) { return is_host(c) || c == ':'; }

/// `host`, `host:port`, `[v6]:port` and nothing else.
bool is_plain_address(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == kNone || !all(text.substr(1, close - 1), is_address)) return false;
    text.remove_prefix(close + 1);
    return text.empty() || (text.size() > 1 && text[0] == ':' && all(text.substr(1), is_digit));
  }
  const std::size_t colon = text.find(':');
  if (colon == kNone) return all(text, is_host);
  return all(text.substr(0, colon), is_host) && colon + 1 < text.size() &&
         all(text.substr(colon + 1), is_digit);
}

/// `tcp(address)`, `unix(/path)`, `tcp`, or nothing: what stands between `@` and `/` in Go's form.
bool is_plain_network(std::string_view text) {
  const std::size_t open = text.find('(');
  if (open == kNone) return text.empty() || text == "tcp" || text == "unix";
  const std::string_view net = text.substr(0, open);
  if (!text.ends_with(')') || (net != "tcp" && net != "unix")) return false;
  const std::string_view address = text.substr(open + 1, text.size() - open - 2);
  if (net == "tcp") return is_plain_address(address);
  return address.find_first_of(":@()") == kNone;
}

/// True for `password` and for what a slip makes of it.
bool resembles_password(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (is_letter(c)) letters += c;
  }
  return names_a_secret(letters) || nearest(letters, {"password", "passwd"}).has_value();
}

/// The values of options such as `password=`, wherever they stand behind byte `from`.
void hide_secret_options(std::string_view url, std::size_t from, std::vector<HiddenRange>& out) {
  for (std::size_t begin = from; begin < url.size();) {
    const std::size_t end = std::min(url.find_first_of("?&", begin), url.size());
    const std::size_t equals = url.find('=', begin);
    if (equals < end && resembles_password(url.substr(begin, equals - begin))) {
      out.push_back({equals + 1, end});
    } else if (resembles_password(url.substr(begin, end - begin).substr(0, 12))) {
      out.push_back({begin, url.size()});  // its `=` is lost: anything may be the value
      return;
    }
    begin = end + 1;
  }
}

/// True when `tail`, which follows an `@`, begins as Go's form goes on: `tcp(`, `/`.
bool begins_a_network(std::string_view tail) {
  const std::size_t word = tail.find_first_of("(/");
  if (word == kNone) return false;
  return all(tail.substr(0, word), is_letter) && (tail[word] == '(' || word == 0);
}

/// Everything from the first colon (or the start, when there is none) to the last `@`;
/// without an `@`, everything behind the first colon.
std::vector<HiddenRange> hidden_in_broken_url(std::string_view url, std::size_t start) {
  const std::size_t at = url.rfind('@');
  const std::size_t colon = url.find(':', start);
  if (at == kNone || at < start) {
    if (colon != kNone) return {{colon + 1, url.size()}};
    std::vector<HiddenRange> hidden;
    hide_secret_options(url, start, hidden);
    return hidden;
  }
  const std::size_t begin = colon < at ? colon + 1 : start;
  // Go's form allows an `@` in a password: what follows the last one must look right.
  if (start == 0 && !begins_a_network(url.substr(at + 1))) return {{begin, url.size()}};
  std::vector<HiddenRange> hidden = {{begin, at}};
  hide_secret_options(url, at + 1, hidden);
  return hidden;
}

/// The ranges of a well-formed URL; nothing when this is not one.
std::optional<std::vector<HiddenRange>> hidden_in_good_url(std::string_view url,
                                                           std::size_t start) {
  const std::size_t at = url.find('@');
  const bool has_login = at != kNone;
  if (has_login && url.find('@', at + 1) != kNone) return std::nullopt;
  const std::size_t from = has_login ? at + 1 : start;
  std::size_t slash = url.find_first_of("/?", from);
  if (start == 0) {
    // In Go's form the path of a socket has slashes of its own; the database follows the `)`.
    const std::size_t close = url.find(')', from);
    slash = url.find('/', close == kNone ? from : close);
    if (slash == kNone) return std::nullopt;
  }
  slash = std::min(slash, url.size());
  const std::string_view address = url.substr(from, slash - from);
  if (start == 0 ? !is_plain_network(address) : !is_plain_address(address)) return std::nullopt;
  const std::size_t query = std::min(url.find('?', slash), url.size());
  if (url.substr(slash, query - slash).find(':') != kNone) return std::nullopt;

  std::vector<HiddenRange> hidden;
  if (has_login) {
    const std::size_t colon = url.find(':', start);
    // A name without a password may be one whose colon was forgotten.
    if (colon > at) hidden.push_back({start, at});
    if (colon < at) hidden.push_back({colon + 1, at});
  }
  hide_secret_options(url, slash, hidden);
  std::erase_if(hidden, [](const HiddenRange& range) { return range.begin == range.end; });
  return hidden;
}

}  // namespace

RedactedText::RedactedText(std::string_view text, std::vector<HiddenRange> hidden)
    : hidden_(std::move(hidden)) {
  std::size_t next = 0;
  for (const HiddenRange& range : hidden_) {
    shown_ += text.substr(next, range.begin - next);
    shown_ += "***";
    next = range.end;
  }
  shown_ += text.substr(next);
}

std::size_t RedactedText::position(std::size_t offset) const {
  std::size_t shift = 0;  // how much longer the original is so far
  std::size_t stars = 0;
  for (const HiddenRange& range : hidden_) {
    if (offset < range.begin) break;
    if (offset < range.end) return range.begin - shift + stars;
    shift += range.end - range.begin;
    stars += 3;
  }
  return std::min(offset - shift + stars, shown_.size());
}

std::string RedactedText::slice(std::size_t begin, std::size_t end) const {
  std::size_t first = position(begin);
  std::size_t last = position(end);
  for (const HiddenRange& range : hidden_) {
    const bool touched = begin < range.end && end > range.begin;
    if (touched && end < range.end) last = position(range.begin) + 3;
  }
  return shown_.substr(first, last > first ? last - first : 0);
}

std::vector<HiddenRange> hidden_in_url(std::string_view url) {
  const std::size_t start = after_scheme(url);
  if (auto exact = hidden_in_good_url(url, start)) return *exact;
  return hidden_in_broken_url(url, start);
}

bool names_a_secret(std::string_view key) {
  const std::string name = lower(trim(key));
  if (name.ends_with("_file")) return false;
  if (name == "pw" || name.ends_with("_pw")) return true;
  constexpr std::array<std::string_view, 5> kWords = {"pass", "pwd", "secret", "token", "pswd"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

bool may_be_cut_short(std::string_view value) {
  const std::size_t start = after_scheme(value);
  if (start == 0 && value.find(':') == kNone) return false;
  return value.find('@') == kNone && !hidden_in_good_url(value, start);
}

std::vector<HiddenRange> hidden_in_line(std::string_view line) {
  const std::size_t at = line.rfind('@');
  const std::size_t delimiter = line.find_first_of("=:");
  if (delimiter == kNone || delimiter > at) {
    const std::size_t first = std::min(line.find_first_not_of(" \t"), line.size());
    if (names_a_secret(line)) return {{first, line.size()}};
    if (at == kNone) return {};
    return {{first, at}};
  }
  std::size_t value = delimiter + 1;
  while (value < line.size() && is_space(line[value]))
    ++value;
  const std::string_view key = trim(line.substr(0, delimiter));
  if (value < line.size() && names_a_secret(key)) return {{value, line.size()}};
  const std::string_view text = line.substr(value);
  const bool is_url = at != kNone || text.find("://") != kNone || lower(key).ends_with("url");
  if (!is_url) return {};
  std::vector<HiddenRange> hidden = hidden_in_url(text);
  for (HiddenRange& range : hidden) {
    range.begin += value;
    range.end += value;
  }
  return hidden;
}

}  // namespace dbmig

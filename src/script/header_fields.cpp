#include "script/header_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::string_view kFence = "-- ---";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kExpectation =
    "`dbmig revision -m \"...\"` writes a file with a header to start from";

/// One line of a text: where it begins, its text without the line's end, and where
/// the next one begins.
struct Line {
  std::size_t begin = 0;
  std::string_view text;
  std::size_t next = 0;
  bool ended = false;  // There is a line feed.
};

Line line_at(std::string_view text, std::size_t begin) {
  Line line;
  line.begin = begin;
  std::size_t end = text.find('\n', begin);
  line.ended = end != std::string_view::npos;
  if (!line.ended) end = text.size();
  line.next = line.ended ? end + 1 : end;
  if (end > begin && text[end - 1] == '\r') --end;
  line.text = text.substr(begin, end - begin);
  return line;
}

std::string_view without_trailing_blanks(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  return text;
}

bool is_fence(std::string_view line) { return without_trailing_blanks(line) == kFence; }

bool has_high_bytes(std::string_view text) {
  unsigned char seen = 0;
  for (const char c : text)
    seen = static_cast<unsigned char>(seen | static_cast<unsigned char>(c));
  return seen >= 0x80;
}

void check_utf8(std::string_view text, std::string_view file, const HeaderBlock& block) {
  const std::string_view inside = text.substr(block.begin, block.close - block.begin);
  if (!has_high_bytes(inside)) return;
  const auto bad = find_invalid_utf8(inside);
  if (!bad) return;
  throw Error(ErrorCode::data, fmt::format("byte 0x{:02X} is not valid UTF-8",
                                           static_cast<unsigned char>(inside[*bad])))
      .at(Location::at(file, text, block.begin + *bad))
      .with_hint("save the file as UTF-8");
}

}  // namespace

std::optional<HeaderBlock> find_header_block(std::string_view text, std::string_view file,
                                             Extent extent) {
  HeaderBlock block;
  std::size_t at = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  Line line = line_at(text, at);
  while (line.ended && trim(line.text).empty())
    line = line_at(text, line.next);
  if (!line.ended && extent == Extent::head) return std::nullopt;
  if (!is_fence(line.text)) {
    throw Error(ErrorCode::data, trim(text).empty()
                                     ? "the file is empty: a revision file begins with a header"
                                     : "expected `-- ---`: a revision file begins with a header")
        .at(Location::at(file, text, line.begin))
        .with_hint(std::string(kExpectation));
  }
  block.opener = line.begin;
  block.begin = line.next;
  for (at = line.next; at < text.size() && at - block.opener <= kLongestHeader; at = line.next) {
    line = line_at(text, at);
    if (!line.ended && extent == Extent::head) return std::nullopt;
    if (is_fence(line.text)) {
      block.close = line.begin;
      block.end = line.next;
      check_utf8(text, file, block);
      return block;
    }
    if (!line.text.starts_with("-- ") && without_trailing_blanks(line.text) != "--") {
      throw Error(ErrorCode::data, "expected `-- ---` to end the header before this line")
          .at(Location::at(file, text, line.begin))
          .with_hint("every line of the header begins with `-- `");
    }
  }
  if (extent == Extent::head && at - block.opener <= kLongestHeader) return std::nullopt;
  throw Error(ErrorCode::data, "the header that begins here does not end")
      .at(Location::at(file, text, block.opener))
      .with_hint("a second `-- ---` ends the header");
}

std::optional<HeaderKey> header_key(std::string_view name) {
  const auto* const found = std::find(kHeaderKeys.begin(), kHeaderKeys.end(), name);
  if (found == kHeaderKeys.end()) return std::nullopt;
  return static_cast<HeaderKey>(found - kHeaderKeys.begin());
}

namespace {

constexpr bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

/// Bytes that begin a plain scalar and can mean nothing else.
constexpr bool begins_plain(char c) {
  return is_word(c) || c == '/' || c == '(' || static_cast<unsigned char>(c) >= 0x80;
}

/// Bytes that mean themselves inside a plain scalar. A `:` depends on what follows.
constexpr bool stays_plain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte != 0x7F && c != '#' && c != ':';
}

bool is_null_word(std::string_view text) {
  return text == "null" || text == "Null" || text == "NULL";
}

bool is_plain_scalar(std::string_view text) {
  if (text.empty() || !begins_plain(text.front())) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (stays_plain(text[i])) continue;
    if (text[i] != ':' || i + 1 == text.size() || !is_word(text[i + 1])) return false;
  }
  return true;
}

/// `[a, b]` with words only; `at` is the offset of `[` in the file.
bool read_plain_list(std::string_view text, std::size_t at, HeaderField& field) {
  field.kind = HeaderField::Kind::list;
  if (text.back() != ']') return false;
  const std::string_view inside = text.substr(1, text.size() - 2);
  if (without_trailing_blanks(inside).empty()) return true;
  std::size_t start = 0;
  for (const std::string_view piece : split(inside, ',')) {
    const std::size_t lead = std::min(piece.find_first_not_of(' '), piece.size());
    const std::string_view word = without_trailing_blanks(piece.substr(lead));
    if (word.empty() || is_null_word(word) || !std::all_of(word.begin(), word.end(), is_word)) {
      return false;
    }
    field.items.push_back({std::string(word), at + 1 + start + lead});
    start += piece.size() + 1;
  }
  return true;
}

/// The value of one line, from the first byte after `key:` on.
bool read_plain_value(std::string_view rest, std::size_t at, HeaderField& field) {
  if (rest.find('\t') != std::string_view::npos) return false;
  const std::size_t lead = std::min(rest.find_first_not_of(' '), rest.size());
  const std::string_view value = without_trailing_blanks(rest.substr(lead));
  if (!value.empty() && lead == 0) return false;  // `key:value` is one plain word
  if (value.empty() || is_null_word(value)) {
    field.kind = HeaderField::Kind::null;
    return true;
  }
  if (value.front() == '[') return read_plain_list(value, at + lead, field);
  if (!is_plain_scalar(value)) return false;
  field.kind = HeaderField::Kind::scalar;
  field.value = {std::string(value), at + lead};
  return true;
}

}  // namespace

std::optional<HeaderFields> plain_fields(std::string_view text, const HeaderBlock& block) {
  std::optional<HeaderFields> fields(std::in_place);
  for (std::size_t at = block.begin; at < block.close;) {
    const Line line = line_at(text, at);
    at = line.next;
    const std::size_t colon = line.text.find(':');
    if (line.text.size() < 4 || colon == std::string_view::npos) return std::nullopt;
    const auto key = header_key(line.text.substr(3, colon - 3));
    if (!key) return std::nullopt;
    HeaderField& field = fields->of(*key);
    if (field.kind != HeaderField::Kind::absent) return std::nullopt;
    field.offset = line.begin + 3;
    if (!read_plain_value(line.text.substr(colon + 1), line.begin + colon + 1, field)) {
      return std::nullopt;
    }
  }
  return fields;
}

bool is_plain_value(std::string_view text) {
  return is_plain_scalar(text) && !is_null_word(text) && text.back() != ' ';
}

}  // namespace dbmig

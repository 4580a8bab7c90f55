#include "dump/key_length.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::size_t kMostBytes = 3072;      // Of a key, in a DYNAMIC or COMPRESSED table.
constexpr std::size_t kMostBytesOfOld = 767;  // Of a column, in a COMPACT or REDUNDANT one.

std::size_t number(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::size_t bytes_of(std::string_view character_set) {
  if (character_set == "utf8mb4" || character_set == "utf32" ||
      character_set.starts_with("utf16") || character_set == "gb18030") {
    return 4;
  }
  if (character_set == "utf8mb3" || character_set == "utf8" || character_set == "ujis" ||
      character_set == "eucjpms") {
    return 3;
  }
  constexpr std::string_view kDouble[] = {"ucs2",   "sjis", "cp932", "gbk",
                                          "gb2312", "big5", "euckr"};
  for (const std::string_view each : kDouble) {
    if (character_set == each) return 2;
  }
  return 1;
}

/// Reads the lengths of the keys of one table.
class KeyLengths {
 public:
  KeyLengths(const TokenEditor& tokens, const TableText& table) : tokens_(tokens), table_(table) {
    for (std::size_t i = table.options.begin; i < table.options.end; ++i) {
      if (tokens.is(i, "charset") && tokens.is(i + 1, '=')) character_set_ = tokens[i + 2].text;
      if (tokens.is(i, "row_format") && tokens.is_any(i + 2, {"compact", "redundant"})) old_ = true;
    }
  }

  std::vector<std::string> problems() const {
    std::vector<std::string> problems;
    for (const KeyText& key : table_.keys) {
      const bool other_kind = tokens_.is_any(key.all.begin, {"fulltext", "spatial"});
      if (other_kind || key.columns.empty()) continue;
      std::size_t total = 0;
      std::size_t longest = 0;
      for (const auto& [name, prefix] : parts(key)) {
        const std::size_t length = bytes(name, prefix);
        total += length;
        longest = std::max(longest, length);
      }
      const std::size_t most = old_ ? kMostBytesOfOld : kMostBytes;
      if ((old_ ? longest : total) <= most && total <= kMostBytes) continue;
      problems.push_back(fmt::format(
          "a key of {} bytes on ({}) is too long there: {} bytes are the most; shorten its columns "
          "or give it prefix lengths",
          total, join(key.columns, ", "), most));
    }
    return problems;
  }

 private:
  std::vector<std::pair<std::string, std::size_t>> parts(const KeyText& key) const {
    std::vector<std::pair<std::string, std::size_t>> parts;
    std::size_t i = key.all.begin;
    while (i < key.all.end && !tokens_.is(i, '('))
      ++i;
    const std::size_t end = tokens_.after_parentheses(i);
    for (++i; i + 1 < end; ++i) {
      if (tokens_[i].kind != TokenKind::quoted_name) continue;
      const bool prefix = tokens_.is(i + 1, '(');
      parts.emplace_back(tokens_.value(i), prefix ? number(tokens_[i + 2].text) : 0);
    }
    return parts;
  }

  std::size_t bytes(const std::string& name, std::size_t prefix) const {
    const ColumnText* column = table_.find(name);
    if (column == nullptr) return 0;
    const bool text = column->is_text() && column->type != "enum" && column->type != "set";
    const bool binary = column->type == "binary" || column->type == "varbinary";
    std::size_t length = prefix;
    if (length == 0 && (binary || column->type == "char" || column->type == "varchar") &&
        column->arguments.exists()) {
      length = number(tokens_[column->arguments.begin + 1].text);
    }
    if (length == 0) return 8;  // A number, a date, an enum: never the reason.
    std::string set(character_set_);
    if (column->character_set.exists()) set = tokens_[column->character_set.end - 1].text;
    return text ? length * bytes_of(lower(set)) : length;
  }

  const TokenEditor& tokens_;
  const TableText& table_;
  std::string_view character_set_;
  bool old_ = false;
};

}  // namespace

std::vector<std::string> key_length_problems(const TokenEditor& tokens, const TableText& table) {
  return KeyLengths(tokens, table).problems();
}

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

// Small questions about text. Letters are ASCII letters throughout; nothing here
// depends on the locale.

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
/// True for the second and later bytes of a UTF-8 sequence.
constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::string_view trim(std::string_view text);
std::string lower(std::string_view text);
std::string upper(std::string_view text);
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// The pieces between separators; "a,,b" gives three, "" gives one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(std::span<const std::string> parts, std::string_view separator);
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// Number of UTF-8 code points (bytes that do not continue a sequence).
std::size_t code_points(std::string_view text);
/// `count` code points of `text` from code point `first` on.
std::string_view code_point_range(std::string_view text, std::size_t first, std::size_t count);
/// The offset of the first byte that is not valid UTF-8, or nothing. Overlong
/// forms, surrogates and values above U+10FFFF are invalid.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);
/// `text` for a terminal: control characters (but tab) and invalid UTF-8 as `?`.
std::string printable(std::string_view text);

/// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);
/// The word nearest to `word`, for "did you mean"; nothing when none is near
/// (more than a third of the word would have to change). Case is ignored.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> words);
std::optional<std::string> nearest(std::string_view word,
                                   std::initializer_list<std::string_view> words);
/// `, did you mean "x"?` or an empty string: the tail of a message on a word.
std::string did_you_mean(const std::optional<std::string>& word);

/// "1 revision", "2 revisions".
std::string counted(std::size_t count, std::string_view noun);

}  // namespace dbmig

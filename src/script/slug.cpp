#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "script/naming.h"

namespace dbmig {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// What is no part of a word: exact up to Cyrillic, by blocks after that.
constexpr std::array<Range, 48> kNoWord = {{
    {0x80, 0xA9},     {0xAB, 0xB1},     {0xB4, 0xB4},       {0xB6, 0xB8},     {0xBB, 0xBB},
    {0xBF, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},       {0x2C2, 0x2C5},   {0x2D2, 0x2DF},
    {0x2E5, 0x2EB},   {0x2ED, 0x2ED},   {0x2EF, 0x36F},     {0x375, 0x375},   {0x37E, 0x37E},
    {0x384, 0x385},   {0x387, 0x387},   {0x3F6, 0x3F6},     {0x482, 0x489},   {0x55A, 0x55F},
    {0x589, 0x58F},   {0x5BE, 0x5BE},   {0x5C0, 0x5C0},     {0x5C3, 0x5C3},   {0x5F3, 0x5F4},
    {0x600, 0x60F},   {0x61B, 0x61F},   {0x66A, 0x66D},     {0x6D4, 0x6D4},   {0x964, 0x965},
    {0xE3F, 0xE3F},   {0x1680, 0x1680}, {0x2000, 0x206F},   {0x207A, 0x207E}, {0x208A, 0x208E},
    {0x20A0, 0x20FF}, {0x2190, 0x245F}, {0x249C, 0x24E9},   {0x2500, 0x2775}, {0x2794, 0x2BFF},
    {0x2E00, 0x2E7F}, {0x3000, 0x3004}, {0x3008, 0x3020},   {0x30FB, 0x30FB}, {0xE000, 0xF8FF},
    {0xFE00, 0xFE6F}, {0xFF01, 0xFF0F}, {0x1F000, 0x1FAFF},
}};

struct Capitals {
  char32_t first;
  char32_t last;
  int distance;   // To the small letter.
  unsigned step;  // 2 where capitals and small letters alternate.
};

constexpr std::array<Capitals, 38> kCapitals = {{
    {0x41, 0x5A, 32, 1},    {0xC0, 0xD6, 32, 1},     {0xD8, 0xDE, 32, 1},
    {0x100, 0x12E, 1, 2},   {0x132, 0x136, 1, 2},    {0x139, 0x147, 1, 2},
    {0x14A, 0x176, 1, 2},   {0x178, 0x178, -121, 1}, {0x179, 0x17D, 1, 2},
    {0x1A0, 0x1A4, 1, 2},   {0x1AF, 0x1AF, 1, 1},    {0x1CD, 0x1DB, 1, 2},
    {0x1DE, 0x1EE, 1, 2},   {0x1F8, 0x21E, 1, 2},    {0x222, 0x232, 1, 2},
    {0x246, 0x24E, 1, 2},   {0x370, 0x372, 1, 2},    {0x376, 0x376, 1, 1},
    {0x37F, 0x37F, 116, 1}, {0x386, 0x386, 38, 1},   {0x388, 0x38A, 37, 1},
    {0x38C, 0x38C, 64, 1},  {0x38E, 0x38F, 63, 1},   {0x391, 0x3A1, 32, 1},
    {0x3A3, 0x3AB, 32, 1},  {0x3CF, 0x3CF, 8, 1},    {0x3D8, 0x3EE, 1, 2},
    {0x400, 0x40F, 80, 1},  {0x410, 0x42F, 32, 1},   {0x460, 0x480, 1, 2},
    {0x48A, 0x4BE, 1, 2},   {0x4C0, 0x4C0, 15, 1},   {0x4C1, 0x4CD, 1, 2},
    {0x4D0, 0x52E, 1, 2},   {0x531, 0x556, 48, 1},   {0x1E00, 0x1E94, 1, 2},
    {0x1EA0, 0x1EFE, 1, 2}, {0xFF21, 0xFF3A, 32, 1},
}};

bool is_word(char32_t c) {
  if (c < 0x80)
    return is_letter(static_cast<char>(c)) || is_digit(static_cast<char>(c)) || c == '_';
  return std::none_of(kNoWord.begin(), kNoWord.end(),
                      [c](const Range& range) { return c >= range.first && c <= range.last; });
}

char32_t small(char32_t c) {
  for (const Capitals& range : kCapitals) {
    if (c < range.first || c > range.last) continue;
    if ((c - range.first) % range.step != 0) continue;
    return static_cast<char32_t>(static_cast<std::int64_t>(c) + range.distance);
  }
  return c;
}

/// The characters of valid UTF-8; a byte that is none is U+FFFD, which is no word.
std::u32string decoded(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = size == 1 ? lead : lead & (0xFFU >> (size + 1));
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
      c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    out += c;
    i += size;
  }
  return out;
}

std::string encoded(std::u32string_view text) {
  std::string out;
  const auto tail = [&](char32_t c, unsigned shift) {
    out += static_cast<char>(0x80 | ((c >> shift) & 0x3F));
  };
  for (const char32_t c : text) {
    if (c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xC0 | (c >> 6));
      tail(c, 0);
    } else if (c < 0x10000) {
      out += static_cast<char>(0xE0 | (c >> 12));
      tail(c, 6);
      tail(c, 0);
    } else {
      out += static_cast<char>(0xF0 | (c >> 18));
      tail(c, 12);
      tail(c, 6);
      tail(c, 0);
    }
  }
  return out;
}

}  // namespace

std::string slug(std::string_view message, std::size_t limit) {
  constexpr std::size_t kDefaultLimit = 40;
  if (limit == 0) limit = kDefaultLimit;
  if (find_invalid_utf8(message)) return slug(printable(message), limit);
  std::u32string words;
  bool gap = false;
  for (const char32_t c : decoded(message)) {
    if (!is_word(c)) {
      gap = !words.empty();
      continue;
    }
    if (gap) words += U'_';
    gap = false;
    words += small(c);
  }
  if (words.size() > limit) {
    words.resize(limit);
    words.resize(std::min(words.rfind(U'_'), words.size()));
    words += U'_';
  }
  return encoded(words);
}

}  // namespace dbmig

#include "python/literals.h"

#include <fmt/format.h>

#include "base/text.h"
#include "python/string_scan.h"

namespace dbmig::python {
namespace {

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  const char letter = to_lower(c);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

void append_utf8(std::string& text, unsigned code) {
  const auto byte = [&](unsigned value) { text += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | code >> 6);
    byte(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    byte(0xE0 | code >> 12);
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  } else {
    byte(0xF0 | code >> 18);
    byte(0x80 | (code >> 12 & 0x3F));
    byte(0x80 | (code >> 6 & 0x3F));
    byte(0x80 | (code & 0x3F));
  }
}

/// Replaces the escapes of a string from left to right.
class Unescaper {
 public:
  Unescaper(const Source& source, std::size_t begin, std::size_t end, Escapes escapes)
      : source_(source), text_(source.text.substr(0, end)), at_(begin), escapes_(escapes) {
    value_.reserve(end - begin);
  }

  std::string value() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && escapes_ != Escapes::none && at_ + 1 < text_.size()) {
        escape();
      } else if (c == '\r') {
        value_ += '\n';  // as Python reads a file
        at_ = after_line_end(text_, at_);
      } else {
        if (escapes_ == Escapes::of_bytes && c < 0) {
          throw source_.error(at_, "bytes can only contain ASCII");
        }
        value_ += c;
        ++at_;
      }
    }
    return std::move(value_);
  }

 private:
  void escape() {
    static constexpr std::string_view kLetters = "\\'\"abfnrtv";
    static constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
    const char c = text_[at_ + 1];
    if (after_line_end(text_, at_ + 1) != at_ + 1) {
      at_ = after_line_end(text_, at_ + 1);
    } else if (const std::size_t found = kLetters.find(c); found != std::string_view::npos) {
      value_ += kMeanings[found];
      at_ += 2;
    } else if (c >= '0' && c <= '7') {
      octal();
    } else if (c == 'x') {
      code(2);
    } else if (escapes_ == Escapes::of_text && (c == 'u' || c == 'U')) {
      code(c == 'u' ? 4 : 8);
    } else if (escapes_ == Escapes::of_text && c == 'N') {
      throw source_.error(at_, "a character by its name is not supported")
          .with_hint("write the character itself, or its number as \\uXXXX");
    } else {
      value_ += '\\';  // Python keeps the backslash of an unknown escape
      ++at_;
    }
  }

  void put(unsigned code) {
    if (escapes_ == Escapes::of_bytes) {
      value_ += static_cast<char>(code & 0xFF);
    } else {
      append_utf8(value_, code);
    }
  }

  void octal() {
    unsigned code = 0;
    ++at_;
    for (int digits = 0; digits < 3 && at_ < text_.size(); ++digits, ++at_) {
      if (text_[at_] < '0' || text_[at_] > '7') break;
      code = code * 8 + static_cast<unsigned>(text_[at_] - '0');
    }
    put(code);
  }

  void code(std::size_t digits) {
    unsigned code = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const std::size_t at = at_ + 2 + i;
      const int digit = at < text_.size() ? hex_value(text_[at]) : -1;
      if (digit < 0) throw source_.error(at_, fmt::format("this escape needs {} digits", digits));
      code = code * 16 + static_cast<unsigned>(digit);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code > 0x10FFFF) throw source_.error(at_, "there is no such character");
    if (surrogate) throw source_.error(at_, "half of a character cannot be part of a text here");
    put(code);
    at_ += 2 + digits;
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_;
  Escapes escapes_;
  std::string value_;
};

}  // namespace

std::string string_value(const Source& source, std::size_t begin, std::size_t end,
                         Escapes escapes) {
  return Unescaper(source, begin, end, escapes).value();
}

}  // namespace dbmig::python

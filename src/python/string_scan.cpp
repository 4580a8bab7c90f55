#include "python/string_scan.h"

#include <algorithm>

#include "base/text.h"

namespace dbmig::python {
namespace {

constexpr int kDeepestString = 8;

bool is_quote(char c) { return c == '"' || c == '\''; }

/// Walks over one field of a formatted string without parsing what is in it.
class FieldScan {
 public:
  FieldScan(const Source& source, std::size_t open, std::size_t limit, int depth)
      : source_(source),
        text_(source.text),
        open_(open),
        at_(open + 1),
        limit_(limit),
        depth_(depth) {}

  FormattedField field() {
    FormattedField field;
    field.begin = at_;
    skip_expression();
    field.end = at_;
    if (trim(text_.substr(field.begin, field.end - field.begin)).empty()) {
      throw source_.error(open_, "an empty field in a formatted string");
    }
    if (peek() == '=') {
      field.shows_itself = true;
      ++at_;
      while (at_ < limit_ && is_space(text_[at_]))
        ++at_;
    }
    if (peek() == '!') {
      field.conversion = at_ + 1 < limit_ ? text_[at_ + 1] : '\0';
      if (field.conversion != 'r' && field.conversion != 's' && field.conversion != 'a') {
        throw source_.error(at_, "a conversion in a formatted string is !r, !s or !a");
      }
      at_ += 2;
    }
    field.spec_begin = field.spec_end = at_;
    if (peek() == ':') {
      field.spec_begin = ++at_;
      skip_spec();
      field.spec_end = at_;
    }
    if (peek() != '}') throw source_.error(open_, "this field of a formatted string has no end");
    field.after = at_ + 1;
    return field;
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < limit_ ? text_[at_ + ahead] : '\0';
  }

  /// Up to the `}`, `!`, `:` or `=` that ends the expression.
  void skip_expression() {
    std::size_t brackets = 0;
    while (at_ < limit_) {
      const char c = text_[at_];
      if (is_string_start(text_, at_)) {
        at_ = end_of_string(source_, at_, limit_, depth_ + 1);
        continue;
      }
      if (c == '#') {
        while (at_ < limit_ && text_[at_] != '\n' && text_[at_] != '\r')
          ++at_;
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++brackets;
      if (c == ')' || c == ']' || c == '}') {
        if (brackets == 0) return;
        --brackets;
      }
      if (brackets == 0 && ends_here(c)) return;
      at_ += is_name_start(c) ? name_size() : 1;
    }
  }

  bool ends_here(char c) const {
    if (c == ':') return true;
    if (c == '!') return peek(1) != '=';
    if (c != '=') return false;
    const char before = text_[at_ - 1];
    return peek(1) != '=' && before != '=' && before != '!' && before != '<' && before != '>';
  }

  /// A name is skipped whole, so that a prefix of a string is not seen within it.
  std::size_t name_size() const {
    std::size_t size = 0;
    while (at_ + size < limit_ && (is_name_start(text_[at_ + size]) || is_digit(text_[at_ + size])))
      ++size;
    return size;
  }
  static bool is_name_start(char c) {
    return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  }

  void skip_spec() {
    while (at_ < limit_ && text_[at_] != '}') {
      if (text_[at_] == '{') {
        if (depth_ >= kDeepestString) throw source_.error(at_, "strings are nested too deep");
        at_ = FieldScan(source_, at_, limit_, depth_ + 1).field().after;
      } else {
        ++at_;
      }
    }
  }

  const Source& source_;
  std::string_view text_;
  std::size_t open_;
  std::size_t at_;
  std::size_t limit_;
  int depth_;
};

/// Behind the `\N{...}` at `at`, or behind the character that a backslash escapes.
std::size_t after_escape(std::string_view text, std::size_t at, const StringShape& shape) {
  if (!shape.raw && text.compare(at, 3, "\\N{") == 0) {
    const std::size_t close = text.find('}', at);
    if (close != std::string_view::npos) return close + 1;
  }
  if (shape.formatted && at + 1 < text.size() && text[at + 1] == '{') return at + 1;
  const std::size_t line_end = after_line_end(text, at + 1);
  return line_end == at + 1 ? at + 2 : line_end;
}

}  // namespace

std::size_t after_line_end(std::string_view text, std::size_t at) {
  if (at >= text.size()) return at;
  if (text[at] == '\n') return at + 1;
  if (text[at] != '\r') return at;
  return at + 1 < text.size() && text[at + 1] == '\n' ? at + 2 : at + 1;
}

bool is_string_start(std::string_view text, std::size_t at) {
  bool raw = false;
  bool other = false;
  for (std::size_t i = at; i < text.size() && i < at + 3; ++i) {
    const char c = to_lower(text[i]);
    if (is_quote(c)) return true;
    if (c == 'r' && !raw) {
      raw = true;
    } else if ((c == 'b' || c == 'f') && !other) {
      other = true;
    } else {
      return c == 'u' && i == at && i + 1 < text.size() && is_quote(text[i + 1]);
    }
  }
  return false;
}

StringShape string_shape(std::string_view text, std::size_t offset) {
  StringShape shape;
  std::size_t at = offset;
  for (; !is_quote(text[at]); ++at) {
    const char c = to_lower(text[at]);
    shape.raw |= c == 'r';
    shape.bytes |= c == 'b';
    shape.formatted |= c == 'f';
  }
  shape.prefix = at - offset;
  if (at + 2 < text.size() && text[at + 1] == text[at] && text[at + 2] == text[at]) {
    shape.quotes = 3;
  }
  return shape;
}

std::size_t end_of_string(const Source& source, std::size_t begin, std::size_t limit, int depth) {
  if (depth > kDeepestString) throw source.error(begin, "strings are nested too deep");
  const std::string_view text = source.text.substr(0, limit);
  const StringShape shape = string_shape(text, begin);
  std::size_t at = begin + shape.prefix;
  const std::string_view close = text.substr(at, shape.quotes);
  at += shape.quotes;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\\') {
      at = after_escape(text, at, shape);
    } else if (text.compare(at, shape.quotes, close) == 0) {
      return at + shape.quotes;
    } else if (shape.quotes == 1 && (c == '\n' || c == '\r')) {
      break;
    } else if (shape.formatted && c == '{') {
      const bool doubled = at + 1 < text.size() && text[at + 1] == '{';
      at = doubled ? at + 2 : FieldScan(source, at, limit, depth).field().after;
    } else {
      ++at;
    }
  }
  throw source.error(begin, "this string has no end");
}

FormattedField formatted_field(const Source& source, std::size_t open, std::size_t limit) {
  return FieldScan(source, open, limit, 0).field();
}

}  // namespace dbmig::python

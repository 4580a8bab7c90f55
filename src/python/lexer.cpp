#include "python/lexer.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "python/string_scan.h"

namespace dbmig::python {
namespace {

constexpr std::size_t kMostBrackets = 200;
constexpr std::size_t kMostIndents = 100;

bool is_name_start(char c) {
  return is_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_name_part(char c) { return is_name_start(c) || is_digit(c); }
bool is_line_end(char c) { return c == '\n' || c == '\r'; }

/// Whether a character outside ASCII cannot be part of a name: the blanks and invisible ones
/// that come along when text is pasted. Python's own table of letters is not kept here.
bool is_invisible(std::string_view character) {
  return (character.starts_with("\xC2") && static_cast<unsigned char>(character[1]) <= 0xA0) ||
         character.starts_with("\xE2\x80") || character == "\xE2\x81\xA0" ||
         character == "\xE3\x80\x80" || character == "\xEF\xBB\xBF";
}

/// How deep a line is indented: once with tabs to the next eighth column, once with tabs as
/// one column. Where the two ways disagree on deeper or not, a file depends on an editor.
struct Depth {
  std::size_t wide = 0;
  std::size_t narrow = 0;
};

/// Cuts a text into tokens from left to right.
class Lexer {
 public:
  Lexer(const Source& source, std::size_t begin, std::size_t end)
      : source_(source), text_(source.text.substr(0, end)), at_(begin) {}

  std::vector<Token> lines() {
    check_text();
    check_encoding();
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size()) {
      if (at_line_start_ && !indentation()) continue;
      token();
    }
    if (!open_.empty()) throw unclosed();
    if (!at_line_start_) add(Token::Kind::newline, 0);
    for (; indents_.size() > 1; indents_.pop_back())
      add(Token::Kind::dedent, 0);
    add(Token::Kind::end, 0);
    return std::move(tokens_);
  }

  std::vector<Token> in_brackets() {
    check_text();
    at_line_start_ = false;
    bracketed_ = true;
    while (at_ < text_.size())
      token();
    if (!open_.empty()) throw unclosed();
    add(Token::Kind::end, 0);
    return std::move(tokens_);
  }

 private:
  Error error(const std::string& message) const { return source_.error(at_, message); }
  Error unclosed() const {
    return source_.error(open_.back(), fmt::format("'{}' is never closed", text_[open_.back()]));
  }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void add(Token::Kind kind, std::size_t size) {
    tokens_.push_back({kind, at_, at_ + size});
    at_ += size;
  }

  void check_text() const {
    const std::string_view text = text_.substr(at_);
    const std::size_t nul = text.find('\0');
    if (nul != std::string_view::npos) {
      throw source_.error(at_ + nul, "a NUL byte in a Python file");
    }
    if (const auto bad = find_invalid_utf8(text)) {
      throw source_.error(at_ + *bad, "not UTF-8").with_hint("save the file as UTF-8");
    }
  }

  /// A comment in the first two lines may name an encoding.
  void check_encoding() const {
    std::size_t begin = 0;
    for (int line = 0; line < 2 && begin < text_.size(); ++line) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      const std::string_view words = trim(text_.substr(begin, end - begin));
      if (!words.starts_with('#') && !words.empty()) return;
      const std::size_t found = words.find("coding");
      if (found != std::string_view::npos) check_cookie(begin, words.substr(found + 6));
      begin = end + 1;
    }
  }

  void check_cookie(std::size_t offset, std::string_view rest) const {
    if (!rest.starts_with(':') && !rest.starts_with('=')) return;
    rest.remove_prefix(1);
    while (rest.starts_with(' ') || rest.starts_with('\t'))
      rest.remove_prefix(1);
    const auto stop = std::find_if(rest.begin(), rest.end(), [](char c) {
      return !is_letter(c) && !is_digit(c) && c != '-' && c != '_' && c != '.';
    });
    const std::string name = replaced(lower(std::string_view(rest.begin(), stop)), "_", "-");
    if (name.empty() || name == "utf-8" || name == "utf8" || name.starts_with("utf-8-")) return;
    if (std::none_of(text_.begin(), text_.end(), [](char c) { return c < 0; })) return;
    throw source_.error(offset, fmt::format("the encoding {} is not supported", printable(name)))
        .with_hint("save the file as UTF-8");
  }

  /// Reads the blanks that a line begins with. False when the line holds no token.
  bool indentation() {
    Depth depth;
    std::size_t joined =
        0;  // The depth of the first line that is joined to the next, if it has any.
    while (true) {
      const char c = peek();
      if (c == ' ') {
        ++depth.wide, ++depth.narrow;
      } else if (c == '\t') {
        depth.wide = (depth.wide / 8 + 1) * 8;
        ++depth.narrow;
      } else if (c == '\f') {
        depth = {};
      } else if (c == '\\' && after_line_end(text_, at_ + 1) != at_ + 1) {
        if (joined == 0) joined = depth.wide;
        join_lines();
        continue;
      } else {
        break;
      }
      ++at_;
    }
    if (peek() == '#') skip_comment();
    if (at_ == text_.size()) return false;
    if (is_line_end(peek())) {
      at_ = after_line_end(text_, at_);
      return false;
    }
    at_line_start_ = false;
    to_depth(joined == 0 ? depth : Depth{joined, joined});
    return true;
  }

  void to_depth(const Depth& depth) {
    const auto same = [&] { return depth.wide == indents_.back().wide; };
    const auto check = [&] {
      if (depth.narrow != indents_.back().narrow) {
        throw error("this indentation mixes tabs and spaces");
      }
    };
    if (same()) return check();
    if (depth.wide > indents_.back().wide) {
      if (depth.narrow <= indents_.back().narrow) {
        throw error("this indentation mixes tabs and spaces");
      }
      if (indents_.size() >= kMostIndents) throw error("blocks are nested too deep");
      indents_.push_back(depth);
      return add(Token::Kind::indent, 0);
    }
    while (depth.wide < indents_.back().wide) {
      indents_.pop_back();
      add(Token::Kind::dedent, 0);
    }
    if (!same()) throw error("this indentation matches no outer block");
    check();
  }

  void skip_comment() {
    while (at_ < text_.size() && !is_line_end(text_[at_]))
      ++at_;
  }

  void token() {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\f') {
      ++at_;
    } else if (c == '#') {
      skip_comment();
    } else if (is_line_end(c)) {
      line_end();
    } else if (c == '\\') {
      join_lines();
    } else if (is_string_start(text_, at_)) {
      const std::size_t end = end_of_string(source_, at_, text_.size(), 0);
      const bool formatted = string_shape(text_, at_).formatted;
      add(formatted ? Token::Kind::formatted : Token::Kind::string, end - at_);
    } else if (is_name_start(c)) {
      name();
    } else if (is_digit(c) || (c == '.' && is_digit(peek(1)))) {
      number();
    } else {
      symbol();
    }
  }

  void line_end() {
    if (!open_.empty() || bracketed_) {
      at_ = after_line_end(text_, at_);
      return;
    }
    add(Token::Kind::newline, 0);
    at_ = after_line_end(text_, at_);
    at_line_start_ = true;
  }

  void join_lines() {
    const std::size_t next = after_line_end(text_, at_ + 1);
    if (next == at_ + 1) throw error("a backslash outside of a string, and not at a line's end");
    const bool is_crlf = next == at_ + 3;  // Python lets that pass.
    if (next == text_.size() && !is_crlf) throw error("the file ends in a joined line");
    at_ = next;
  }

  void name() {
    std::size_t size = 0;
    while (is_name_part(peek(size))) {
      std::size_t character = 1;
      while (is_continuation(peek(size + character)))
        ++character;
      if (is_invisible(text_.substr(at_ + size, character))) {
        throw source_.error(at_ + size, "an invisible character that is not part of Python");
      }
      size += character;
    }
    add(Token::Kind::name, size);
  }

  /// Digits with single `_` between them. Returns where they end.
  template <typename IsDigit>
  std::size_t digits(std::size_t size, IsDigit is_one) const {
    while (is_one(peek(size)) ||
           (peek(size) == '_' && size > 0 && is_one(peek(size + 1)) && peek(size - 1) != '.'))
      ++size;
    return size;
  }

  void number() {
    const char base = to_lower(peek(1));
    if (peek() == '0' && (base == 'x' || base == 'o' || base == 'b')) return based_number(base);
    std::size_t size = digits(0, is_digit);
    bool whole = true;
    if (peek(size) == '.') {
      whole = false;
      size = digits(size + 1, is_digit);
    }
    if (to_lower(peek(size)) == 'e') {
      const std::size_t sign = peek(size + 1) == '+' || peek(size + 1) == '-' ? 1 : 0;
      if (is_digit(peek(size + 1 + sign))) {
        whole = false;
        size = digits(size + 1 + sign, is_digit);
      }
    }
    if (to_lower(peek(size)) == 'j') {
      whole = false;
      ++size;
    }
    const std::string_view text = text_.substr(at_, size);
    if (whole && text.front() == '0' && text.find_first_not_of("0_") != std::string_view::npos) {
      throw error("a number with a leading zero");
    }
    end_number(size);
  }

  void based_number(char base) {
    const auto is_one = [base](char c) {
      if (base == 'b') return c == '0' || c == '1';
      if (base == 'o') return c >= '0' && c <= '7';
      return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
    };
    const std::size_t size = digits(2, is_one);
    if (size == 2) throw error("a number without digits");
    if (is_digit(peek(size))) throw error("a digit that this number cannot have");
    end_number(size);
  }

  /// What follows a number at once can only be a keyword: `1if x else 2`.
  void end_number(std::size_t size) {
    if (is_name_start(peek(size))) {
      static constexpr std::array<std::string_view, 8> kWords = {"and", "else", "for", "if",
                                                                 "in",  "is",   "not", "or"};
      std::size_t end = size;
      while (is_name_part(peek(end)))
        ++end;
      const std::string_view word = text_.substr(at_ + size, end - size);
      if (std::find(kWords.begin(), kWords.end(), word) == kWords.end()) {
        throw error("a number that is not written as one");
      }
    }
    add(Token::Kind::number, size);
  }

  void symbol() {
    static constexpr std::array<std::string_view, 24> kLong = {
        "**=", "//=", ">>=", "<<=", "...", "!=", "**", "//", ">>", "<<", "<=", ">=",
        "==",  "->",  "+=",  "-=",  "*=",  "/=", "%=", "&=", "|=", "^=", "@=", ":="};
    for (const std::string_view one : kLong) {
      if (text_.compare(at_, one.size(), one) != 0) continue;
      return add(Token::Kind::symbol, one.size());
    }
    const char c = peek();
    constexpr std::string_view kShort = "()[]{}+-*/%@&|^~<>=.,:;";
    if (kShort.find(c) == std::string_view::npos) {
      throw error(fmt::format("'{}' means nothing in Python", printable({&c, 1})));
    }
    bracket(c);
    add(Token::Kind::symbol, 1);
  }

  void bracket(char c) {
    if (c == '(' || c == '[' || c == '{') {
      if (open_.size() >= kMostBrackets) throw error("brackets are nested too deep");
      open_.push_back(at_);
    } else if (c == ')' || c == ']' || c == '}') {
      if (open_.empty()) throw error(fmt::format("'{}' closes nothing", c));
      const char opener = text_[open_.back()];
      const char expected = opener == '(' ? ')' : opener == '[' ? ']' : '}';
      if (c != expected) throw error(fmt::format("'{}' does not close '{}'", c, opener));
      open_.pop_back();
    }
  }

  const Source& source_;
  std::string_view text_;
  std::size_t at_;
  bool at_line_start_ = true;
  bool bracketed_ = false;
  std::vector<Depth> indents_ = {Depth{}};
  std::vector<std::size_t> open_;  // Where each open bracket is.
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens(const Source& source) {
  return Lexer(source, 0, source.text.size()).lines();
}

std::vector<Token> bracketed_tokens(const Source& source, std::size_t begin, std::size_t end) {
  return Lexer(source, begin, end).in_brackets();
}

}  // namespace dbmig::python

#include "sql/lexer.h"

#include <algorithm>
#include <cstdint>

#include "base/text.h"

namespace dbmig {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// What must follow `--` for it to be a comment: a blank or any control character.
bool is_control(char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }

bool is_hex(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f'); }

std::size_t count_digits(std::string_view text, std::size_t position) {
  std::size_t end = position;
  while (end < text.size() && is_digit(text[end]))
    ++end;
  return end - position;
}

/// The end of a comment whose content starts at `position`, or npos. The comment of
/// a version that is skipped may hold one level of comments.
std::size_t comment_end(std::string_view text, std::size_t position, int levels) {
  for (int depth = 0; (position = text.find_first_of("*/", position)) != std::string_view::npos;) {
    const std::string_view pair = text.substr(position, 2);
    if (pair == "*/") {
      position += 2;
      if (depth-- == 0) return position;
    } else if (pair == "/*" && depth < levels) {
      position += 2;
      ++depth;
    } else {
      ++position;
    }
  }
  return position;
}

/// The position after the closing quote of what opens at `position`, or npos.
std::size_t quote_end(std::string_view text, std::size_t position, bool escapes) {
  const char quote = text[position++];
  for (; position < text.size(); ++position) {
    if (text[position] == '\\' && escapes) {
      ++position;
    } else if (text[position] == quote) {
      if (position + 1 == text.size() || text[position + 1] != quote) return position + 1;
      ++position;
    }
  }
  return std::string_view::npos;
}

/// Whether the server runs the content of a version comment. MariaDB leaves the
/// versions of MySQL from 5.7 on to MySQL, unless the comment is marked as its own.
bool is_executed(unsigned version, bool marked, const Dialect& dialect) {
  if (version > dialect.version) return false;
  if (dialect.flavour == Flavour::mysql || marked) return true;
  return version < 50700 || version > 99999;
}

}  // namespace

bool is_word_byte(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '$' || is_high(c);
}

bool is_blank(TokenKind kind) {
  return kind == TokenKind::space || kind == TokenKind::line_comment ||
         kind == TokenKind::block_comment || kind == TokenKind::skipped_comment;
}

Lexer::Lexer(std::string_view text, const Dialect& dialect, std::size_t from)
    : text_(text), dialect_(dialect), position_(from) {}

Token Lexer::take(TokenKind kind, std::size_t end) {
  const std::size_t start = position_;
  if (end == std::string_view::npos) {
    kind = TokenKind::unterminated;
    end = text_.size();
  }
  position_ = end;
  return {kind, start, text_.substr(start, end - start)};
}

Token Lexer::next() {
  if (position_ >= text_.size()) return {TokenKind::end, text_.size(), {}};
  if (position_ == 0 && text_.starts_with(kByteOrderMark)) {
    return take(TokenKind::space, kByteOrderMark.size());
  }
  if (at_delimiter(position_)) return take(TokenKind::delimiter, position_ + delimiter_.size());
  const char c = text_[position_];
  const char following = position_ + 1 < text_.size() ? text_[position_ + 1] : '\0';
  if (is_space(c)) {
    std::size_t end = position_ + 1;
    // A delimiter may not hold blanks, so it cannot stand in the middle of them.
    while (end < text_.size() && is_space(text_[end]))
      ++end;
    return take(TokenKind::space, end);
  }
  if (is_digit(c)) return take_number_or_word();
  if (c == '$' && following != '\0') {
    if (const std::size_t end = dollar_quote_end(); end != 0) return take(TokenKind::string, end);
  }
  if (is_word_byte(c)) return take(TokenKind::word, word_end(position_ + 1, ""));
  if (c == '\'' || c == '"' || c == '`') return take_quoted(c);
  if (c == '@') return take_variable();
  if (c == '#') return take_to_line_end();
  if (c == '-' && at_dash_comment()) return take_to_line_end();
  if (c == '/' && following == '*') return take_comment();
  if (c == '*' && following == '/' && executable_) {
    executable_.reset();
    return take(TokenKind::executable_close, position_ + 2);
  }
  return take_punctuation();
}

bool Lexer::at_dash_comment() const {
  if (text_.substr(position_, 2) != "--") return false;
  return position_ + 2 == text_.size() || is_control(text_[position_ + 2]);
}

bool Lexer::at_delimiter(std::size_t position) const {
  if (text_[position] != delimiter_[0]) return false;
  if (text_.substr(position, delimiter_.size()) != delimiter_) return false;
  const std::size_t end = position + delimiter_.size();
  const bool word = is_letter(delimiter_[0]) || is_digit(delimiter_[0]) || delimiter_[0] == '_';
  return !word || end == text_.size() || !is_word_byte(text_[end]);
}

/// The end of a word that goes on at `position`, where a delimiter such as `$$` cuts it.
std::size_t Lexer::word_end(std::size_t position, std::string_view also) const {
  const char cut = delimiter_[0] == '$' || is_high(delimiter_[0]) ? delimiter_[0] : '\0';
  for (; position < text_.size(); ++position) {
    const char c = text_[position];
    if (!is_word_byte(c) && also.find(c) == std::string_view::npos) break;
    if (c == cut && cut != '\0' && at_delimiter(position)) break;
  }
  return position;
}

Token Lexer::take_quoted(char quote) {
  const bool name = quote == '`' || (quote == '"' && dialect_.ansi_quotes);
  const bool escapes = !name && !dialect_.no_backslash_escapes;
  return take(name ? TokenKind::quoted_name : TokenKind::string,
              quote_end(text_, position_, escapes));
}

/// The end of the number at `position`, or 0 when it is an identifier such as `1st`.
std::size_t Lexer::number_end(std::size_t position) const {
  const std::size_t end = word_end(position, "");
  const std::string_view run = text_.substr(position, end - position);
  if (run.size() > 2 && run[0] == '0' && (run[1] == 'x' || run[1] == 'b')) {
    const bool hex = std::all_of(run.begin() + 2, run.end(), is_hex);
    return hex ? end : 0;
  }
  std::size_t after = position + count_digits(text_, position);
  const std::string_view rest = text_.substr(after);
  // `1..3` is a range of a FOR loop.
  if (rest.starts_with('.') && !rest.starts_with("..") && after == end) {
    after += 1 + count_digits(text_, after + 1);
  }
  if (after < text_.size() && to_lower(text_[after]) == 'e') {
    const bool sign =
        after + 1 < text_.size() && (text_[after + 1] == '+' || text_[after + 1] == '-');
    const std::size_t digits = after + (sign ? 2U : 1U);
    if (const std::size_t count = count_digits(text_, digits); count > 0) after = digits + count;
  }
  return after < end ? 0 : after;
}

Token Lexer::take_number_or_word() {
  const std::size_t end = number_end(position_);
  if (end != 0) return take(TokenKind::number, end);
  return take(TokenKind::word, word_end(position_ + 1, ""));
}

Token Lexer::take_variable() {
  const std::size_t name = position_ + (text_.substr(position_, 2) == "@@" ? 2U : 1U);
  const std::size_t end = word_end(name, ".");
  return take(end == name ? TokenKind::punctuation : TokenKind::variable, end);
}

Token Lexer::take_to_line_end() {
  return take(TokenKind::line_comment, std::min(text_.find('\n', position_), text_.size()));
}

Token Lexer::take_comment() {
  const std::string_view rest = text_.substr(position_ + 2, 2);
  if (rest.starts_with('!')) return take_executable(position_ + 3);
  if (rest == "M!" && dialect_.flavour == Flavour::mariadb) return take_executable(position_ + 4);
  const TokenKind kind = rest.starts_with('+') ? TokenKind::hint : TokenKind::block_comment;
  return take(kind, comment_end(text_, position_ + 2, 0));
}

/// An executable comment, whose version would stand at `digits`: five digits or six.
Token Lexer::take_executable(std::size_t digits) {
  const std::size_t count =
      std::min<std::size_t>(count_digits(text_.substr(0, digits + 6), digits), 6);
  unsigned version = 0;
  for (const char c : text_.substr(digits, count))
    version = version * 10 + static_cast<unsigned>(c - '0');
  const bool versioned = count >= 5;
  const std::size_t content = digits + (versioned ? count : 0);
  if (!versioned || is_executed(version, digits == position_ + 4, dialect_)) {
    const Token open = take(TokenKind::executable_open, content);
    // The server keeps no depth: the first end closes them all.
    if (!executable_) executable_ = open;
    return open;
  }
  // `/*M!999999\- enable the sandbox mode */` speaks to the client alone.
  const bool sandbox = text_.substr(content).starts_with("\\-");
  return take(sandbox ? TokenKind::block_comment : TokenKind::skipped_comment,
              comment_end(text_, content, 1));
}

Token Lexer::take_punctuation() {
  const std::string_view pair = text_.substr(position_, 2);
  const bool both = pair == ":=" || pair == ".." || pair == "<<" || pair == ">>";
  return take(TokenKind::punctuation, position_ + (both ? 2U : 1U));
}

/// The end of `$$ … $$` or `$tag$ … $tag$`, in which MySQL 9 takes the bodies of
/// routines in other languages; npos when it has none, 0 when this is not one.
std::size_t Lexer::dollar_quote_end() const {
  if (dialect_.flavour != Flavour::mysql || dialect_.version < 90000) return 0;
  std::size_t tag_end = position_ + 1;
  while (tag_end < text_.size() && is_word_byte(text_[tag_end]) && text_[tag_end] != '$')
    ++tag_end;
  if (tag_end == text_.size() || text_[tag_end] != '$') return 0;
  const std::string_view tag = text_.substr(position_, tag_end + 1 - position_);
  const std::size_t found = text_.find(tag, tag_end + 1);
  return found == std::string_view::npos ? found : found + tag.size();
}

std::string unquoted(const Token& token, const Dialect& dialect) {
  if (token.kind != TokenKind::string && token.kind != TokenKind::quoted_name) {
    return std::string(token.text);
  }
  const char quote = token.text[0];
  const bool escapes = token.kind == TokenKind::string && !dialect.no_backslash_escapes;
  const std::string_view inner = token.text.substr(1, token.text.size() - 2);
  std::string out;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const bool pair = i + 1 < inner.size();
    if (pair && inner[i] == quote) {
      ++i;
    } else if (pair && escapes && inner[i] == '\\') {
      constexpr std::string_view kFrom = "0bnrtZ";
      constexpr std::string_view kTo{"\0\b\n\r\t\x1A", 6};
      const std::size_t known = kFrom.find(inner[++i]);
      out += known == std::string_view::npos ? inner[i] : kTo[known];
      continue;
    }
    out += inner[i];
  }
  return out;
}

}  // namespace dbmig

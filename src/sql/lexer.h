#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

enum class TokenKind {
  end,               // of the text; its own text is empty
  space,             // a run of blanks and newlines, or the byte order mark at the start
  word,              // a keyword or a bare identifier, bytes from 0x80 on included
  quoted_name,       // `name`, or "name" under ANSI_QUOTES
  string,            // 'text', or "text"; an introducer (_utf8mb4, N, x) is a word before it
  number,            // 1, 1.5e-3, 0x1F, 0b01; a sign or a leading dot is punctuation
  variable,          // @name or @@scope.name; of @'name' only the @, as punctuation
  punctuation,       // one byte, or one of := .. << >>
  delimiter,         // what ends a statement: `;` unless told otherwise
  line_comment,      // -- or #, up to but without the line feed
  block_comment,     // /* … */
  hint,              // /*+ … */
  executable_open,   // /*!40101 of a comment whose content the server runs, which follows as tokens
  executable_close,  // its */
  skipped_comment,   // the whole of one that the server skips for its version
  unterminated,      // a string, quoted name or comment without its end, up to the end of the text
};

/// A piece of a text, as a view into it.
struct Token {
  TokenKind kind = TokenKind::end;
  std::size_t offset = 0;  // In bytes from the start of the text.
  std::string_view text;

  std::size_t end() const { return offset + text.size(); }
  bool is(char c) const {
    return kind == TokenKind::punctuation && text.size() == 1 && text[0] == c;
  }
};

/// The tokens of a text as a server of one dialect reads them, in order and without
/// loss: their texts joined are the text. It takes any bytes, never throws and never
/// looks back, so reading a text is linear; what has no end is one `unterminated`
/// token. The text must outlive it.
class Lexer {
 public:
  Lexer(std::string_view text, const Dialect& dialect, std::size_t from = 0);

  Token next();

  /// Where the next token starts; going anywhere else is the caller's affair.
  std::size_t offset() const { return position_; }
  void seek(std::size_t offset) { position_ = offset; }

  /// From here on the text is read by these rules, as after `SET sql_mode`.
  void set_dialect(const Dialect& dialect) { dialect_ = dialect; }
  const Dialect& dialect() const { return dialect_; }

  /// From here on this ends statements and `;` is punctuation. It is found outside of
  /// quotes and comments, also within a word (`END$$`) unless it reads like one
  /// itself: then it must stand alone. Must not be empty, and must outlive the lexer.
  void set_delimiter(std::string_view delimiter) { delimiter_ = delimiter; }
  std::string_view delimiter() const { return delimiter_; }

  /// The opener of the executable comment that the next token is in.
  const std::optional<Token>& executable() const { return executable_; }

 private:
  Token take(TokenKind kind, std::size_t end);
  bool at_dash_comment() const;
  bool at_delimiter(std::size_t position) const;
  std::size_t word_end(std::size_t position, std::string_view also) const;
  std::size_t number_end(std::size_t position) const;
  Token take_quoted(char quote);
  Token take_number_or_word();
  Token take_variable();
  Token take_comment();
  Token take_executable(std::size_t digits);
  Token take_to_line_end();
  Token take_punctuation();
  std::size_t dollar_quote_end() const;

  std::string_view text_;
  Dialect dialect_;
  std::size_t position_;
  std::string_view delimiter_ = ";";
  std::optional<Token> executable_;
};

/// True for the bytes of a bare identifier.
bool is_word_byte(char c);

/// True for tokens that mean nothing to the server: blanks and comments.
bool is_blank(TokenKind kind);

/// What a quoted name or a string token stands for: without its quotes, doubled
/// quotes and escapes resolved. The text of any other token as it is.
std::string unquoted(const Token& token, const Dialect& dialect);

}  // namespace dbmig

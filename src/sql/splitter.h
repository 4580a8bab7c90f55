#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "sql/block_tracker.h"
#include "sql/dialect.h"
#include "sql/lexer.h"
#include "sql/sql_mode.h"
#include "sql/statement.h"

namespace dbmig {

/// One thing found between two delimiters: a statement, or a dbmig marker.
///
/// A marker is a comment `-- migrate:…` alone on its line. Its text is from `migrate:`
/// to the end of the line, trimmed, and its position that of `migrate:`.
struct Piece {
  enum class Kind { statement, marker };
  Kind kind = Kind::statement;
  Statement statement;
};

/// The statements and markers of a text, one after another, as the server's own client
/// finds them: quotes, comments, DELIMITER, bodies of stored programs, and what
/// `SET sql_mode` changes of all that. The text must outlive it and its pieces.
///
/// A statement's text runs from its first token to its last, executable comments and
/// hints included, other comments around it left out. `-- migrate:upgrade` and
/// `-- migrate:downgrade` end the statement before them and start over: `;` ends
/// statements again, and sql_mode is what it was at the start.
///
/// Throws Error(data), located in the text, for what has no end, for commands of the
/// mysql client other than DELIMITER, for a sql_mode that cannot be known, and for a
/// marker where none may stand. Time is linear in the size of the text.
class Splitter {
 public:
  Splitter(std::string_view text, const Dialect& dialect, std::string file);

  /// The next piece, or nothing at the end of the text.
  std::optional<Piece> next();

  /// The rules by which the text after the last piece is read.
  const Dialect& dialect() const { return lexer_.dialect(); }

 private:
  std::optional<Piece> on_delimiter(const Token& token);
  std::optional<Piece> on_marker(const Token& comment, std::size_t start);
  std::optional<Piece> on_end(const Token& end);
  void on_code(const Token& token);
  void on_statement_start(const Token& word);
  bool is_first_on_line(std::size_t offset) const;
  std::optional<std::size_t> marker_start(const Token& comment) const;
  void set_delimiter(const Token& word);
  void check_misplaced_delimiter(const Token& word);
  void check_blocks(const Token& next);
  std::optional<Piece> finish_statement();
  void start_statement();
  void restart();
  Statement located(std::size_t begin, std::size_t end);
  std::string line_of(std::size_t offset) const;
  bool is_custom_delimiter() const { return lexer_.delimiter() != ";"; }
  [[noreturn]] void fail_unterminated(const Token& token, std::string_view before) const;
  [[noreturn]] void fail_command(const Token& token, std::string_view name) const;
  [[noreturn]] void fail(std::size_t offset, const std::string& message,
                         const std::string& hint) const;

  std::string_view text_;
  std::string file_;
  Dialect initial_;
  std::size_t base_;  // Where lines and columns start: after a byte order mark.
  Lexer lexer_;
  SqlModeTracker mode_;
  BlockTracker blocks_;

  // The open statement.
  bool has_code_ = false;  // There is something to send.
  Token first_word_;       // Its first token that is not a comment's bracket.
  std::optional<std::size_t> begin_;
  std::size_t end_ = 0;

  std::optional<Piece> waiting_;  // A marker, after the statement it ended.

  // The place up to which lines are counted.
  std::size_t counted_ = 0;
  int line_ = 1;
  int column_ = 1;
};

/// All pieces of a text, which must outlive them.
std::vector<Piece> split_script(std::string_view text, const Dialect& dialect,
                                const std::string& file);

}  // namespace dbmig

#include "sql/splitter.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {

namespace {

constexpr std::string_view kMarker = "migrate:";

/// Words that the mysql client takes for itself where a statement starts. `use` and
/// `help` are not here: servers know them too.
bool is_client_command(std::string_view word) {
  constexpr std::array<std::string_view, 21> kCommands = {
      "charset", "clear",  "connect",   "edit",   "ego",   "exit",     "go",
      "nopager", "notee",  "nowarning", "pager",  "print", "prompt",   "quit",
      "rehash",  "source", "status",    "system", "tee",   "warnings", "resetconnection"};
  return word.size() <= 15 &&
         std::find(kCommands.begin(), kCommands.end(), lower(word)) != kCommands.end();
}

std::size_t skip_blanks(std::string_view text, std::size_t position) {
  while (position < text.size() && (text[position] == ' ' || text[position] == '\t'))
    ++position;
  return position;
}

/// Whether a marker, `migrate:upgrade`, opens a section of a revision.
bool is_section(std::string_view marker) {
  const std::string_view word = marker.substr(kMarker.size());
  const std::string_view name = word.substr(0, word.find_first_of(" \t"));
  return name == "upgrade" || name == "downgrade";
}

/// A text that holds nothing but a comment to the end of its line, or nothing.
bool is_comment_or_nothing(std::string_view rest) {
  return rest.empty() || rest.starts_with("--") || rest.starts_with('#');
}

std::string closing_words(BlockTracker::Block::Kind kind) {
  using Kind = BlockTracker::Block::Kind;
  switch (kind) {
    case Kind::if_block:
      return "END IF";
    case Kind::case_block:
      return "END CASE";
    case Kind::loop:
      return "END LOOP";
    case Kind::while_block:
      return "END WHILE";
    case Kind::for_block:
      return "END FOR";
    case Kind::repeat:
      return "END REPEAT";
    case Kind::begin:
    case Kind::declarations:
      break;
  }
  return "END";
}

}  // namespace

Splitter::Splitter(std::string_view text, const Dialect& dialect, std::string file)
    : text_(text),
      file_(std::move(file)),
      initial_(dialect),
      base_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0),
      lexer_(text, dialect),
      mode_(dialect),
      blocks_(dialect),
      counted_(base_) {}

std::optional<Piece> Splitter::next() {
  if (waiting_) return std::exchange(waiting_, std::nullopt);
  for (;;) {
    const Token token = lexer_.next();
    std::optional<Piece> piece;
    switch (token.kind) {
      case TokenKind::end:
        return on_end(token);
      case TokenKind::unterminated:
        fail_unterminated(token, "");
      case TokenKind::delimiter:
        piece = on_delimiter(token);
        break;
      case TokenKind::line_comment:
        if (const auto start = marker_start(token)) piece = on_marker(token, *start);
        break;
      case TokenKind::space:
      case TokenKind::block_comment:
        break;
      default:
        on_code(token);
        break;
    }
    if (piece) return piece;
  }
}

void Splitter::on_code(const Token& token) {
  const bool bracket = token.kind == TokenKind::skipped_comment ||
                       token.kind == TokenKind::executable_open ||
                       token.kind == TokenKind::executable_close || token.is(';');
  if (token.kind == TokenKind::word) {
    if (!has_code_ && !lexer_.executable()) {
      const std::size_t before = lexer_.offset();
      on_statement_start(token);
      if (lexer_.offset() != before) return;
    } else if (has_code_ && is_custom_delimiter()) {
      check_misplaced_delimiter(token);
    }
  } else if (token.is('\\') && !text_.substr(token.end()).starts_with('N')) {
    const std::size_t length = token.end() < text_.size() && token.text.size() == 1 ? 2 : 1;
    fail_command(token, text_.substr(token.offset, length));
  } else if (token.is('-') && text_.substr(token.offset).starts_with("--migrate:")) {
    fail(token.offset, "`--migrate:` is not a comment: MySQL wants a blank after the dashes",
         "write it as `-- migrate:`");
  } else if (token.is('?') && !has_code_) {
    fail_command(token, token.text);
  }
  if (!has_code_ && !bracket) {
    has_code_ = true;
    first_word_ = token;
  }
  if (!begin_) begin_ = token.offset;
  end_ = token.end();
  blocks_.feed(token);
}

/// A first word may be the client's; DELIMITER moves the lexer to the next line.
void Splitter::on_statement_start(const Token& word) {
  const std::string_view rest = text_.substr(word.end(), 1);
  if (equals_ignoring_case(word.text, "delimiter") && (rest.empty() || is_space(rest[0]))) {
    set_delimiter(word);
    return;
  }
  if (!is_client_command(word.text)) return;
  // A label of an anonymous block may be called `source`.
  const std::size_t after = skip_blanks(text_, word.end());
  if (text_.substr(after, 1) != ":") fail_command(word, word.text);
}

void Splitter::set_delimiter(const Token& word) {
  const std::string_view to_end = text_.substr(word.end());
  const std::string_view line = to_end.substr(0, to_end.find('\n'));
  std::string_view rest = trim(line);
  const bool quoted = !rest.empty() && (rest[0] == '\'' || rest[0] == '"' || rest[0] == '`');
  if (quoted) {
    const char quote = rest[0];
    rest.remove_prefix(1);
    const std::size_t close = rest.find(quote);
    lexer_.set_delimiter(rest.substr(0, close));
    rest = close == std::string_view::npos ? "" : rest.substr(close + 1);
  } else {
    const std::size_t blank = rest.find_first_of(" \t\r\v\f");
    lexer_.set_delimiter(rest.substr(0, blank));
    rest = blank == std::string_view::npos ? "" : rest.substr(blank);
  }
  const std::string_view delimiter = lexer_.delimiter();
  if (delimiter.empty() || delimiter.find_first_of("\\ \t\r\v\f") != std::string_view::npos) {
    fail(word.offset,
         "DELIMITER needs the text that is to end statements, without blanks and backslashes",
         "write it like `DELIMITER //`, and `DELIMITER ;` to go back");
  }
  if (!is_comment_or_nothing(trim(rest))) {
    const std::string_view text = trim(rest);
    fail(static_cast<std::size_t>(text.data() - text_.data()),
         "text after the delimiter, which the mysql client would ignore",
         "start the statement on the line after DELIMITER");
  }
  begin_.reset();
  lexer_.seek(word.end() + line.size());
}

/// `DELIMITER ;` on a line of its own within a statement: the statement above it was
/// not ended, and would swallow all that follows.
void Splitter::check_misplaced_delimiter(const Token& word) {
  if (!equals_ignoring_case(word.text, "delimiter")) return;
  if (!is_first_on_line(word.offset)) return;
  const std::string_view to_end = text_.substr(word.end());
  const std::string_view argument = trim(to_end.substr(0, to_end.find('\n')));
  if (argument.empty() || argument.size() > 8) return;
  if (std::any_of(argument.begin(), argument.end(), [](char c) {
        return is_space(c) || (is_word_byte(c) && c != '$') || c == ',' || c == '(' || c == '.';
      })) {
    return;
  }
  fail(word.offset, fmt::format("DELIMITER in the middle of the statement of {}", line_of(*begin_)),
       fmt::format("end that statement with {}", lexer_.delimiter()));
}

std::optional<Piece> Splitter::on_delimiter(const Token& token) {
  if (!is_custom_delimiter()) {
    check_blocks(token);
    if (blocks_.open() != nullptr) {
      end_ = token.end();
      blocks_.feed(token);
      return std::nullopt;
    }
  }
  if (const std::optional<Token>& open = lexer_.executable()) {
    fail(token.offset,
         fmt::format("`{}` inside the executable comment opened by {} on {}", token.text,
                     open->text, line_of(open->offset)),
         "end the comment before it, one statement in each");
  }
  return finish_statement();
}

bool Splitter::is_first_on_line(std::size_t offset) const {
  while (offset > base_ && (text_[offset - 1] == ' ' || text_[offset - 1] == '\t'))
    --offset;
  return offset == base_ || text_[offset - 1] == '\n';
}

std::optional<std::size_t> Splitter::marker_start(const Token& comment) const {
  if (!comment.text.starts_with("--")) return std::nullopt;
  const std::size_t start = skip_blanks(text_, comment.offset + 2);
  if (start == comment.offset + 2) return std::nullopt;
  if (!text_.substr(start).starts_with(kMarker)) return std::nullopt;
  if (!is_first_on_line(comment.offset)) return std::nullopt;
  return start;
}

std::optional<Piece> Splitter::on_marker(const Token& comment, std::size_t start) {
  const std::string_view text = trim(text_.substr(start, comment.end() - start));
  const std::string_view whole = trim(comment.text);
  std::optional<Piece> ended;
  if (is_section(text)) {
    ended = on_end(comment);
    restart();
  } else if (blocks_.open() != nullptr) {
    fail(start,
         fmt::format("`{}` inside the block opened by {} on {}", whole, blocks_.open()->opener.text,
                     line_of(blocks_.open()->opener.offset)),
         "a directive stands above its statement, never within it");
  } else if (has_code_ || lexer_.executable()) {
    fail(start, fmt::format("`{}` in the middle of the statement of {}", whole, line_of(*begin_)),
         fmt::format("a directive stands above its statement; end the one before it with {}",
                     lexer_.delimiter()));
  }
  // A skipped comment above a marker is no part of the statement below it.
  start_statement();
  Piece marker{Piece::Kind::marker, located(start, start + text.size())};
  if (!ended) return marker;
  waiting_ = marker;
  return ended;
}

/// The end of the text, or the marker of a section, ends a statement.
std::optional<Piece> Splitter::on_end(const Token& end) {
  // Worked out only when there is something to say: it counts lines.
  const auto before = [&] {
    if (end.kind == TokenKind::end) return std::string();
    return fmt::format(" before `{}` on {}", trim(end.text), line_of(end.offset));
  };
  if (lexer_.executable()) fail_unterminated(*lexer_.executable(), before());
  if (!is_custom_delimiter()) check_blocks(end);
  if (const BlockTracker::Block* block = blocks_.open()) {
    fail(block->opener.offset,
         fmt::format("block opened by {} is never closed{}", block->opener.text, before()),
         fmt::format("close it with {}", closing_words(block->kind)));
  }
  return finish_statement();
}

void Splitter::check_blocks(const Token& next) {
  if (const auto mismatch = blocks_.mismatch(next)) {
    fail(mismatch->at.offset, mismatch->message,
         "check the blocks of this statement; between `DELIMITER //` and `//` they are left to "
         "the server");
  }
}

std::optional<Piece> Splitter::finish_statement() {
  std::optional<Piece> piece;
  if (has_code_) {
    piece = Piece{Piece::Kind::statement, located(*begin_, end_)};
    if (equals_ignoring_case(first_word_.text, "set")) {
      if (const auto unknown = mode_.read(piece->statement.text)) {
        fail(*begin_ + *unknown, "sql_mode is set to a value that only the server can know",
             "it decides how the text after it is read: write it as a string, or restore it from "
             "a variable that this file set from @@sql_mode");
      }
      lexer_.set_dialect(mode_.dialect());
    }
  }
  start_statement();
  return piece;
}

void Splitter::start_statement() {
  has_code_ = false;
  begin_.reset();
  end_ = 0;
  first_word_ = {};
  blocks_ = BlockTracker(lexer_.dialect());
}

/// Sections are scripts of their own: nothing of one is in force in the next.
void Splitter::restart() {
  lexer_.set_delimiter(";");
  lexer_.set_dialect(initial_);
  mode_ = SqlModeTracker(initial_);
  start_statement();
}

Statement Splitter::located(std::size_t begin, std::size_t end) {
  for (; counted_ < begin; ++counted_) {
    const char c = text_[counted_];
    if (c == '\n') {
      ++line_;
      column_ = 1;
    } else if (!is_continuation(c)) {
      ++column_;
    }
  }
  return {text_.substr(begin, end - begin), begin, line_, column_};
}

std::string Splitter::line_of(std::size_t offset) const {
  return fmt::format(
      "line {}",
      1 + std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

void Splitter::fail_unterminated(const Token& token, std::string_view before) const {
  if (token.kind == TokenKind::executable_open) {
    fail(token.offset,
         fmt::format("executable comment opened by {} is never closed{}", token.text, before),
         "close it with */");
  }
  const bool comment = token.text.starts_with("/*");
  const std::string_view opener = token.text.substr(0, comment ? 2 : 1);
  const bool name = opener == "`" || (opener == "\"" && lexer_.dialect().ansi_quotes);
  const std::string_view what = comment ? "comment" : name ? "quoted name" : "string";
  const std::string_view hint =
      comment ? "close it with */" : "close it; the quote itself is written twice within it";
  fail(token.offset, fmt::format("{} opened by {} is never closed{}", what, opener, before),
       std::string(hint));
}

void Splitter::fail_command(const Token& token, std::string_view name) const {
  fail(token.offset, fmt::format("`{}` is a command of the mysql client, not SQL", printable(name)),
       "dbmig sends every statement to the server itself; of the client's commands it knows "
       "DELIMITER only");
}

void Splitter::fail(std::size_t offset, const std::string& message, const std::string& hint) const {
  throw Error(ErrorCode::data, message)
      .at(Location::at(file_, text_.substr(base_), offset - base_))
      .with_hint(hint);
}

std::vector<Piece> split_script(std::string_view text, const Dialect& dialect,
                                const std::string& file) {
  std::vector<Piece> pieces;
  Splitter splitter(text, dialect, file);
  while (std::optional<Piece> piece = splitter.next())
    pieces.push_back(*piece);
  return pieces;
}

}  // namespace dbmig

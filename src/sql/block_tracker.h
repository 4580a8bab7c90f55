#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"
#include "sql/lexer.h"

namespace dbmig {

/// Follows one statement token by token and knows whether a `;` ends it, or stands
/// inside the body of a stored program or an anonymous block.
///
/// Most words that open and close blocks are names and functions elsewhere (`end` as
/// a column, `IF(…)`, `REPEAT(…)`), so they count only where a body's statement starts.
class BlockTracker {
 public:
  explicit BlockTracker(const Dialect& dialect) : oracle_(dialect.oracle) {}

  /// A block and the word that opened it.
  struct Block {
    enum class Kind {
      begin,
      declarations,
      if_block,
      case_block,
      loop,
      while_block,
      for_block,
      repeat
    };
    Kind kind;
    Token opener;
  };

  /// An END and a block that do not fit.
  struct Mismatch {
    Token at;
    std::string message;
  };

  /// Takes the next token that is not blank; a `;` only where it ends no statement.
  void feed(const Token& token);

  /// The innermost open block; null when a `;` here ends the statement.
  const Block* open() const { return blocks_.empty() ? nullptr : &blocks_.back(); }

  /// The first mismatch so far, with `next` the token after the last one fed: it
  /// decides what a last END meant.
  std::optional<Mismatch> mismatch(const Token& next);

 private:
  enum class Phase {
    start,    // before the first token
    plain,    // no body: any `;` ends it
    begin,    // after a first BEGIN: a block, or a transaction
    label,    // after a first word that a `:` would make a label
    create,   // after CREATE
    alter,    // after ALTER
    definer,  // after DEFINER
    name,     // after PROCEDURE, FUNCTION, …
    header,   // after the name, before the body
    returns,  // after RETURNS, in or after the type
    row,      // after FOR EACH ROW
    body,
  };
  enum class Program { routine, trigger, event, package };
  enum class Awaiting { nothing, then, loop_body, end };
  enum class Handler { none, condition, sqlstate, found, next };

  void start(const Token& token, std::string_view word);
  void after_begin(const Token& token, std::string_view word);
  void after_create(std::string_view word);
  void name(const Token& token, std::string_view word);
  void header(const Token& token, std::string_view word);
  void routine_header(const Token& token, std::string_view word);
  void trigger_header(const Token& token, std::string_view word);
  void package_header(const Token& token, std::string_view word);
  void enter_body(const Token& token, std::string_view word);
  void enter_declarations(const Token& opener);
  void body(const Token& token, std::string_view word);
  void statement_start(const Token& token, std::string_view word);
  bool opens_block(const Token& token, std::string_view word);
  bool continues_block(std::string_view word);
  void statement_rest(const Token& token, std::string_view word);
  bool handler_condition(const Token& token, std::string_view word);
  void declare_word(std::string_view word);
  void close(const Token& end);
  void check_end(const Token& next, std::string_view word);

  bool oracle_;
  std::vector<Block> blocks_;
  std::optional<Mismatch> mismatch_;
  Phase phase_ = Phase::start;
  Program program_ = Program::routine;
  int parentheses_ = 0;        // Open ones of a header.
  bool skip_one_ = false;      // The next token of a header is an argument.
  int for_each_row_ = 0;       // Words of it seen.
  Token before_;               // The token fed last.
  bool fresh_ = false;         // The next token starts a statement of the body.
  bool label_ = false;         // The statement's first word may be a label.
  bool oracle_label_ = false;  // Within <<label>>.
  int cases_ = 0;              // Open CASE expressions.
  Awaiting awaiting_ = Awaiting::nothing;
  int declare_words_ = 0;  // 1 after DECLARE, 2 after DECLARE CONTINUE
  Handler handler_ = Handler::none;
  std::optional<Block> closed_;  // By an END whose next word is still to come.
  Token end_;
};

}  // namespace dbmig

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"

namespace dbmig {

/// Something that statements make in their session, and that ends with it.
struct SessionPart {
  enum class Kind {
    variable,
    prepared_statement,
    temporary_table,
    database,
    setting,
    last_insert_id,
    sequence_value,  // The last one of any sequence.
    anything,  // What the text does not tell: what a routine assigns, or a prepared statement.
  };
  Kind kind = Kind::variable;
  std::string name;  // In lower case: `@x`, `sql_mode`; of those that are one empty.

  bool operator==(const SessionPart&) const = default;
};

/// As a message names it: `the variable @x`, `the current database`.
std::string text(const SessionPart& part);

/// What a statement does to its session, for a run that has to go on in another.
struct SessionEffect {
  /// What it makes, or makes anew.
  std::vector<SessionPart> makes;
  /// What it needs as others have made it, as far as its text names it.
  std::vector<SessionPart> reads;
  /// What is no more after it, whoever made it.
  std::vector<SessionPart> ends;
  /// Sent again in a new session, it makes the same again, if all that it reads is there.
  bool repeatable = false;
  /// A later statement uses up what it sets: INSERT_ID, SET TRANSACTION. Behind that it is not to
  /// be sent again.
  bool once = false;
  /// It changes nothing but the session: SET, USE, SELECT … INTO @x.
  bool session_only = false;
  /// Settings that it makes for other sessions, too: GLOBAL, PERSIST.
  std::vector<SessionPart> outlives;
  /// The values of those are constants, so that they can be set a second time.
  bool is_constant = true;
};

/// Constants and settings that a new session has too can be assigned again, and a statement be
/// prepared again. A value that was computed, a temporary table, and whatever a CALL or a block
/// has set cannot. What outlives the session (SET GLOBAL) is no effect on it, and not to be
/// sent twice: a SET that has such parts is not repeatable.
///
/// The text of EXECUTE IMMEDIATE is read where it is a literal. Not looked into: what functions and
/// triggers assign, and what a routine makes besides variables.
SessionEffect session_effect(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

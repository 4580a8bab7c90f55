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
  /// It is a SET of something that is there for other sessions, too: GLOBAL, PERSIST.
  bool outlives_session = false;
};

/// Constants and settings that a new session has too can be assigned again, and a statement be
/// prepared again. A value that was computed, a temporary table, and whatever a CALL or a block
/// has set cannot. What outlives the session (SET GLOBAL) is no effect on it, and not to be
/// sent twice: a SET that has such parts is not repeatable.
///
/// The text of EXECUTE IMMEDIATE is read where it is a literal. Not looked into: what a prepared
/// statement does, what a routine assigns beside its arguments, and the variables of LOAD DATA.
SessionEffect session_effect(std::string_view statement, const Dialect& dialect);

/// Whether it asks what the statement before it in the session did, which any statement between
/// the two would change: ROW_COUNT(), FOUND_ROWS(), @@warning_count, @@error_count, GET
/// DIAGNOSTICS, SHOW WARNINGS, SHOW ERRORS. Not looked for where it asks about a statement of its
/// own: in routines, in the handlers of a block and behind its first statement; nor in the text of
/// a PREPARE.
bool asks_about_last(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

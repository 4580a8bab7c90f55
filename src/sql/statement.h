#pragma once

#include <cstddef>
#include <string_view>

namespace dbmig {

/// What a statement does to the transaction it is sent in, and so what a crash
/// can leave of it (measured on MariaDB 10.11 and MySQL 9.7).
enum class StatementClass {
  transactional,  // INSERT, UPDATE, DELETE, REPLACE, SELECT, DO, LOAD DATA …: can be rolled back
  session,        // SET, USE, CREATE TEMPORARY TABLE, PREPARE …: changes the session only
  transaction,    // BEGIN, COMMIT, ROLLBACK, SAVEPOINT, SET autocommit …: steers transactions
  implicit_commit,  // DDL and all that is unknown: commits what came before, and itself
  opaque,           // CALL, EXECUTE, anonymous blocks: anything may be inside
};

/// A statement as a view into the text it was split from: exactly what is sent to
/// the server, without its delimiter and without the comments before it.
struct Statement {
  std::string_view text;
  std::size_t offset = 0;  // Of `text` in the whole text, in bytes.
  int line = 0;            // Counted from 1.
  int column = 0;          // Counted from 1, in code points.
};

}  // namespace dbmig

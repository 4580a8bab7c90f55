#pragma once

#include <string>
#include <string_view>

#include "sql/dialect.h"
#include "sql/statement.h"

namespace dbmig {

/// What a statement does to the transaction it is sent in, told from its first words:
/// comments, executable comments, parentheses and `SET STATEMENT … FOR` are looked
/// through. What it does not know is `implicit_commit`, the class that promises least.
///
/// SHOW, EXPLAIN and the like change nothing and count as transactional; SET GLOBAL
/// commits nothing and counts as session, though it outlives the session.
StatementClass classify(std::string_view statement, const Dialect& dialect);

/// Its keywords and bare names up to the first sign or text, in lower case and with a blank between
/// them: `rollback to s`. Comments and `SET STATEMENT … FOR` are looked through.
std::string leading_words(std::string_view statement, const Dialect& dialect);

/// The statement for a log or a journal: one line of at most 80 code points, blanks
/// folded, comments left out, cut with `…`. Strings that may be secrets (after
/// IDENTIFIED, after any name with PASSWORD in it, or with such words in them) are `'***'`.
std::string summary(std::string_view statement, const Dialect& dialect = {});

}  // namespace dbmig

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"

namespace dbmig {

/// What a statement that commits by itself sets out to do, as far as it matters for
/// telling afterwards whether it did.
enum class DdlVerb {
  create,
  create_or_replace,
  alter,
  drop,
  rename,
  truncate,
  account,      // CREATE, ALTER, DROP, RENAME of users and roles; GRANT, REVOKE; SET PASSWORD
  maintenance,  // ANALYZE, CHECK, OPTIMIZE, REPAIR, FLUSH …: doing it twice does no harm
  other,        // Not known: nothing tells afterwards whether it happened.
};

/// Told from the first words, past comments and `SET STATEMENT … FOR`.
DdlVerb ddl_verb(std::string_view statement, const Dialect& dialect);

/// What a statement says of itself that decides, besides its objects, how it can end.
struct DdlTerms {
  enum class Action { create, drop, other };  // OR REPLACE is no plain `create`.
  Action action = Action::other;
  bool tolerant = false;  // IF EXISTS, IF NOT EXISTS: it is not refused for those.
  bool fleeting = false;  // An event that drops itself when it has run for the last time.
};

/// Nothing for a statement that is none of `verb`, as the EXECUTE of one, and for REVOKE and RENAME
/// of accounts, which say nothing more. A text that was cut at its end will do.
std::optional<DdlTerms> ddl_terms(std::string_view statement, DdlVerb verb, const Dialect& dialect);

/// The accounts (`'user'@'host'`, with the host left out as written) that an account
/// statement is about, as SQL literals in its order, each once.
std::vector<std::string> accounts(std::string_view statement, const Dialect& dialect);

/// Every name in a statement, unquoted and in lower case, each once: of tables, columns,
/// routines and keywords alike. For asking whether a statement may touch a thing.
std::vector<std::string> names(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

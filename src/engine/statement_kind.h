#pragma once

#include <string_view>

namespace dbmig {

// The journal's words for how a statement is carried out and resumed. Those that commit
// by themselves have the word of their verb instead (name(DdlVerb)).
inline constexpr std::string_view kKindTransactional = "transactional";  // With its record.
inline constexpr std::string_view kKindSession = "session";
inline constexpr std::string_view kKindTransaction = "transaction";  // BEGIN, COMMIT …
inline constexpr std::string_view kKindRepeated = "repeated";        // Round by round.
inline constexpr std::string_view kKindRows = "rows";      // Rows of tables without transactions.
inline constexpr std::string_view kKindOpaque = "opaque";  // Anything may be inside.
inline constexpr std::string_view kKindQuery = "query";    // What steered the script.

/// LOCK TABLES and UNLOCK TABLES, which tie the session's hands, by a statement's first words in
/// lower case.
inline bool is_table_lock(std::string_view words) {
  return words.starts_with("lock table") || words.starts_with("unlock table");
}

}  // namespace dbmig

#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "db/journal.h"
#include "revision/plan.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// How what ran of an unfinished step is undone by the script of the other direction.
struct BackOut {
  Step step;                                    // Leads to where the database stands already.
  std::uint64_t undone = 0;                     // The unfinished step's number in the journal.
  std::map<std::size_t, std::string> left_out;  // Statements not to be sent, and why.
};

/// The journal's word for the kind of such a step, and what it says in place of row edits.
inline constexpr std::string_view kKindBack = "back";
std::string undoing_text(std::uint64_t undone);
/// The number of the step that one undoes; 0 when it is no such step.
std::uint64_t undone_step(const JournalRow& head);

/// The step that undoes `left` where the version table holds `rows`.
Step undoing_step(const JournalRow& left, const std::vector<RevisionId>& rows);

/// The two scripts of a revision, and by which rules they are read.
struct BothWays {
  const Script& forth;  // What was left unfinished.
  const Script& back;
  Dialect dialect;
  std::string database;
};

/// Pairs what took effect with its opposites. Throws Error(data), naming them, when a
/// statement that took effect has none, or one of the way back is the opposite of none.
BackOut back_out(const JournalStep& left, const BothWays& scripts, const Step& step);

}  // namespace dbmig

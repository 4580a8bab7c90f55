#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/connection.h"
#include "revision/plan.h"

namespace dbmig {

enum class JournalState {
  running,  // Announced: being carried out, or left so by a run that died.
  done,     // In effect.
  skipped,  // A directive left it out.
  stopped,  // A step of which a part is in effect, and which an error ended.
  failed,   // Refused by the server; not in effect.
  undone,   // Was in effect, and was undone by `resume --back`.
};

std::string_view name(JournalState state);

/// One row of the journal: a statement, or (number 0) the step it belongs to.
struct JournalRow {
  std::uint64_t step = 0;  // Counts the steps of one version table, from 1.
  std::size_t number = 0;  // Of the statement in its script, from 1.
  Direction direction = Direction::upgrade;
  RevisionId revision;
  JournalState state = JournalState::running;
  std::string kind;      // What sort of statement; of a step: empty.
  std::string sha256;    // Of the statement's text.
  std::string text;      // Of the statement, secrets hidden; of a step: its row edits.
  std::string evidence;  // What its objects looked like before it.
  std::uint64_t changed_rows = 0;
  std::uint64_t rounds = 0;
  std::string error;  // What the server said.
  std::chrono::microseconds took{0};

  // Only read:
  std::string started_at;  // UTC.
  std::string runner;      // `pat@laptop, dbmig 0.1.0`.
  unsigned long connection = 0;
};

/// One step out of the journal, with its statements in their order.
struct JournalStep {
  JournalRow head;
  std::vector<JournalRow> statements;

  const JournalRow* find(std::size_t number) const;
  /// Statements that are in effect.
  std::size_t in_effect() const;
};

/// The table `dbmig_journal`: which statements of which revisions have taken effect.
///
/// The version table can only say that a whole revision is done. DDL cannot be rolled
/// back, so a failed script leaves its first part behind; the journal knows how much.
class Journal {
 public:
  static constexpr std::string_view kTable = "dbmig_journal";

  /// `runner` says who writes: person, host, tool.
  Journal(Connection& connection, std::string schema, std::string version_table,
          std::string runner);

  bool exists() const;
  /// Creates the table; nothing happens when it is there.
  void create();

  /// The step that a run left unfinished; nothing when there is none, or no table.
  std::optional<JournalStep> unfinished() const;
  /// The rows of an older version table that were taken over last; empty when none were. They
  /// stay in that table, which is no contradiction later on.
  std::vector<RevisionId> adopted() const;
  /// Records that they were, inside the caller's transaction.
  void write_adopted(const std::vector<RevisionId>& rows);

  /// The number for a new step.
  std::uint64_t next_step() const;

  /// Writes all rows in one statement; what is there under the same step and number is
  /// replaced, but for when it began.
  void write(std::span<const JournalRow> rows);

 private:
  std::string qualified() const;
  std::string values(const JournalRow& row) const;
  std::vector<JournalStep> read(const std::string& condition) const;

  Connection* connection_;
  std::string schema_;
  std::string version_table_;
  std::string runner_;
};

}  // namespace dbmig

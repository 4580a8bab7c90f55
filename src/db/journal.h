#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "db/connection.h"
#include "db/run_lock.h"
#include "db/version_table.h"
#include "revision/plan.h"

namespace dbmig {

enum class JournalState {
  running,  // Announced: being carried out, or left so by a run that died.
  done,     // In effect.
  skipped,  // A directive left it out.
  stopped,  // A step of which a part is in effect, and which an error ended.
  failed,   // Refused by the server; not in effect.
  refused,  // Refused by the server, and the script went on without it.
  asked,    // A query with its answer, kept until the step is done.
  undone,   // Was in effect, and was undone by `resume --back`.
};

std::string_view name(JournalState state);

/// Queries have numbers of their own, above those of statements.
inline constexpr std::size_t kQueries = 1'000'000'000;

/// Marks that `lock --break` leaves stand among the steps, with numbers of their own above those.
inline constexpr std::uint64_t kMarks = 1'000'000'000'000'000;
inline constexpr std::string_view kKindBroken = "broken";

/// One row of the journal: a statement, or (number 0) the step it belongs to.
struct JournalRow {
  std::uint64_t step = 0;  // Counts the steps of one version table, from 1.
  std::size_t number = 0;  // Of the statement in its script, from 1; see kQueries.
  Direction direction = Direction::upgrade;
  RevisionId revision;
  JournalState state = JournalState::running;
  std::string kind;      // What sort of statement; of a step: empty.
  std::string sha256;    // Of the statement's text.
  std::string text;      // Of the statement, secrets hidden; of a step: its row edits.
  std::string evidence;  // What its objects looked like before it.
  std::uint64_t changed_rows = 0;
  std::uint64_t rounds = 0;  // Of a query: the statements that were sent before it.
  std::string error;         // What the server said.
  std::chrono::microseconds took{0};

  // Only read:
  std::string started_at;  // UTC.
  std::string runner;      // `pat@laptop, dbmig 0.1.0`.
  std::string account;     // `app@10.1.2.3`, as the server knows it.
  unsigned long connection = 0;
  std::string run_id;

  /// When it began, to the second.
  std::string started() const;
  bool operator==(const JournalRow&) const = default;
};

/// One step out of the journal, with its statements in their order.
struct JournalStep {
  JournalRow head;
  std::vector<JournalRow> statements;

  const JournalRow* find(std::size_t number) const;
  /// Statements that are in effect.
  std::size_t in_effect() const;
  bool operator==(const JournalStep&) const = default;
};

/// The table `dbmig_journal`: which statements of which revisions have taken effect.
///
/// The version table can only say that a whole revision is done. DDL cannot be rolled
/// back, so a failed script leaves its first part behind; the journal knows how much.
class Journal {
 public:
  static constexpr std::string_view kTable = "dbmig_journal";

  /// `runner` says who writes: person, host, tool; `run_id` in which run. Nothing is written once
  /// the lock is lost.
  Journal(Connection& connection, const RunLock& lock, const VersionTableName& versions,
          std::string runner, std::string run_id = {});

  /// Creates the table, or adds what one of an older dbmig lacks.
  void create();

  /// The step that a run left unfinished; nothing when there is none, or no table.
  std::optional<JournalStep> unfinished() const;
  /// One step; nothing when there is no such number.
  std::optional<JournalStep> step(std::uint64_t number) const;
  /// One row of a step.
  std::optional<JournalRow> row(std::uint64_t step, std::size_t number) const;
  /// Of the run that this is, as rows have it.
  const std::string& run_id() const { return run_id_; }
  /// All steps and marks, the oldest first.
  std::vector<JournalStep> steps() const;
  /// The rows of an older version table that were taken over last; empty when none were. They
  /// stay in that table, which is no contradiction later on.
  std::vector<RevisionId> adopted() const;
  /// Records that they were, inside the caller's transaction.
  void write_adopted(const std::vector<RevisionId>& rows);

  /// The number for a new step.
  std::uint64_t next_step() const;

  /// Writes that somebody has ended the session of a run, which shall not come back. Without the
  /// lock, which may be another's at once; create() has been called.
  void mark_broken(unsigned long session, const std::string& holder);
  /// The number of the newest mark; 0 when there is none.
  std::uint64_t last_mark() const;
  /// The texts of statements in effect that have `part` in them, in any case; of many the newest.
  std::vector<std::string> texts_with(std::string_view part) const;
  /// The newest mark behind `mark` that names one of these sessions.
  std::optional<JournalRow> mark_of(std::span<const unsigned long> sessions,
                                    std::uint64_t mark) const;

  /// Takes a step's queries out, with their answers.
  void forget_queries(std::uint64_t step);

  /// Writes all rows in one statement; what is there under the same step and number is
  /// replaced, but for when it began. Throws Error(temporary) when the lock is no longer ours.
  /// `next` is sent behind it, where Connection::execute_ahead() can.
  void write(std::span<const JournalRow> rows, std::string_view next = {});
  /// Throws Error(temporary) when the lock, or the session, is no longer ours.
  void require_lock() const { lock_->require(); }
  /// Says of a step, and of what of it is in effect, that it was undone.
  void mark_undone(std::uint64_t step);

  /// Ends a step whose head and last statement are in the table as running, and moves its row
  /// of the version table: all or nothing, in one statement instead of a transaction of four.
  /// False when nothing was changed, for one of the three was not as expected or the lock is
  /// gone.
  bool finish(const JournalRow& head, const JournalRow& last, const RowEdit& edit);

  /// Whether the server takes a whole transaction as one statement, and the lease of a cluster
  /// does not have to be renewed with it.
  bool joins_steps() const;

  /// A new step and its first statement.
  struct Opening {
    std::array<JournalRow, 2> rows;
    std::string_view absence;    // What error 1146, no such table, is to refuse; may be empty.
    std::string_view statement;  // To be sent behind it, where Connection::execute_ahead() can.
  };

  /// finish(), and in the same transaction what begins the next step: one message and one commit.
  /// To be asked for where joins_steps(). False as there, and where the server does not refuse
  /// what it is to refuse.
  bool finish_and_open(const JournalRow& head, const JournalRow& last, const RowEdit& edit,
                       const Opening& opening);

 private:
  void define();
  std::string qualified() const;
  std::string values(const JournalRow& row, const std::string& step) const;
  std::string columns() const;
  std::string insertion(std::span<const JournalRow> rows) const;
  std::uint64_t newest(std::string_view condition) const;
  Outcome run(const std::string& statement, std::string_view next) const;
  /// Throws for what the server did not let be written: it is not the user's statement.
  void refuse_record(const Error& error) const;
  std::string chain() const;
  std::string chain_values(const JournalRow& head, const JournalRow& last, const RowEdit& edit,
                           const Opening& opening) const;
  std::vector<JournalStep> read(const std::string& condition) const;

  Connection* connection_;
  const RunLock* lock_;
  VersionTableName versions_;
  std::string runner_;
  std::string run_id_;

  /// What ends one step and begins the next, as a statement of the session.
  enum class Chain { unprepared, prepared, refused } chain_ = Chain::unprepared;
  unsigned long chained_on_ = 0;  // The session.
};

}  // namespace dbmig

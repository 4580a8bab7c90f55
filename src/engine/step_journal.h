#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "db/journal.h"
#include "engine/target.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// The journal of one step while it is carried out: what an earlier run recorded of it,
/// what has happened since and is not written yet, and the writing.
///
/// Records of statements that a rollback would undo wait for the transaction's end, so
/// that they are written, and undone, with what they are about.
class StepJournal {
 public:
  StepJournal(Connection& connection, Journal& journal)
      : connection_(&connection), journal_(&journal) {}

  /// Starts a step, or goes on with one that was left.
  void begin(const Step& step, std::optional<JournalStep> left);

  /// To be said of a step that was begun just now: it undoes another one.
  void note_undoing(std::uint64_t step);

  /// What an earlier run recorded of a statement; null when it never came to it.
  const JournalRow* earlier(std::size_t number) const;

  /// Whether an earlier run came to a statement behind that number, and nobody can say that
  /// nothing came of it; also where that may be said of this one, though it was refused.
  bool went_on(std::size_t number) const;

  /// A row for a statement, as running.
  JournalRow row(std::size_t number, const ScriptStatement& statement, std::string kind,
                 const Dialect& dialect) const;

  /// To be written with the next write. While a transaction is open it holds only if
  /// that is committed.
  void note(JournalRow row);
  /// A script's ROLLBACK has run: what waits with the transaction, or was written in it, is not
  /// in effect, and not to be sent again either. What a statement has committed before that is.
  void note_script_rollback();
  /// A script's ROLLBACK TO has run, which may have taken written rows along: they wait again.
  void note_partial_rollback();
  /// Statements that are in effect in any case, though that still waits to be written.
  std::size_t waiting_in_effect() const;

  /// Writes what waits, in whatever transaction is open.
  void write() { write_before({}); }
  /// Writes what waits and that `row` is about to be sent, and makes it permanent; sends
  /// `statement` behind it where Journal::write() can.
  void announce(JournalRow row, std::string_view statement);
  /// Ends a step that went well, by one statement of its own, together with its change of the
  /// version table. False, and nothing done, where that takes more than one statement.
  bool finish(std::span<const RowEdit> edits);
  /// The same, and begins the next step with `first`, whose row this is, if what its evidence
  /// says is absent is so (see Journal::finish_and_open()).
  bool finish_and_announce(std::span<const RowEdit> edits, const Upcoming& first, JournalRow row,
                           std::string_view absence);
  /// Whether finish() can be enough.
  bool ends_at_once(std::span<const RowEdit> edits) const;
  /// The statement that was announced before this step began, once.
  std::optional<JournalRow> take_opening() { return std::exchange(opening_, std::nullopt); }
  /// Writes what waits and what became of the step, in whatever transaction is open.
  void close(JournalState state, const std::string& error);

  /// Whether anything of this step is in the journal for good.
  bool is_open() const { return open_; }
  /// Whether its end, as done, is there for good.
  bool is_closed() const { return closed_; }
  /// Commits the open transaction, in which rows were written. Throws Error(temporary) when the
  /// lock is no longer ours afterwards; what was committed all the same counts as that.
  void commit();
  /// Sends COMMIT, and counts it as done also where a KILL came between it and its answer.
  void send_commit();
  /// Whether rows were written of which it is not known that they were committed.
  bool is_unsettled() const { return unsettled_; }
  /// Whether the row that was written last is in the table, as this session wrote it.
  bool holds_last_row() const;
  /// The transaction with the rows that were written has been committed.
  void note_commit();
  /// The transaction has been rolled back. What a statement has committed before that is kept;
  /// the numbers of those of which only the beginning is in the table: they were running then.
  std::set<std::size_t> note_rollback();

  /// Statements of this step that the journal says are in effect, for good.
  std::size_t in_effect() const { return done_.size(); }

 private:
  void write_before(std::string_view statement);
  void time();
  void note_finish();
  void drop_queries();
  bool announced_is_done() const;
  enum class RolledBack { by_failure, by_script };
  std::set<std::size_t> settle(RolledBack by);

  Connection* connection_;
  Journal* journal_;

  std::optional<JournalStep> left_;
  std::optional<JournalRow> opening_;
  JournalRow head_;
  std::vector<JournalRow> pending_;
  std::size_t announced_ = 0;             // The statement in the table as running; 0: none.
  std::size_t certain_ = 0;               // How many of these hold whatever is rolled back.
  std::vector<JournalRow> unsure_;        // Written since then, as not certain.
  std::vector<JournalRow> rewritten_;     // Such as were written since the last commit.
  std::set<std::size_t> done_;            // Numbers of statements.
  std::vector<std::size_t> uncommitted_;  // Written as done in the open transaction.
  std::size_t last_number_ = 0;           // The row that was written last, and its state.
  JournalState last_state_ = JournalState::running;
  std::uint64_t next_ = 0;  // The number of the next new step; 0: to be asked for.
  std::chrono::steady_clock::time_point start_;
  bool unsettled_ = false;
  bool written_ = false;  // The head is in the table, or in the open transaction.
  bool open_ = false;     // The head is in the table for good.
  bool closed_ = false;   // And says that the step is done.
  bool asked_ = false;    // So may be queries, which end with the step.
};

/// Why a row says `skipped` of a statement that ran.
inline constexpr std::string_view kRolledBack = "the script rolled it back";

/// Whether a row says that the database is different now: a statement that is done and not about
/// the session alone, one that was refused after it may have changed something, or a query that
/// may have.
bool is_effect(const JournalRow& row);
/// Whether the database is, or may be, different because of it.
bool may_count(const JournalRow& row);

/// A step's changes of the version table as text, and the way back.
std::string edits_text(const Step& step);
Step parse_step(const JournalRow& head);

}  // namespace dbmig

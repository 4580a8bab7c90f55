#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/executor.h"
#include "engine/live_target.h"

namespace dbmig {

/// Who holds the run lock, and what the journal says is being carried out:
/// `connection 17 (app@10.1.2.3:4711), at upgrade 9142c979f5df since 2026-11-21 10:00:00 UTC`.
std::string holder_text(MigrationContext& context);

/// How a run waits for the run lock of its database.
struct LockWait {
  std::chrono::milliseconds timeout{0};
  WaitNotice notice{};                  // Told who holds it meanwhile; may be empty.
  std::function<bool()> interrupted{};  // Ends the wait; may be empty.
  RunLock::Purpose purpose = RunLock::Purpose::change;
  std::vector<unsigned long> own{};  // Lost sessions of the same run, which may hold it still.
};

/// Waits for the run lock of a database, and says meanwhile who holds it. Throws
/// Error(temporary) that names the holder when the time is up.
void take_lock(MigrationContext& context, const LockWait& wait);

/// Ends the session of whoever holds the run lock, and writes that down: that run does not come
/// back as it does over a lost connection. On another node of a cluster it only takes the lease.
/// Returns who has the lock after `wait`, if somebody else was faster. Throws Error(temporary) when
/// it is not free by then, since the server is still at that session's statement.
std::optional<LockHolder> break_lock(MigrationContext& context, const LockHolder& holder,
                                     std::chrono::seconds wait);

/// By what a run tells its own steps in the journal from those of others. A server that was started
/// anew counts its sessions from 1 again, so their numbers alone do not do.
struct Presence {
  std::uint64_t last_mark = 0;    // The newest mark of `lock --break` before it began.
  std::uint64_t last_before = 0;  // The newest step when it took the lock.
  std::string run_id;
  std::vector<unsigned long> sessions;
  std::optional<JournalStep> left{};  // What was unfinished then, as the preparation read it.

  bool wrote(const JournalRow& row) const;
  /// Whether all of this, which is what was left by its number, is as it was or its own.
  bool knows(const JournalStep& step) const;
};

/// Of a run that has just logged in.
Presence presence_of(MigrationContext& context);

/// To be called when it has taken the lock, before it has begun anything. Throws Error(temporary)
/// when `lock --break` has ended it since.
void note_lock(MigrationContext& context, Presence& own);

/// Makes sure that a session which has been idle is there and holds the lock: a lost one
/// is made again. Throws Error(temporary) when another run was at work meanwhile.
void regain(MigrationContext& context, const LockWait& wait, Presence& own);

/// The step that an earlier run left unfinished, as a step of a plan.
struct UnfinishedStep {
  Step step;
  JournalStep journal;

  /// `upgrade 9142c979f5df (2 statements are in effect)`.
  std::string text() const;
};

/// What was left unfinished; nothing when all is done. Throws Error(data) when the version
/// table was moved since by something else. The lock is held.
std::optional<UnfinishedStep> unfinished_step(MigrationContext& context);

/// Finds out of each statement that was announced and not recorded whether it took effect,
/// and writes it down. Throws Error(data) where nothing tells.
void settle_doubts(MigrationContext& context, JournalStep& left, Assume assume);

/// The rows of the version table after a step.
std::vector<RevisionId> rows_after(std::vector<RevisionId> rows, const Step& step);

/// What to do when the connection is lost in the middle of a run.
struct RetryLimits {
  RetryPolicy policy;  // For a new one; counted anew whenever the run has come farther since.
  std::chrono::milliseconds lock_timeout{10'000};
  std::optional<Presence> own{};  // When it is known who the run was since it took the lock.
};

/// Carries out a plan on a live database, as execute() does, and goes on by itself over a
/// lost connection: a new session, the lock again, and what the journal says is left.
/// The lock is held, the context prepared.
void run_live(MigrationContext& context, const Plan& plan, const ScriptLibrary& scripts,
              const Report& report, const ExecuteOptions& execute_options,
              const LiveOptions& live_options, const RetryLimits& limits);

}  // namespace dbmig

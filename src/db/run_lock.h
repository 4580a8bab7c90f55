#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>

#include "db/connection.h"
#include "db/lease.h"
#include "db/lease_keeper.h"

namespace dbmig {

/// Who holds a lock, as the server's process list shows it.
struct LockHolder {
  unsigned long connection = 0;
  std::string user;
  std::string host;
  std::uint64_t seconds = 0;      // For how long the session has been doing what it does.
  std::string statement;          // What it is running; empty when it is idle or not shown.
  std::optional<LeaseRow> lease;  // On another node of a Galera cluster: all that is known there.

  /// `connection 17 (app@10.1.2.3:4711)`, or as LeaseRow::holder().
  std::string name() const;
};

/// The lock that keeps a second runner away from one database and version table.
///
/// It is the server's own GET_LOCK, taken on the connection that executes the
/// statements: the server frees it when that session ends, and a session that is still
/// at a statement of a client that died has not ended (measured on MariaDB 10.11 and
/// MySQL 9.7). So it is a fence, not only a sign.
///
/// On a Galera cluster each node grants its own, so there a Lease is taken besides, and the
/// whole run stays on the node where it began.
class RunLock {
 public:
  /// For what it is wanted. Whoever only looks keeps runs away from his node, and finds none at
  /// work on another.
  enum class Purpose { change, look };

  /// How the lease of a cluster is kept: by a second session, and in whose name.
  struct Keeping {
    ConnectOptions login;
    std::string runner;
  };

  RunLock(Connection& connection, const std::string& schema, const std::string& version_table,
          Keeping keeping = {});
  ~RunLock();
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

  const std::string& name() const { return name_; }

  /// Waits at most `wait` (whole seconds) for it; true when it is ours. Throws
  /// Error(statement) when the server grants no such lock, as require_usable() does, and
  /// Error(temporary) when this is another node than the one it was taken on before.
  bool take(std::chrono::seconds wait, Purpose purpose = Purpose::change);

  /// Gives it back; the session's end does the same.
  void release();

  /// Throws Error(temporary) when the lock is no longer ours or the session is another:
  /// a proxy, a failover or a statement of the script took it.
  void require() const;

  /// What require() asks, as a condition of an SQL statement: one that writes on it needs no
  /// question before. It does not ask for the lease: see write().
  std::string condition() const;

  /// The same as a number, which is `value` where condition() holds and else cannot be made out.
  std::string demand(std::string_view value) const;
  /// Throws as refuse() when it was demand() that failed; any other error is the caller's.
  void explain(const Error& error) const;
  /// Throws Error(temporary): nothing was changed, for the session or the lock was not ours.
  [[noreturn]] void refuse() const;

  /// Runs a statement that writes on condition(). On a cluster it is one transaction with the
  /// renewal of the lease, which is the caller's if one is open; nothing is changed when the
  /// lease is no longer ours.
  Outcome write(const std::string& statement) const;

  /// The same, and a statement of a script behind it, as Connection::execute_ahead(); nothing on
  /// a cluster.
  std::optional<Outcome> write_ahead(std::span<const std::string> statements,
                                     std::string_view next) const;

  /// Sends a statement behind a look at the lock, in one message, so that nobody can take the
  /// session away between the two; Connection::answer() says what came of it. False where
  /// Connection::execute_ahead() cannot: then only a look was sent. It does not ask for the lease:
  /// see write(). Throws as refuse().
  bool send_if_ours(std::string_view statement) const;

  /// As require(), asked in a session made for that: this one is not touched, so the next
  /// statement may still ask about the last one. It asks nothing where there can be no such
  /// session, or it reaches another server, and on a cluster: there only what is written next
  /// bears the condition. Errors as require().
  void require_from_beside() const;

  /// Whoever holds it; nothing when it is free.
  std::optional<LockHolder> holder() const;
  /// Ends the holder's session; where that is on another node, it keeps that run from writing
  /// anything more.
  void break_for(const LockHolder& holder);

 private:
  bool take_both(std::chrono::seconds wait, Purpose purpose);
  bool take_here(std::chrono::seconds wait);
  void release_here();
  void stay_on_node();
  void require_lease() const;
  std::optional<LockHolder> holder_here() const;
  Outcome write_with_lease(const std::string& statement) const;

  Connection* connection_;
  std::string name_;
  std::string question_;  // Asks whether it is ours, and who we are.
  Keeping keeping_;
  Lease lease_;
  std::optional<LeaseKeeper> keeper_;
  std::optional<GaleraNode> home_;  // Where it was taken first.
};

/// As long as it lives, reads on a Galera node do not wait for what others have committed: they
/// would do so for as long as an ALTER is at work anywhere. Elsewhere it does nothing.
class ReadsAtOnce {
 public:
  explicit ReadsAtOnce(Connection& connection);
  ~ReadsAtOnce();
  ReadsAtOnce(const ReadsAtOnce&) = delete;
  ReadsAtOnce& operator=(const ReadsAtOnce&) = delete;

 private:
  Connection* connection_;
};

/// Whether the cluster refused to certify a transaction, for another had changed the same rows
/// at that moment: it is rolled back, and may be tried again.
bool is_certification_failure(const Connection& connection, const Error& error);

}  // namespace dbmig

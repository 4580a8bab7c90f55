#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "db/connection.h"

namespace dbmig {

/// Who holds a lock, as the server's process list shows it.
struct LockHolder {
  unsigned long connection = 0;
  std::string user;
  std::string host;
  std::uint64_t seconds = 0;  // For how long the session has been doing what it does.
  std::string statement;      // What it is running; empty when it is idle or not shown.

  /// `connection 17 (app@10.1.2.3:4711)`.
  std::string name() const;
};

/// The lock that keeps a second runner away from one database and version table.
///
/// It is the server's own GET_LOCK, taken on the connection that executes the
/// statements: the server frees it when that session ends, and a session that is still
/// at a statement of a client that died has not ended (measured on MariaDB 10.11 and
/// MySQL 9.7). So it is a fence, not only a sign.
class RunLock {
 public:
  RunLock(Connection& connection, const std::string& schema, const std::string& version_table);

  const std::string& name() const { return name_; }

  /// Waits at most `wait` (whole seconds) for it; true when it is ours. Throws
  /// Error(statement) when the server grants no such lock.
  bool take(std::chrono::seconds wait);

  /// Gives it back; the session's end does the same.
  void release();

  /// Throws Error(temporary) when the lock is no longer ours or the session is another:
  /// a proxy, a failover or a statement of the script took it.
  void require() const;

  /// What require() asks, as a condition of an SQL statement: one that writes on it needs no
  /// question before.
  std::string condition() const;

  /// Whoever holds it; nothing when it is free.
  std::optional<LockHolder> holder() const;

 private:
  Connection* connection_;
  std::string name_;
  std::string question_;  // Asks whether it is ours, and who we are.
};

}  // namespace dbmig

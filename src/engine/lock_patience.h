#pragma once

#include <chrono>
#include <functional>

#include "base/error.h"
#include "db/connection.h"
#include "engine/retry.h"
#include "sql/objects.h"

namespace dbmig {

/// How long a run puts up with locks of others. The server gives up one wait after
/// SessionOptions::lock_wait, so that the statement never makes others queue behind it
/// for longer; then dbmig pauses and tries again, within a budget for the whole run.
struct LockLimits {
  std::chrono::milliseconds budget{0};  // 0: the first miss is an error.
  std::chrono::milliseconds first_pause{200};
  std::chrono::milliseconds longest_pause{10'000};
  std::chrono::milliseconds spent{0};  // Of the budget, over connections that were lost.
};

/// Pauses between tries of statements that met locks.
class LockPatience {
 public:
  /// `interrupted` is asked during a pause; it may be empty, as `notice` may.
  LockPatience(LockLimits limits, WaitNotice notice, std::function<bool()> interrupted);

  /// To be called before the first try of a statement.
  void begin();

  /// Pauses before another try, after saying who is in the way. Throws the error on,
  /// with who it was, when it is not about a lock or the budget is spent; throws
  /// Error(temporary) when interrupted.
  void pause_after(Error& error, Connection& connection, const std::vector<ObjectName>& objects);

  std::chrono::milliseconds spent() const { return spent_; }

 private:
  LockLimits limits_;
  WaitNotice notice_;
  std::function<bool()> interrupted_;
  Backoff backoff_;
  std::chrono::steady_clock::time_point try_start_;
  std::chrono::milliseconds spent_;
};

}  // namespace dbmig

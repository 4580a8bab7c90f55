#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "base/backoff.h"
#include "base/error.h"

namespace dbmig {

/// Something that a run has to wait for, told when the wait begins.
struct Wait {
  enum class Cause { run_lock, table_lock, connection };

  Cause cause;
  std::string text;                    // For the log.
  std::chrono::milliseconds lost{0};   // The attempt that failed took this long.
  std::chrono::milliseconds pause{0};  // Before the next one; 0 for the run lock: no pause.
};
using WaitNotice = std::function<void(const Wait&)>;

/// How a connection is tried for: how often, who is told, and what ends it.
struct Patience {
  RetryPolicy policy;
  WaitNotice notice;                  // May be empty.
  std::function<bool()> interrupted;  // May be empty.
};

/// Pauses after a failure to connect, after saying so. Throws the error on when a retry
/// cannot help or none is left; throws Error(temporary) when interrupted.
void pause_before_retry(Backoff& backoff, const Error& error, const Patience& patience);

/// Calls `attempt` until it succeeds, with such pauses between.
void with_retries(const Patience& patience, const std::function<void()>& attempt);

}  // namespace dbmig

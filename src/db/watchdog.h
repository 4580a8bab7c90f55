#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>

#include "base/connect_options.h"
#include "db/connection.h"

namespace dbmig {

/// When a statement that runs is to be ended on the server.
struct WatchLimits {
  std::chrono::milliseconds statement_timeout{0};  // 0: none.
  /// Whether somebody wants it ended now. Asked from another thread; empty: nobody.
  std::function<bool()> wanted;
};

/// Ends a statement on the server, from a session beside the one that runs it.
///
/// That session is made when it is needed. It kills nothing but the statement of the
/// session that holds the run's lock on the very server it has reached: behind a proxy
/// the number of a session may be another's.
class Watchdog {
 public:
  enum class Ended { no, too_long, wanted };

  Watchdog(ConnectOptions options, std::string lock, WatchLimits limits);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// Watches over what the session `id` runs from now on.
  void watch(unsigned long id);
  /// Watches no more: when this returns, no KILL is on its way. Whether one was sent,
  /// and why; it may have come too late, and hit what the session runs next.
  Ended rest();

  std::chrono::milliseconds statement_timeout() const { return limits_.statement_timeout; }

 private:
  using Clock = std::chrono::steady_clock;

  void guard(const std::stop_token& stop);
  Ended due() const;
  void end_statement(Connection& beside, Ended why);

  ConnectOptions options_;
  std::string lock_;
  WatchLimits limits_;

  std::mutex mutex_;  // Of all below.
  std::condition_variable_any wake_;
  std::uint64_t round_ = 0;  // Counts what was watched.
  unsigned long session_ = 0;
  Clock::time_point since_;
  Clock::time_point next_try_;
  Ended ended_ = Ended::no;

  std::jthread thread_;  // The last member: it uses the others.
};

}  // namespace dbmig

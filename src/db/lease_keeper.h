#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

#include "base/connect_options.h"

namespace dbmig {

/// Renews a lease while its run waits for the server: a thread with a session of its own.
///
/// An ALTER that takes hours outlives any lease. On Galera it holds up everything that is
/// written meanwhile, the renewal as well; but that is in the queue then, ahead of whoever
/// would take the lease, and so is what that one fails on.
class LeaseKeeper {
 public:
  /// `renewal` is the statement that renews it.
  LeaseKeeper(ConnectOptions login, std::string renewal);

 private:
  void keep(const std::stop_token& stop);

  ConnectOptions login_;
  std::string renewal_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;  // The last member: it uses the others.
};

}  // namespace dbmig

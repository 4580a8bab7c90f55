#pragma once

#include <csignal>
#include <thread>
#include <utility>

#include <pthread.h>

namespace dbmig {

/// A thread that no signal is delivered to: they are for the thread that waits in system
/// calls for them.
template <typename Work>
std::jthread quiet_thread(Work work) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  std::jthread thread(std::move(work));
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace dbmig

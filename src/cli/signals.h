#pragma once

namespace dbmig {

/// Takes SIGINT, SIGTERM and SIGHUP for the life of this object: the first one is
/// only noted, a second SIGINT or SIGTERM ends the process. SIGPIPE is ignored.
///
/// One object at a time. A program that is process 1 of a container gets no default
/// handling of signals at all, so every command holds one.
class SignalGuard {
 public:
  SignalGuard();
  ~SignalGuard();
  SignalGuard(const SignalGuard&) = delete;
  SignalGuard& operator=(const SignalGuard&) = delete;

  /// The signal that came, or 0.
  static int received();
};

}  // namespace dbmig

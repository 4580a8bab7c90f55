#pragma once

namespace dbmig {

/// Takes SIGINT, SIGTERM and SIGHUP for the life of this object: the first one is
/// only noted, a second SIGINT or SIGTERM ends the process (but see SecondSignal).
/// SIGPIPE is ignored.
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

/// While this lives, a second SIGINT or SIGTERM ends the statement that runs on the
/// server, and only a third one the process.
class SecondSignal {
 public:
  SecondSignal();
  ~SecondSignal();
  SecondSignal(const SecondSignal&) = delete;
  SecondSignal& operator=(const SecondSignal&) = delete;

  /// Whether it came.
  static bool received();
};

}  // namespace dbmig

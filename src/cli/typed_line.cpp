#include "cli/typed_line.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

#include <poll.h>
#include <unistd.h>

#include "base/error.h"
#include "cli/signals.h"

namespace dbmig {
namespace {

/// Keeps the signals of SignalGuard away except while ppoll() waits: one that came between a
/// look at received() and the wait would go unseen.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t stop;
    ::sigemptyset(&stop);
    for (const int signal : kSignals)
      ::sigaddset(&stop, signal);
    ::pthread_sigmask(SIG_BLOCK, &stop, &before_);
  }
  ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

  /// True when one came while they were held: a typed line may end the wait first.
  bool is_one_pending() const {
    sigset_t pending;
    ::sigpending(&pending);
    return std::any_of(kSignals.begin(), kSignals.end(),
                       [&](int signal) { return ::sigismember(&pending, signal) == 1; });
  }

  /// False when a signal ended the wait.
  bool has_input(int fd) const {
    struct pollfd input {
      fd, POLLIN, 0
    };
    return ::ppoll(&input, 1, nullptr, &before_) >= 0 || errno != EINTR;
  }

 private:
  static constexpr std::array<int, 3> kSignals = {SIGINT, SIGTERM, SIGHUP};

  sigset_t before_{};
};

void stop_if_interrupted(const SignalsHeld& held) {
  if (SignalGuard::received() == 0 && !held.is_one_pending()) return;
  throw Error(ErrorCode::temporary, "interrupted at a prompt")
      .with_state("nothing was changed")
      .with_hint("run the same command again");
}

}  // namespace

std::optional<std::string> typed_line(int fd) {
  const SignalsHeld held;
  std::string line;
  for (;;) {
    stop_if_interrupted(held);
    if (!held.has_input(fd)) continue;
    stop_if_interrupted(held);
    char c = 0;
    const ssize_t got = ::read(fd, &c, 1);
    if (got <= 0) return std::nullopt;
    if (c == '\n') return line;
    line += c;
  }
}

}  // namespace dbmig

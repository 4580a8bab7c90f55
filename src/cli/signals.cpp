#include "cli/signals.h"

#include <array>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace dbmig {
namespace {

constexpr std::array<int, 3> kStopSignals = {SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing else.
volatile std::sig_atomic_t received_signal = 0;

volatile std::sig_atomic_t asked_to_stop = 0;

void note(int signal) {
  if (received_signal == 0) received_signal = signal;
  // A terminal that goes away may say so twice (the kernel and the shell), and a login
  // that ends sends SIGHUP with its SIGTERM: neither is a person who asks again.
  if (signal == SIGHUP) return;
  if (asked_to_stop == 0) {
    asked_to_stop = 1;
    return;
  }
  // The second one: no more patience. 128 + n is what a shell reports for it.
  constexpr std::string_view kWords =
      "dbmig: ended by a second signal; the server may still be at the last statement\n";
  [[maybe_unused]] const ssize_t put = ::write(STDERR_FILENO, kWords.data(), kWords.size());
  ::_exit(128 + signal);
}

void handle(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  ::sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;  // The running statement is let finish.
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

SignalGuard::SignalGuard() {
  received_signal = 0;
  asked_to_stop = 0;
  for (const int signal : kStopSignals)
    handle(signal, note);
  handle(SIGPIPE, SIG_IGN);
}

SignalGuard::~SignalGuard() {
  for (const int signal : kStopSignals)
    handle(signal, SIG_DFL);
}

int SignalGuard::received() { return received_signal; }

}  // namespace dbmig

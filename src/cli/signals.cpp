#include "cli/signals.h"

#include <array>
#include <atomic>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace dbmig {
namespace {

constexpr std::array<int, 3> kStopSignals = {SIGINT, SIGTERM, SIGHUP};

// A signal handler can reach nothing else, and other threads read them.
std::atomic<int> received_signal = 0;
std::atomic<int> asked_to_stop = 0;
std::atomic<int> patience = 1;  // How many may ask before the process ends.
static_assert(std::atomic<int>::is_always_lock_free);

void say(std::string_view words) {
  [[maybe_unused]] const ssize_t put = ::write(STDERR_FILENO, words.data(), words.size());
}

void note(int signal) {
  if (received_signal == 0) received_signal = signal;
  // A terminal that goes away may say so twice (the kernel and the shell), and a login
  // that ends sends SIGHUP with its SIGTERM: neither is a person who asks again.
  if (signal == SIGHUP) return;
  const int times = ++asked_to_stop;
  if (times <= patience) {
    if (times > 1) {
      say("dbmig: ending the statement on the server; one more signal ends dbmig at once\n");
    }
    return;
  }
  // No more patience. 128 + n is what a shell reports for it.
  say("dbmig: ended by a signal; the server may still be at the last statement\n");
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

SecondSignal::SecondSignal() { patience = 2; }
SecondSignal::~SecondSignal() { patience = 1; }
bool SecondSignal::received() { return patience > 1 && asked_to_stop > 1; }

}  // namespace dbmig

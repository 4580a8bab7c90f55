#include "scratch/supervisor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/error.h"
#include "scratch/supervisor_process.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kSupervisorGone = "its supervisor was killed";

Error no_process(int reason) {
  return Error(ErrorCode::unavailable,
               fmt::format("cannot start a private server: {}", std::strerror(reason)));
}

/// Waits until `socket` can be read; false when `patience` is over first.
bool readable(const Descriptor& socket, std::chrono::milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd wanted{socket.get(), POLLIN, 0};
    const int ready = ::poll(&wanted, 1, static_cast<int>(std::max<long>(left.count(), 0)));
    if (ready > 0) return true;
    if (ready == 0 || errno != EINTR) return false;
  }
}

}  // namespace

void remove_folders(const std::vector<fs::path>& folders) {
  // A server that is being killed may still make a file while its folder is removed.
  for (int attempt = 0; attempt < 20; ++attempt) {
    bool gone = true;
    for (const fs::path& folder : folders) {
      std::error_code failed;
      fs::remove_all(folder, failed);
      gone = gone && !failed;
    }
    if (gone) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

Supervisor::Supervisor(const SupervisedServer& work) : folders_(work.folders), owner_(::getpid()) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw no_process(errno);
  }
  lifeline_ = Descriptor(ends[0]);
  Descriptor other_end(ends[1]);
  Descriptor control = listen_unix(work.control);
  if (!control.ok()) throw no_process(errno);
  SupervisorProcess supervisor(work, std::move(other_end), std::move(control));

  // With every signal blocked, no handler of this process runs in the new one.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  process_ = ::fork();
  const int reason = errno;
  if (process_ == 0) supervisor.run();
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (process_ < 0) throw no_process(reason);
}

Supervisor::~Supervisor() {
  // A fork of the owner has a copy of this object, but not the server.
  if (process_ > 0 && owner_ == ::getpid()) stop();
}

std::optional<std::string> Supervisor::ended(std::chrono::milliseconds patience) {
  if (ended_ || !lifeline_.ok() || !readable(lifeline_, patience)) return ended_;
  ended_ = message();
  return ended_;
}

/// What the supervisor says next; it must have something to say.
std::string Supervisor::message() {
  std::array<char, 512> text{};
  ssize_t got = -1;
  do {
    got = ::recv(lifeline_.get(), text.data(), text.size(), 0);
  } while (got < 0 && errno == EINTR);
  if (got > 0) return {text.data(), static_cast<std::size_t>(got)};
  return std::string(kSupervisorGone);
}

void Supervisor::order(SupervisorOrder order) {
  const char message = static_cast<char>(order);
  ::send(lifeline_.get(), &message, 1, MSG_NOSIGNAL);
}

void Supervisor::restart() {
  if (ended(std::chrono::milliseconds(0)) == kSupervisorGone) return;
  order(SupervisorOrder::restart);
  // That the old server ended may have been said before.
  do {
    ended_ = message();
  } while (ended_ != kRestarted && ended_ != kSupervisorGone);
  if (ended_ == kRestarted) ended_.reset();
}

void Supervisor::let_go() {
  order(SupervisorOrder::keep);
  // The supervisor answers by closing its end: after that, ours means nothing to it.
  while (!ended(std::chrono::milliseconds(100))) {
  }
  lifeline_.close();
  process_ = -1;
}

void Supervisor::stop() {
  order(SupervisorOrder::stop);
  lifeline_.close();
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  remove_folders(folders_);  // Nothing to do, unless the supervisor was killed.
}

StopOutcome stop_kept(const std::string& control, std::chrono::milliseconds patience) {
  const Descriptor supervisor = connect_unix(control);
  if (!supervisor.ok()) return StopOutcome::not_running;
  const char message = static_cast<char>(SupervisorOrder::stop);
  if (::send(supervisor.get(), &message, 1, MSG_NOSIGNAL) != 1) return StopOutcome::not_running;
  // It says nothing, and closes the connection by ending.
  return readable(supervisor, patience) ? StopOutcome::stopped : StopOutcome::timed_out;
}

}  // namespace dbmig

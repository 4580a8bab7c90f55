#include "scratch/supervisor_process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "scratch/server_folder.h"

namespace dbmig {
namespace {

constexpr int kFirstFree = 3;  // after stdin, stdout and stderr
constexpr int kOutOfTheWay = 16;

std::vector<char*> pointers(const std::vector<std::string>& words) {
  std::vector<char*> result;
  result.reserve(words.size() + 1);
  for (const std::string& word : words)
    result.push_back(const_cast<char*>(word.c_str()));
  result.push_back(nullptr);
  return result;
}

void place(const char* path, int flags, int target) {
  const int fd = ::open(path, flags | O_CLOEXEC, 0600);
  if (fd < 0) return;
  if (fd == target) {
    ::fcntl(fd, F_SETFD, 0);
    return;
  }
  ::dup2(fd, target);
  ::close(fd);
}

std::string how_it_ended(const std::string& program, int status) {
  if (!WIFSIGNALED(status)) {
    return fmt::format("{} ended with exit status {}", program, WEXITSTATUS(status));
  }
  const char* text = ::strsignal(WTERMSIG(status));
  return fmt::format("{} was killed by signal {} ({})", program, WTERMSIG(status), text);
}

}  // namespace

SupervisorProcess::SupervisorProcess(const SupervisedServer& work, Descriptor lifeline,
                                     Descriptor control)
    : work_(work), lifeline_(std::move(lifeline)), control_(std::move(control)) {
  for (const ServerCommand& command : work.commands) {
    const std::string input = command.input.empty() ? "/dev/null" : command.input.string();
    commands_.push_back({pointers(command.words), input});
  }
  environment_ = pointers(work.environment);
}

void SupervisorProcess::run() {
  detach_from_owner();
  start_command();
  while (wait_for_something() == Next::go_on) {
  }
  finish();
}

void SupervisorProcess::detach_from_owner() {
  ::setsid();
  ::umask(077);
  if (::chdir("/") != 0) ::_exit(127);
  ::prctl(PR_SET_NAME, "dbmig-scratch");
  // What a command leaves behind when it dies becomes our child, and is waited for.
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);

  // Only the two sockets stay open: whoever reads our owner's output must see its end.
  lifeline_ = Descriptor(::fcntl(lifeline_.get(), F_DUPFD_CLOEXEC, kOutOfTheWay));
  control_ = Descriptor(::fcntl(control_.get(), F_DUPFD_CLOEXEC, kOutOfTheWay));
  place("/dev/null", O_RDONLY, STDIN_FILENO);
  place(work_.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, STDOUT_FILENO);
  place(work_.log.c_str(), O_WRONLY | O_CREAT | O_APPEND, STDERR_FILENO);
  ::dup3(lifeline_.get(), kFirstFree, O_CLOEXEC);
  ::dup3(control_.get(), kFirstFree + 1, O_CLOEXEC);
  ::closefrom(kFirstFree + 2);
  lifeline_ = Descriptor(kFirstFree);
  control_ = Descriptor(kFirstFree + 1);

  // The owner may go before the server does. The lock also keeps systemd-tmpfiles from
  // clearing an old folder away.
  for (const auto& folder : work_.folders)
    locks_.push_back(lock_on(folder));

  sigset_t ended;
  sigemptyset(&ended);
  sigaddset(&ended, SIGCHLD);
  children_ = Descriptor(::signalfd(-1, &ended, SFD_CLOEXEC | SFD_NONBLOCK));
  // A SIGCHLD that is ignored, as an owner may leave it, would reap the children unseen.
  ::signal(SIGCHLD, SIG_DFL);
  if (!children_.ok()) ::_exit(127);
}

void SupervisorProcess::start_command() {
  const pid_t supervisor = ::getpid();
  const Prepared& command = commands_[current_];
  child_ = ::fork();
  if (child_ == 0) become_command(command, supervisor);
  if (child_ < 0) command_ended(127 << 8);
}

void SupervisorProcess::become_command(const Prepared& command, pid_t supervisor) {
  // A group of its own, so that a script and what it started can be killed together;
  // and the server dies with the supervisor, should that be killed.
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != supervisor) ::_exit(127);
  place(command.input.c_str(), O_RDONLY, STDIN_FILENO);
  for (int number = 1; number < NSIG; ++number)
    ::signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(command.words[0], command.words.data(), environment_.data());
  ::dprintf(STDERR_FILENO, "cannot run %s: %s\n", command.words[0], std::strerror(errno));
  ::_exit(127);
}

SupervisorProcess::Next SupervisorProcess::wait_for_something() {
  // poll() skips a descriptor of -1, such as the lifeline of a kept server.
  std::array<pollfd, 3> wanted = {pollfd{children_.get(), POLLIN, 0},
                                  pollfd{lifeline_.get(), POLLIN, 0},
                                  pollfd{control_.get(), POLLIN, 0}};
  if (::poll(wanted.data(), wanted.size(), -1) < 0) {
    return errno == EINTR ? Next::go_on : Next::finish;
  }
  if (wanted[0].revents != 0 && children_changed() == Next::finish) return Next::finish;
  if (wanted[1].revents != 0 && order_from_owner() == Next::finish) return Next::finish;
  if (wanted[2].revents != 0) return order_from_stranger();
  return Next::go_on;
}

SupervisorProcess::Next SupervisorProcess::children_changed() {
  signalfd_siginfo info{};
  while (::read(children_.get(), &info, sizeof info) > 0) {
  }
  for (;;) {
    int status = 0;
    const pid_t child = ::waitpid(-1, &status, WNOHANG);
    if (child <= 0) return Next::go_on;
    if (child == child_ && command_ended(status) == Next::finish) return Next::finish;
  }
}

SupervisorProcess::Next SupervisorProcess::command_ended(int status) {
  child_ = -1;
  if (status == 0 && current_ + 1 < commands_.size()) {
    ++current_;
    start_command();
    return Next::go_on;
  }
  if (!lifeline_.ok()) return Next::finish;
  // The folders stay until the owner has read the log.
  const std::string how = how_it_ended(work_.commands[current_].words.front(), status);
  ::send(lifeline_.get(), how.data(), how.size(), MSG_NOSIGNAL);
  return Next::go_on;
}

SupervisorProcess::Next SupervisorProcess::order_from_owner() {
  char order = 0;
  const ssize_t got = ::recv(lifeline_.get(), &order, 1, MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return Next::go_on;
  if (got == 1 && order == static_cast<char>(SupervisorOrder::keep) && child_ > 0) {
    lifeline_.close();
    return Next::go_on;
  }
  if (got == 1 && order == static_cast<char>(SupervisorOrder::restart)) {
    restart_server();
    return Next::go_on;
  }
  return Next::finish;
}

void SupervisorProcess::kill_command() {
  if (child_ <= 0) return;
  ::kill(-child_, SIGKILL);
  ::kill(child_, SIGKILL);  // It may not have reached its own group yet.
}

void SupervisorProcess::restart_server() {
  kill_command();
  while (child_ > 0 && ::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
  }
  current_ = commands_.size() - 1;
  start_command();
  ::send(lifeline_.get(), kRestarted.data(), kRestarted.size(), MSG_NOSIGNAL);
}

SupervisorProcess::Next SupervisorProcess::order_from_stranger() {
  Descriptor stranger(::accept4(control_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  if (!stranger.ok()) return Next::go_on;
  pollfd wanted{stranger.get(), POLLIN, 0};
  char order = 0;
  if (::poll(&wanted, 1, 1000) != 1) return Next::go_on;
  if (::recv(stranger.get(), &order, 1, MSG_DONTWAIT) != 1) return Next::go_on;
  if (order != static_cast<char>(SupervisorOrder::stop)) return Next::go_on;
  last_order_ = std::move(stranger);
  return Next::finish;
}

void SupervisorProcess::finish() {
  kill_command();
  while (::waitpid(-1, nullptr, 0) > 0 || errno == EINTR) {
  }
  remove_folders(work_.folders);
  ::_exit(0);
}

}  // namespace dbmig

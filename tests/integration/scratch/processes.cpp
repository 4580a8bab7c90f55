#include "integration/scratch/processes.h"

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dbmig {
namespace {

/// What `/proc` says of a process after its name: `state parent ...`; empty when it is gone.
std::string process_state(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t name_end = text.rfind(") ");
  return name_end == std::string::npos ? "" : text.substr(name_end + 2);
}

}  // namespace

bool eventually(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

bool is_running(pid_t process) {
  const std::string state = process_state(process);
  return !state.empty() && state.front() != 'Z';
}

pid_t server_in(const std::filesystem::path& folder) {
  std::ifstream file(folder / "pid");
  pid_t process = -1;
  file >> process;
  return process;
}

pid_t parent_of(pid_t process) {
  std::istringstream words(process_state(process));
  char state = 0;
  pid_t parent = -1;
  words >> state >> parent;
  return parent;
}

ServerOwner::ServerOwner() {
  std::array<int, 2> input{};
  std::array<int, 2> output{};
  if (::pipe2(input.data(), O_CLOEXEC) != 0 || ::pipe2(output.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("pipe");
  }
  process_ = ::fork();
  if (process_ == 0) {
    ::setpgid(0, 0);
    ::dup2(input[0], 0);
    ::dup2(output[1], 1);
    ::execl(DBMIG_SERVER_OWNER, DBMIG_SERVER_OWNER, nullptr);
    ::_exit(127);
  }
  ::close(input[0]);
  ::close(output[1]);
  to_ = input[1];
  from_ = output[0];
  folder_ = line();
  socket_ = line();
}

ServerOwner::~ServerOwner() {
  if (process_ > 0) finish();
}

std::string ServerOwner::line() {
  std::string text;
  char c = 0;
  while (::read(from_, &c, 1) == 1 && c != '\n')
    text += c;
  return text;
}

void ServerOwner::signal_group(int number) const { ::kill(-process_, number); }

int ServerOwner::finish() {
  ::close(to_);
  ::close(from_);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace dbmig

#include "scratch/run_program.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include "scratch/unix_socket.h"

extern char** environ;

namespace dbmig {
namespace {

constexpr std::size_t kMostOutput = 65536;

/// What posix_spawn() does between fork and exec.
class SpawnActions {
 public:
  SpawnActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~SpawnActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

std::string everything_from(const Descriptor& pipe) {
  std::string output;
  std::array<char, 4096> chunk{};
  for (;;) {
    const ssize_t got = ::read(pipe.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return output;
    // What is too much is still read, so that the program does not wait for a reader.
    if (output.size() < kMostOutput) output.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& command) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {127, std::strerror(errno)};
  const Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);

  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  SpawnActions actions;
  ::posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(actions.get(), writer.get(), 1);
  ::posix_spawn_file_actions_adddup2(actions.get(), writer.get(), 2);
  pid_t child = -1;
  const int failed =
      ::posix_spawn(&child, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  writer.close();
  if (failed != 0) return {127, std::strerror(failed)};

  ProgramResult result;
  result.output = everything_from(reader);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace dbmig

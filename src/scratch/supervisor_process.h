#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

#include "scratch/supervisor.h"
#include "scratch/unix_socket.h"

namespace dbmig {

/// What a supervisor is told, one byte each. A closed lifeline means `stop`.
enum class SupervisorOrder : char { stop = 's', keep = 'k', restart = 'r' };

/// What a supervisor says when the server that it was told to restart has been started. All
/// else that it says is how a program ended.
constexpr std::string_view kRestarted = "restarted";

/// The supervisor's side of a Supervisor: made before the fork, run after it.
///
/// All it needs is put together before the fork, so that the new process, which may be
/// the copy of one with several threads, has next to nothing left to do but system calls.
class SupervisorProcess {
 public:
  SupervisorProcess(const SupervisedServer& work, Descriptor lifeline, Descriptor control);

  /// Runs the commands, waits for an order, cleans up, and ends the process.
  [[noreturn]] void run();

 private:
  enum class Next { go_on, finish };

  /// One command as execve() takes it.
  struct Prepared {
    std::vector<char*> words;
    std::string input;
  };

  void detach_from_owner();
  void start_command();
  [[noreturn]] void become_command(const Prepared& command, pid_t supervisor);
  Next wait_for_something();
  Next children_changed();
  Next command_ended(int status);
  Next order_from_owner();
  Next order_from_stranger();
  void kill_command();
  void restart_server();
  [[noreturn]] void finish();

  const SupervisedServer& work_;
  std::vector<Prepared> commands_;
  std::vector<char*> environment_;
  Descriptor lifeline_;
  Descriptor control_;
  Descriptor children_;            // A signalfd for SIGCHLD.
  Descriptor last_order_;          // Held open until the very end.
  std::vector<Descriptor> locks_;  // On the folders.
  std::size_t current_ = 0;
  pid_t child_ = -1;
};

}  // namespace dbmig

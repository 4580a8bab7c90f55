#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "scratch/unix_socket.h"

namespace dbmig {

/// A program to run: its words (the first is its path) and the file on its stdin.
struct ServerCommand {
  std::vector<std::string> words;
  std::filesystem::path input;  // Empty: nothing to read.
};

/// What a supervisor runs, and what it removes in the end.
struct SupervisedServer {
  std::vector<ServerCommand> commands;  // One after another; the last one is the server.
  std::vector<std::string> environment;
  std::filesystem::path log;                   // Takes what the programs write.
  std::string control;                         // Path of the socket that stops a kept server.
  std::vector<std::filesystem::path> folders;  // Removed after the last program has ended.
};

enum class SupervisorOrder : char;

/// A process of its own that runs a server and never lets it outlive this object.
///
/// It waits on a socket whose other end only this process holds. When that end closes,
/// for whatever reason (destructor, exit, SIGKILL), it kills the server, removes the
/// folders, and ends. It has a session of its own, so a signal from the terminal reaches
/// neither it nor the server, and it holds none of this process's files open.
class Supervisor {
 public:
  /// Throws Error(unavailable) when the machine refuses another process or socket.
  explicit Supervisor(const SupervisedServer& work);
  /// Stops the server, unless let_go() was called, and waits until the folders are gone.
  ~Supervisor();
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  /// How a program ended that should not have, as soon as one has: the server, or a
  /// command before it that failed. Waits at most `patience`.
  std::optional<std::string> ended(std::chrono::milliseconds patience);

  /// Kills the last command, if it runs, and starts it again.
  void restart();

  /// Leaves the server running on its own. From now on stop_kept() ends it.
  void let_go();

 private:
  std::string message();
  void order(SupervisorOrder order);
  void stop();

  std::vector<std::filesystem::path> folders_;
  Descriptor lifeline_;
  pid_t process_ = -1;
  pid_t owner_ = -1;
  std::optional<std::string> ended_;
};

/// Stops a server that was let go, by its control socket: nobody but its own supervisor
/// answers there, so no other process can be hit. Returns when its folders are gone.
enum class StopOutcome { stopped, not_running, timed_out };
StopOutcome stop_kept(const std::string& control, std::chrono::milliseconds patience);

/// Removes folders with all they hold, as far as possible.
void remove_folders(const std::vector<std::filesystem::path>& folders);

}  // namespace dbmig

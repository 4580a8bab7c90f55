#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include <sys/types.h>

namespace dbmig {

/// True as soon as `condition` is, false when it is not within ten seconds.
bool eventually(const std::function<bool()>& condition);

/// True while a process of this number runs (a zombie does not).
bool is_running(pid_t process);

/// The process of the server that lives in `folder`, and its parent, the supervisor.
pid_t server_in(const std::filesystem::path& folder);
pid_t parent_of(pid_t process);

/// A process that owns a private server (`server_owner.cpp`), in a process group of its own.
class ServerOwner {
 public:
  ServerOwner();
  ~ServerOwner();
  ServerOwner(const ServerOwner&) = delete;
  ServerOwner& operator=(const ServerOwner&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  const std::string& socket() const { return socket_; }
  void signal_group(int number) const;
  /// Closes its stdin and waits; gives its exit status, or 128 + the signal that ended it.
  int finish();

 private:
  std::string line();

  pid_t process_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::filesystem::path folder_;
  std::string socket_;
};

}  // namespace dbmig

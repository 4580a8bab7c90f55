#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/connect_options.h"
#include "scratch/handshake.h"
#include "scratch/server_commands.h"
#include "scratch/server_folder.h"
#include "scratch/supervisor.h"

namespace dbmig {

/// A database server of our own: started from nothing in a throw-away folder, reached
/// through a unix socket only, gone with all its data when this object is.
///
/// Holding one means that the server has answered. It has a user `root` without a
/// password and no database but its own. It never outlives this process, however that
/// ends; signals from the terminal do not reach it.
class PrivateServer {
 public:
  /// Returns when the server answers. Throws Error(unavailable), with the end of the
  /// server's own log, when it does not; Error(cannot_create) when its folder cannot be made.
  explicit PrivateServer(const PrivateServerOptions& options = {});

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::string socket() const { return folder_.socket(); }
  ConnectOptions connect_options(std::string_view database) const;

  ServerFlavour flavour() const { return greeting_.flavour; }
  /// As the server says it: `10.11.19-MariaDB-0+deb12u1`.
  const std::string& version() const { return greeting_.version; }

  /// How the server ended, if it has: "/usr/sbin/mariadbd was killed by signal 9 (Killed)".
  std::optional<std::string> ended() { return supervisor_.ended(std::chrono::milliseconds(0)); }
  /// The last lines of the server's log, each indented and fit for a terminal.
  std::string log_tail() const;

  /// Kills the server, if it still runs, and starts it again on the same data and socket:
  /// a crash, for a test. What survives it is up to the options' durability. Throws as
  /// the constructor does.
  void restart();

  /// Leaves the server running after this object; only stop_kept() ends it then.
  void let_go();

 private:
  std::chrono::seconds patience_;
  ServerProgram program_;
  ServerFolder folder_;
  Supervisor supervisor_;
  ServerGreeting greeting_;
};

/// How to log in to a private server through its socket.
ConnectOptions private_connect_options(const std::string& socket, std::string_view database);

}  // namespace dbmig

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "scratch/private_server.h"
#include "scratch/unix_socket.h"

namespace dbmig {

/// A private server that goes on after the dbmig that started it.
struct KeptServer {
  std::string name;
  std::filesystem::path folder;
  std::string socket;
  ServerGreeting greeting;

  /// The URL of one of its databases, for any program that takes SQLAlchemy's; without
  /// a database, `mysql://root@localhost/?unix_socket=/tmp/dbmig-scratch-Xy/server.sock`.
  std::string url(std::string_view database = "") const;
};

/// The private servers that a user keeps, by name.
///
/// All that is stored of one is a link, `<state folder>/<name>`, to its folder. Whether it
/// runs is never believed but asked, at its socket; so what a restart of the machine or a
/// `kill -9` leaves behind is noticed and cleared away. One process at a time looks or
/// changes anything, by a lock on the state folder.
class KeptServers {
 public:
  /// `$XDG_CACHE_HOME/dbmig/scratch`, else `~/.cache/dbmig/scratch`, else
  /// `$XDG_RUNTIME_DIR/dbmig/scratch`. Throws Error(config) when none is set.
  static std::filesystem::path default_state_folder();

  /// Throws Error(cannot_create) when the state folder cannot be made.
  explicit KeptServers(std::filesystem::path state_folder = default_state_folder());

  /// The server of this name: the running one (`options` are ignored then), else a new one.
  KeptServer start(std::string_view name, const PrivateServerOptions& options = {});

  /// The server of this name, if it runs.
  std::optional<KeptServer> find(std::string_view name);

  enum class Stopped { it_ran, it_did_not_run };
  /// Returns when the server and its folder are gone. Throws Error(unavailable) when its
  /// supervisor does not finish.
  Stopped stop(std::string_view name);

 private:
  Descriptor locked() const;
  std::filesystem::path link_of(std::string_view name) const;
  std::optional<KeptServer> running(std::string_view name) const;
  Stopped clear(std::string_view name) const;

  std::filesystem::path state_folder_;
};

/// The URL of a database of the server at `socket`, logging in as its `root`.
std::string private_url(std::string_view socket, std::string_view database);

}  // namespace dbmig

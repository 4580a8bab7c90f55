#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "scratch/unix_socket.h"

namespace dbmig {

/// The throw-away folder of one private server, seen by its owner alone.
///
/// It holds the data, the log and the sockets. Where its path is too long for a unix
/// socket, the sockets stand in a second, short one, and a link leads there. The
/// destructor removes both, unless let_go() was called. Whoever serves from a folder holds
/// a lock on it, so that one left by a machine that lost its power is told from a live one.
class ServerFolder {
 public:
  /// Every such folder's name begins like this.
  static constexpr std::string_view kPrefix = "dbmig-scratch-";

  /// Makes the folder below `parent`; when that is empty, below $TMPDIR or /tmp. Throws
  /// Error(cannot_create) when it cannot be made or the disk has no room for a server.
  explicit ServerFolder(const std::filesystem::path& parent);
  ~ServerFolder();
  ServerFolder(const ServerFolder&) = delete;
  ServerFolder& operator=(const ServerFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path data() const { return path_ / "data"; }
  std::filesystem::path log() const { return path_ / "server.log"; }
  std::string socket() const;
  std::string control() const;
  /// All that has to be removed in the end.
  std::vector<std::filesystem::path> all() const;

  void let_go() { kept_ = true; }

 private:
  std::filesystem::path path_;
  std::filesystem::path sockets_;
  Descriptor lock_;
  int owner_ = 0;
  bool kept_ = false;
};

/// Where the sockets of an existing server folder are: in it, or where its link leads.
std::filesystem::path sockets_of(const std::filesystem::path& folder);
std::string server_socket(const std::filesystem::path& sockets);
std::string control_socket(const std::filesystem::path& sockets);

/// Holds the lock that marks a server folder as in use.
Descriptor lock_on(const std::filesystem::path& folder);

/// Removes the server folders of this user below `parent` that nobody has in use any more.
void remove_abandoned(const std::filesystem::path& parent);

/// True for a folder of this user's that only a ServerFolder can have made. Nothing
/// else is ever removed on the word of a state file.
bool is_server_folder(const std::filesystem::path& path);

}  // namespace dbmig

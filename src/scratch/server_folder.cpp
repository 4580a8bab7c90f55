#include "scratch/server_folder.h"

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "scratch/supervisor.h"
#include "scratch/unix_socket.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMegabyte = 1048576;
constexpr std::uintmax_t kLeastRoom = 160 * kMegabyte;  // a new MariaDB takes 60, a MySQL 8 150
constexpr std::time_t kYoung = 60;  // seconds in which a new folder's owner has its lock
constexpr const char* kLinkToSockets = "sockets";

constexpr std::string_view kHint =
    "set TMPDIR to a folder on a disk with room, or make this one writable";

fs::path temporary_parent() {
  const char* wanted = std::getenv("TMPDIR");
  return wanted != nullptr && *wanted != '\0' ? wanted : "/tmp";
}

Error not_made(const fs::path& parent, const char* reason) {
  return Error(ErrorCode::cannot_create,
               fmt::format("cannot make a folder for a private server in {}: {}", parent.string(),
                           reason))
      .with_hint(std::string(kHint));
}

fs::path make_unique_folder(const fs::path& parent) {
  std::string pattern = (fs::absolute(parent) / ServerFolder::kPrefix).string() + "XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw not_made(parent, std::strerror(errno));
  return pattern;
}

void demand_room(const fs::path& parent) {
  std::error_code failed;
  const fs::space_info space = fs::space(parent, failed);
  if (failed || space.available >= kLeastRoom) return;
  throw not_made(parent, fmt::format("{} MiB are free there, and it takes {}",
                                     space.available / kMegabyte, kLeastRoom / kMegabyte)
                             .c_str());
}

}  // namespace

ServerFolder::ServerFolder(const fs::path& wanted) : owner_(::getpid()) {
  const fs::path parent = wanted.empty() ? temporary_parent() : wanted;
  remove_abandoned(parent);
  demand_room(parent);
  path_ = make_unique_folder(parent);
  lock_ = lock_on(path_);
  sockets_ = path_;
  try {
    if (control().size() > kLongestSocketPath) {
      sockets_ = make_unique_folder("/tmp");
      fs::create_symlink(sockets_, path_ / kLinkToSockets);
    }
    for (const char* name : {"data", "tmp", "files"})
      fs::create_directory(path_ / name);
  } catch (const fs::filesystem_error& error) {
    remove_folders(all());
    throw not_made(parent, error.code().message().c_str());
  } catch (...) {
    remove_folders(all());
    throw;
  }
}

ServerFolder::~ServerFolder() {
  if (!kept_ && owner_ == ::getpid()) remove_folders(all());
}

std::string ServerFolder::socket() const { return server_socket(sockets_); }
std::string ServerFolder::control() const { return control_socket(sockets_); }

std::vector<fs::path> ServerFolder::all() const {
  if (sockets_ == path_) return {path_};
  return {path_, sockets_};
}

fs::path sockets_of(const fs::path& folder) {
  std::error_code failed;
  fs::path sockets = fs::read_symlink(folder / kLinkToSockets, failed);
  return failed ? folder : sockets;
}

std::string server_socket(const fs::path& sockets) { return (sockets / "server.sock").string(); }
std::string control_socket(const fs::path& sockets) { return (sockets / "control.sock").string(); }

Descriptor lock_on(const fs::path& folder) {
  Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (lock.ok()) ::flock(lock.get(), LOCK_SH | LOCK_NB);
  return lock;
}

void remove_abandoned(const fs::path& parent) {
  std::error_code failed;
  for (fs::directory_iterator entry(parent, failed), end; !failed && entry != end;
       entry.increment(failed)) {
    const fs::path folder = fs::absolute(entry->path());
    struct stat status {};
    if (!is_server_folder(folder) || ::lstat(folder.c_str(), &status) != 0 ||
        status.st_mtime + kYoung > std::time(nullptr)) {
      continue;
    }
    const Descriptor lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (lock.ok() && ::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) {
      std::error_code ignored;
      fs::remove_all(folder, ignored);
    }
  }
}

bool is_server_folder(const fs::path& path) {
  struct stat status {};
  return path.is_absolute() && path.filename().string().starts_with(ServerFolder::kPrefix) &&
         ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == ::geteuid();
}

}  // namespace dbmig

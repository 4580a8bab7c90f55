#include "script/version_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <utility>

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

namespace dbmig {
namespace {

Error cannot_read(const std::string& path, int reason) {
  return Error(ErrorCode::data, fmt::format("cannot read {}: {}", path, std::strerror(reason)));
}

/// The first bytes of a name as a number that compares as they do.
std::uint64_t first_bytes(std::string_view name) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < sizeof key; ++i)
    key = key << 8U | (i < name.size() ? static_cast<unsigned char>(name[i]) : 0U);
  return key;
}

/// The files in the order of their names, of which the first bytes are mostly ids and differ:
/// comparing those as numbers leaves the texts alone.
std::vector<VersionFolder::Entry> sorted(std::vector<VersionFolder::Entry> files,
                                         std::size_t name_at) {
  struct Key {
    std::uint64_t first;
    VersionFolder::Entry* file;
  };
  std::vector<Key> keys;
  keys.reserve(files.size());
  for (VersionFolder::Entry& file : files)
    keys.push_back({first_bytes(std::string_view(file.path).substr(name_at)), &file});
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) {
    return a.first != b.first ? a.first < b.first : a.file->path < b.file->path;
  });
  std::vector<VersionFolder::Entry> result;
  result.reserve(files.size());
  for (const Key& key : keys)
    result.push_back(std::move(*key.file));
  return result;
}

}  // namespace

VersionFolder::VersionFolder(std::filesystem::path path)
    : path_(std::move(path)),
      prefix_(path_ / ""),
      fd_(::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
  if (fd_ < 0) throw cannot_read(path_.string(), errno);
}

VersionFolder::~VersionFolder() { ::close(fd_); }

VersionFolder::Listing VersionFolder::list() const {
  // Opened anew, since closedir() closes what it was given, and to begin at the first entry.
  const int copy = ::openat(fd_, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* const opened = copy < 0 ? nullptr : ::fdopendir(copy);
  if (opened == nullptr) {
    const int reason = errno;
    if (copy >= 0) ::close(copy);
    throw cannot_read(path_.string(), reason);
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> stream(opened, ::closedir);
  Listing listing;
  for (;;) {
    errno = 0;
    const dirent* const entry = ::readdir(stream.get());
    if (entry == nullptr) break;
    if (entry->d_name[0] != '.') add(entry->d_name, entry->d_type, listing);
  }
  if (errno != 0) throw cannot_read(path_.string(), errno);
  listing.files = sorted(std::move(listing.files), prefix_.size());
  std::sort(listing.folders.begin(), listing.folders.end());
  return listing;
}

void VersionFolder::add(const char* name, unsigned char type, Listing& listing) const {
  bool link = type == DT_LNK;
  if (type == DT_UNKNOWN) {  // the file system does not say
    struct stat status {};
    if (::fstatat(fd_, name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
      link = S_ISLNK(status.st_mode);
      type = static_cast<unsigned char>(IFTODT(status.st_mode));
    }
  }
  if (link) {
    struct stat status {};
    const bool to_folder = ::fstatat(fd_, name, &status, 0) == 0 && S_ISDIR(status.st_mode);
    if (!to_folder) listing.files.push_back({prefix_ + name, Entry::Kind::link});
  } else if (type == DT_DIR) {
    listing.folders.emplace_back(name);
  } else {
    listing.files.push_back(
        {prefix_ + name, type == DT_REG ? Entry::Kind::file : Entry::Kind::other});
  }
}

std::string_view VersionFolder::head(const std::string& path,
                                     std::array<char, kHeadSize>& buffer) const {
  // Not to wait for a writer, should the file be a pipe.
  const int fd = ::openat(fd_, path.c_str() + prefix_.size(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) throw cannot_read(path, errno);
  ssize_t got = 0;
  do {
    got = ::read(fd, buffer.data(), buffer.size());
  } while (got < 0 && errno == EINTR);
  const int reason = errno;
  ::close(fd);
  if (got < 0) throw cannot_read(path, reason);
  return {buffer.data(), static_cast<std::size_t>(got)};
}

}  // namespace dbmig

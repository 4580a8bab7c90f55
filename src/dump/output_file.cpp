#include "dump/output_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

namespace dbmig {
namespace {

constexpr std::size_t kFlushAt = 1 << 20;

bool is_device(const std::filesystem::path& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/// A rename that survives a power failure.
void sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return;
  ::fsync(fd);
  ::close(fd);
}

}  // namespace

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)) {
  if (std::filesystem::is_directory(path_)) fail(EISDIR);
  if (is_device(path_)) {
    fd_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    if (fd_ < 0) fail(errno);
    return;
  }
  // A link is written through: the file it points to is replaced, not the link.
  std::error_code ignored;
  place_ = std::filesystem::canonical(path_, ignored);
  if (ignored) place_ = path_;
  temporary_ = place_.string() + ".XXXXXX";
  fd_ = ::mkostemp(temporary_.data(), O_CLOEXEC);
  if (fd_ < 0) {
    temporary_.clear();
    fail(errno);
  }
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd_, 0666 & ~mask);  // mkostemp gives 0600; a new file follows the umask
}

OutputFile::~OutputFile() {
  if (fd_ >= 0) ::close(fd_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void OutputFile::fail(int reason) const {
  throw Error(ErrorCode::cannot_create,
              fmt::format("cannot write {}: {}", path_.string(), std::strerror(reason)));
}

void OutputFile::write(std::string_view text) {
  size_ += text.size();
  pending_ += text;
  if (pending_.size() > kFlushAt) flush();
}

void OutputFile::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t put = ::write(fd_, rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) fail(errno);
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  pending_.clear();
}

void OutputFile::commit() {
  flush();
  // Where there is nothing to sync, as for a pipe, there is no harm.
  if (::fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) fail(errno);
  const int closed = ::close(std::exchange(fd_, -1));
  if (closed != 0) fail(errno);
  if (temporary_.empty()) return;
  if (::rename(temporary_.c_str(), place_.c_str()) != 0) fail(errno);
  temporary_.clear();
  sync_folder(place_);
}

}  // namespace dbmig

#include "base/file.h"

#include <cerrno>
#include <cstring>
#include <limits>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/descriptor.h"

namespace dbmig {
namespace {

Error failure(ErrorCode code, std::string_view what, const std::filesystem::path& path,
              int reason) {
  return Error(code, fmt::format("cannot {} {}: {}", what, path.string(), std::strerror(reason)));
}

/// Pipes and devices may have no end.
constexpr std::size_t kLongestStream = 64 * 1024 * 1024;

/// Waits for what a pipe's writer has to say. A signal ends the wait: whoever noted it wants to
/// stop, and a plain read() would go on.
void wait_for_input(int fd, const std::filesystem::path& path) {
  struct pollfd input {
    fd, POLLIN, 0
  };
  if (::poll(&input, 1, -1) >= 0) return;
  throw Error(ErrorCode::temporary, fmt::format("interrupted while reading {}", path.string()));
}

}  // namespace

std::string read_file_head(const std::filesystem::path& path, std::size_t limit, ErrorCode code) {
  // Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok()) throw failure(code, "read", path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) throw failure(code, "read", path, errno);
  if (S_ISDIR(status.st_mode)) throw failure(code, "read", path, EISDIR);

  const bool is_stream = !S_ISREG(status.st_mode);

  // One byte more than the size says, so that the end is seen without a second call.
  std::string content;
  const auto size = status.st_size > 0 ? static_cast<std::size_t>(status.st_size) : 4096;
  content.resize(std::min(limit, size + 1));
  std::size_t used = 0;
  while (used < limit) {
    if (used == content.size()) content.resize(std::min(limit, content.size() * 2));
    const ssize_t got = ::read(file.get(), content.data() + used, content.size() - used);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 && errno == EAGAIN) {
      wait_for_input(file.get(), path);
      continue;
    }
    if (got < 0) throw failure(code, "read", path, errno);
    if (got == 0) break;
    if (is_stream && used + static_cast<std::size_t>(got) > kLongestStream) {
      throw failure(code, "read", path, EFBIG);
    }
    used += static_cast<std::size_t>(got);
  }
  if (used == 0 && S_ISFIFO(status.st_mode)) {
    throw Error(code, fmt::format("cannot read {}: nobody writes to this pipe", path.string()));
  }
  content.resize(used);
  return content;
}

std::string read_file(const std::filesystem::path& path, ErrorCode code) {
  return read_file_head(path, std::numeric_limits<std::size_t>::max(), code);
}

namespace {

void write_all(const Descriptor& file, std::string_view content,
               const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t put = ::write(file.get(), content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) throw failure(ErrorCode::cannot_create, "write", path, errno);
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(file.get()) != 0 && errno != EINVAL && errno != EROFS) {
    throw failure(ErrorCode::cannot_create, "write", path, errno);
  }
}

}  // namespace

void write_file(const std::filesystem::path& path, std::string_view content, Existing existing) {
  std::string temporary = path.string() + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.ok()) throw failure(ErrorCode::cannot_create, "write", path, errno);
  try {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    ::fchmod(file.get(), 0666 & ~mask);  // mkostemp gives 0600; a new file follows the umask
    write_all(file, content, path);
    const int placed = existing == Existing::replace ? ::rename(temporary.c_str(), path.c_str())
                                                     : ::link(temporary.c_str(), path.c_str());
    if (placed != 0) throw failure(ErrorCode::cannot_create, "write", path, errno);
    if (existing == Existing::refuse) ::unlink(temporary.c_str());
  } catch (...) {
    ::unlink(temporary.c_str());
    throw;
  }
}

}  // namespace dbmig

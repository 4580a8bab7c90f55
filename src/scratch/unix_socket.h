#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include <unistd.h>

namespace dbmig {

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { close(); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    close();
    fd_ = std::exchange(other.fd_, -1);
    return *this;
  }

  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

/// The longest path of a unix socket: `sun_path` without its final NUL.
constexpr std::size_t kLongestSocketPath = 107;

/// A connection to a unix socket; not ok() when the path is too long or nobody listens.
Descriptor connect_unix(const std::string& path);

/// A listening unix socket that only its owner may use; not ok() (see errno) when it
/// cannot be made.
Descriptor listen_unix(const std::string& path);

}  // namespace dbmig

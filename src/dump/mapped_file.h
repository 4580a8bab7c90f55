#pragma once

#include <cstddef>
#include <ctime>
#include <string_view>

namespace dbmig {

/// The bytes of a file as if they were in memory: the system reads them as they are looked at.
///
/// A file that shrinks while it is read, or a disk that fails, would end the process by SIGBUS.
/// Here zeros are read in place of what is gone, and changed() is true from then on.
class MappedFile {
 public:
  /// Takes over the descriptor of a regular file. Throws std::system_error.
  explicit MappedFile(int fd);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  std::string_view bytes() const { return bytes_; }

  /// Whether the file is not what it was when it was opened, so that no byte can be trusted.
  bool changed() const;

  /// The bytes before `offset` are not needed for now; their memory may be had by others.
  void let_go(std::size_t offset) const;

 private:
  int fd_;
  timespec modified_{};
  std::string_view bytes_;
  std::size_t place_ = 0;  // Among the mappings that the signal handler knows.
};

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace dbmig {

/// A file that is written piece by piece and is there whole or not at all: it grows
/// beside its place under another name, and is put there by commit().
///
/// Without commit() it is removed again with this object. A device or a pipe is written
/// as it is.
class OutputFile {
 public:
  /// Throws Error(cannot_create), as do all members.
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);
  /// Everything is on disk and has its name when this returns.
  void commit();

  const std::filesystem::path& path() const { return path_; }
  std::size_t size() const { return size_; }

 private:
  void flush();
  [[noreturn]] void fail(int reason) const;

  std::filesystem::path path_;
  std::filesystem::path place_;  // Where it goes in truth, links followed.
  std::string temporary_;        // Empty for a device, and after commit().
  int fd_ = -1;
  std::string pending_;
  std::size_t size_ = 0;
};

}  // namespace dbmig

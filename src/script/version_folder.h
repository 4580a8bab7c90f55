#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// One folder of revision files, kept open: its files are read relative to it, since
/// finding a long path anew for each of thousands of files costs as much as reading them.
class VersionFolder {
 public:
  struct Entry {
    enum class Kind { file, link, other };

    std::string name;
    Kind kind = Kind::file;
  };

  /// Throws Error(data) when the folder cannot be read.
  explicit VersionFolder(std::filesystem::path path);
  ~VersionFolder();
  VersionFolder(const VersionFolder&) = delete;
  VersionFolder& operator=(const VersionFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  /// All that is no folder, without dotfiles, in the order of their bytes. A link to a
  /// folder counts as one, a link to nothing as a file.
  const std::vector<Entry>& files() const { return files_; }
  /// The folders in it, links left out so that a walk ends.
  const std::vector<std::string>& folders() const { return folders_; }

  /// Where a file is, as messages show it.
  std::string path_of(std::string_view name) const;

  static constexpr std::size_t kHeadSize = 4096;
  /// The first bytes of a file, in `buffer`. Throws Error(data). Any number of threads
  /// may read at once.
  std::string_view head(const std::string& name, std::array<char, kHeadSize>& buffer) const;

 private:
  void list();
  void add(const char* name, unsigned char type);

  std::filesystem::path path_;
  int fd_;
  std::vector<Entry> files_;
  std::vector<std::string> folders_;
};

}  // namespace dbmig

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

    std::string path;  // As messages show it: the folder's own, and the name in it.
    Kind kind = Kind::file;
  };

  struct Listing {
    /// All that is no folder, without dotfiles, in the order of their bytes. A link to a
    /// folder counts as one, a link to nothing as a file.
    std::vector<Entry> files;
    /// The names of the folders in it, links left out so that a walk ends.
    std::vector<std::string> folders;
  };

  /// Throws Error(data) when the folder cannot be opened.
  explicit VersionFolder(std::filesystem::path path);
  ~VersionFolder();
  VersionFolder(const VersionFolder&) = delete;
  VersionFolder& operator=(const VersionFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  /// What is in it. Throws Error(data) when that cannot be read.
  Listing list() const;

  /// The name of a file of this folder, for its path.
  std::string_view name_of(std::string_view path) const { return path.substr(prefix_.size()); }

  static constexpr std::size_t kHeadSize = 4096;

  /// The first bytes of a file of this folder, in `buffer`. Throws Error(data). Any number
  /// of threads may read at once.
  std::string_view head(const std::string& path, std::array<char, kHeadSize>& buffer) const;

 private:
  void add(const char* name, unsigned char type, Listing& listing) const;

  std::filesystem::path path_;
  std::string prefix_;  // What the paths of its files begin with.
  int fd_;
};

}  // namespace dbmig

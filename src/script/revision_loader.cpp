#include "script/revision_loader.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <sched.h>

#include "base/file.h"
#include "base/text.h"
#include "script/same_revision.h"
#include "script/version_folder.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// A file of a folder that is to be read.
struct Item {
  std::string path;
  VersionFolder::Entry::Kind kind = VersionFolder::Entry::Kind::file;
  const RevisionFormat* format = nullptr;
};

/// What the files of a folder say, in the order of the files. A file that could not be read
/// has an error instead.
struct Results {
  std::span<Revision> revisions;
  std::span<RevisionFile> files;
  std::vector<std::unique_ptr<Error>> errors;  // Rare, and large for thousands of them.
};

bool is_python(std::string_view name) {
  return name.ends_with(".py") && !name.starts_with("__init__");
}

RevisionMetadata metadata_of(const VersionFolder& folder, const Item& item) {
  if (item.kind == VersionFolder::Entry::Kind::other) {
    throw Error(ErrorCode::data, fmt::format("cannot read {}: not a regular file", item.path));
  }
  std::array<char, VersionFolder::kHeadSize> buffer;
  const std::string_view head = folder.head(item.path, buffer);
  auto metadata = item.format->metadata(head, item.path, Extent::head);
  if (metadata) return std::move(*metadata);
  const std::string text = read_file(item.path, ErrorCode::data);
  return item.format->metadata(text, item.path, Extent::whole).value();
}

/// Reads one file, as far as its metadata needs. Problems become data, since another
/// thread is at work and all of them are to be reported.
void read(const VersionFolder& folder, Item& item, std::size_t place, Results& results) {
  try {
    RevisionMetadata metadata = metadata_of(folder, item);
    RevisionFile& file = results.files[place];
    file.path = std::move(item.path);
    file.doc = std::move(metadata.doc);
    file.create_date = std::move(metadata.create_date);
    file.format = item.format;
    results.revisions[place] = std::move(metadata.revision);
  } catch (Error& e) {
    results.errors[place] = std::make_unique<Error>(std::move(e));
  }
}

/// Reads all files of a folder, on two processors when there are enough to share. Each takes
/// the next few that are left, so that neither waits for the other for long.
void read_all(const VersionFolder& folder, std::span<Item> items, Results& results) {
  constexpr std::size_t kWorthAThread = 256;
  constexpr std::size_t kFew = 64;
  std::atomic<std::size_t> taken = 0;
  const auto work = [&] {
    for (std::size_t begin = taken.fetch_add(kFew); begin < items.size();
         begin = taken.fetch_add(kFew)) {
      const std::size_t end = std::min(begin + kFew, items.size());
      for (std::size_t i = begin; i < end; ++i)
        read(folder, items[i], i, results);
    }
  };
  const auto help = [&] {
    // With a table of descriptors of its own, a thread opens and closes files without a lock.
    // Where that is not allowed, it is only slower.
    [[maybe_unused]] const int shared = ::unshare(CLONE_FILES);
    work();
  };
  std::future<void> rest;
  try {
    if (items.size() >= kWorthAThread) rest = std::async(std::launch::async, help);
  } catch (const std::system_error&) {
    // No thread to be had: this one does it all.
  }
  work();
  if (rest.valid()) rest.get();
}

/// Walks the locations and gathers what is in them.
class Loader {
 public:
  Loader(ScriptLocations::Depth depth, const RevisionFormats& formats, std::size_t locations)
      : depth_(depth),
        formats_(formats),
        may_overlap_(locations > 1 || depth == ScriptLocations::Depth::recursive) {}

  void take(const fs::path& path, std::size_t location) {
    const VersionFolder folder(path);
    VersionFolder::Listing listing = folder.list();
    read_into(loaded_, folder, items_of(folder, std::move(listing.files)), location);
    if (depth_ == ScriptLocations::Depth::flat) return;
    for (const std::string& name : listing.folders) {
      if (name != "__pycache__") take(path / name, location);
    }
  }

  void warn_missing(const fs::path& path) {
    loaded_.warnings.push_back({LoadWarning::Kind::missing_location, path,
                                fmt::format("Version location {} does not exist", path.string())});
  }

  void note(Error error) { errors_.push_back(std::move(error)); }

  LoadedRevisions result() && {
    for (Error& error : leave_out_originals(loaded_, formats_))
      note(std::move(error));
    if (!errors_.empty()) throw combined(std::move(errors_));
    return std::move(loaded_);
  }

 private:
  void read_into(LoadedRevisions& loaded, const VersionFolder& folder, std::vector<Item> items,
                 std::size_t location) {
    const std::size_t before = loaded.files.size();
    loaded.revisions.resize(before + items.size());
    loaded.files.resize(before + items.size(), {"", location, "", "", nullptr});
    Results results;
    results.revisions = std::span(loaded.revisions).subspan(before);
    results.files = std::span(loaded.files).subspan(before);
    results.errors.resize(items.size());
    read_all(folder, items, results);
    leave_out_unread(loaded, results.errors);
  }

  /// The last files of `loaded` are those of `errors`, of which each that is set is noted.
  void leave_out_unread(LoadedRevisions& loaded, std::vector<std::unique_ptr<Error>>& errors) {
    std::size_t to = loaded.files.size() - errors.size();
    std::size_t from = to;
    for (std::unique_ptr<Error>& error : errors) {
      if (error) {
        note(std::move(*error));
      } else {
        if (from != to) {
          loaded.revisions[to] = std::move(loaded.revisions[from]);
          loaded.files[to] = std::move(loaded.files[from]);
        }
        ++to;
      }
      ++from;
    }
    loaded.revisions.resize(to);
    loaded.files.resize(to);
  }

  std::vector<Item> items_of(const VersionFolder& folder, std::vector<VersionFolder::Entry> files) {
    std::vector<Item> items;
    items.reserve(files.size());
    const std::optional<fs::path> real = real_folder(folder, files);
    for (VersionFolder::Entry& entry : files) {
      const std::string_view name = folder.name_of(entry.path);
      const RevisionFormat* const format = format_of(name);
      if (format == nullptr && !is_python(name)) continue;
      if (real && is_known(*real / name, entry)) {
        loaded_.warnings.push_back(
            {LoadWarning::Kind::loaded_twice, entry.path,
             fmt::format("File {} loaded twice! ignoring. Please ensure version_locations is "
                         "unique.",
                         entry.path)});
      } else if (format == nullptr) {
        note(Error(ErrorCode::data, "a Python revision file: this dbmig reads .sql files only")
                 .at(in_file(entry.path))
                 .with_hint("write the revision as SQL, with `dbmig revision`, or use alembic "
                            "for this tree"));
      } else {
        items.push_back({std::move(entry.path), entry.kind, format});
      }
    }
    return items;
  }

  const RevisionFormat* format_of(std::string_view name) const {
    if (name.starts_with("__init__.")) return nullptr;
    for (const auto& format : formats_) {
      if (name.ends_with(format->suffix())) return format.get();
    }
    return nullptr;
  }

  /// The real path of a folder when a file in it may have another name elsewhere;
  /// else nothing, since to look is not free.
  std::optional<fs::path> real_folder(const VersionFolder& folder,
                                      std::span<const VersionFolder::Entry> files) const {
    const bool links = std::any_of(files.begin(), files.end(), [](const auto& entry) {
      return entry.kind == VersionFolder::Entry::Kind::link;
    });
    if (!links && !may_overlap_) return std::nullopt;
    std::error_code problem;
    fs::path real = fs::canonical(folder.path(), problem);
    return problem ? folder.path() : real;
  }

  /// Whether the file, by its place in the real folder, was seen already by another way.
  bool is_known(fs::path real, const VersionFolder::Entry& entry) {
    std::error_code problem;
    if (entry.kind == VersionFolder::Entry::Kind::link) real = fs::canonical(entry.path, problem);
    return !problem && !seen_.insert(real.native()).second;
  }

  ScriptLocations::Depth depth_;
  const RevisionFormats& formats_;
  bool may_overlap_;
  std::unordered_set<std::string> seen_;
  LoadedRevisions loaded_;
  std::vector<Error> errors_;
};

}  // namespace

LoadedRevisions load_revisions(const std::vector<fs::path>& locations, ScriptLocations::Depth depth,
                               const RevisionFormats& formats) {
  Loader loader(depth, formats, locations.size());
  for (std::size_t i = 0; i < locations.size(); ++i) {
    std::error_code absent;
    if (fs::status(locations[i], absent).type() == fs::file_type::not_found) {
      loader.warn_missing(locations[i]);
      continue;
    }
    try {
      loader.take(locations[i], i);
    } catch (Error& e) {
      loader.note(std::move(e));
    }
  }
  return std::move(loader).result();
}

Location in_file(const std::string& path) {
  Location location;
  location.file = path;
  return location;
}

Error combined(std::vector<Error> errors) {
  constexpr std::size_t kMostShown = 20;
  if (errors.size() == 1) return std::move(errors.front());
  std::string text = fmt::format("{} in the revision files", counted(errors.size(), "problem"));
  for (std::size_t i = 0; i < std::min(errors.size(), kMostShown); ++i)
    text += "\n\n" + errors[i].report();
  if (errors.size() > kMostShown)
    text += fmt::format("\n\n... and {} more", errors.size() - kMostShown);
  return Error(errors.front().code(), text);
}

}  // namespace dbmig

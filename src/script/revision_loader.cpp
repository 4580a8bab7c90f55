#include "script/revision_loader.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <system_error>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "script/same_revision.h"
#include "script/version_folder.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// A file of a folder that is to be read, and then what was read.
struct Item {
  const VersionFolder::Entry* entry = nullptr;
  const RevisionFormat* format = nullptr;
  std::string path;
  std::optional<RevisionMetadata> metadata;
  std::unique_ptr<Error> error;  // Rare, and large for a member of thousands.
};

bool is_python(std::string_view name) {
  return name.ends_with(".py") && !name.starts_with("__init__");
}

/// Reads one file, as far as its metadata needs. Problems become data, since another
/// thread is at work and all of them are to be reported.
void read(const VersionFolder& folder, Item& item) {
  try {
    item.path = folder.path_of(item.entry->name);
    if (item.entry->kind == VersionFolder::Entry::Kind::other) {
      throw Error(ErrorCode::data, fmt::format("cannot read {}: not a regular file", item.path));
    }
    std::array<char, VersionFolder::kHeadSize> buffer;
    const std::string_view head = folder.head(item.entry->name, buffer);
    item.metadata = item.format->metadata(head, item.path, Extent::head);
    if (item.metadata) return;
    const std::string text = read_file(item.path, ErrorCode::data);
    item.metadata = item.format->metadata(text, item.path, Extent::whole);
  } catch (Error& e) {
    item.error = std::make_unique<Error>(std::move(e));
  }
}

/// Reads all files of a folder, on two processors when there are enough to share. Each takes
/// the next few that are left, so that neither waits for the other for long.
void read_all(const VersionFolder& folder, std::vector<Item>& items) {
  constexpr std::size_t kWorthAThread = 256;
  constexpr std::size_t kFew = 64;
  std::atomic<std::size_t> taken = 0;
  const auto work = [&] {
    for (std::size_t begin = taken.fetch_add(kFew); begin < items.size();
         begin = taken.fetch_add(kFew)) {
      const std::size_t end = std::min(begin + kFew, items.size());
      for (std::size_t i = begin; i < end; ++i)
        read(folder, items[i]);
    }
  };
  std::future<void> rest;
  try {
    if (items.size() >= kWorthAThread) rest = std::async(std::launch::async, work);
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
    std::vector<Item> items = items_of(folder);
    read_all(folder, items);
    loaded_.revisions.reserve(loaded_.revisions.size() + items.size());
    loaded_.files.reserve(loaded_.files.size() + items.size());
    for (Item& item : items)
      keep(std::move(item), location);
    if (depth_ == ScriptLocations::Depth::flat) return;
    for (const std::string& name : folder.folders()) {
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
  std::vector<Item> items_of(const VersionFolder& folder) {
    std::vector<Item> items;
    items.reserve(folder.files().size());
    const std::optional<fs::path> real = real_folder(folder);
    for (const VersionFolder::Entry& entry : folder.files()) {
      const RevisionFormat* const format = format_of(entry.name);
      if (format == nullptr && !is_python(entry.name)) continue;
      if (is_known(real, folder, entry)) {
        const std::string path = folder.path_of(entry.name);
        loaded_.warnings.push_back(
            {LoadWarning::Kind::loaded_twice, path,
             fmt::format("File {} loaded twice! ignoring. Please ensure version_locations is "
                         "unique.",
                         path)});
      } else if (format == nullptr) {
        note(Error(ErrorCode::data, "a Python revision file: this dbmig reads .sql files only")
                 .at(in_file(folder.path_of(entry.name)))
                 .with_hint("write the revision as SQL, with `dbmig revision`, or use alembic "
                            "for this tree"));
      } else {
        items.push_back({&entry, format, {}, {}, {}});
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
  std::optional<fs::path> real_folder(const VersionFolder& folder) const {
    const bool links = std::any_of(
        folder.files().begin(), folder.files().end(),
        [](const auto& entry) { return entry.kind == VersionFolder::Entry::Kind::link; });
    if (!links && !may_overlap_) return std::nullopt;
    std::error_code problem;
    fs::path real = fs::canonical(folder.path(), problem);
    return problem ? folder.path() : real;
  }

  /// Whether the file was seen already by another way.
  bool is_known(const std::optional<fs::path>& real_folder, const VersionFolder& folder,
                const VersionFolder::Entry& entry) {
    if (!real_folder) return false;
    std::error_code problem;
    const bool link = entry.kind == VersionFolder::Entry::Kind::link;
    const fs::path real =
        link ? fs::canonical(folder.path_of(entry.name), problem) : *real_folder / entry.name;
    return !problem && !seen_.insert(real.native()).second;
  }

  void keep(Item&& item, std::size_t location) {
    if (item.error) {
      note(std::move(*item.error));
    } else {
      loaded_.revisions.push_back(std::move(item.metadata->revision));
      loaded_.files.push_back({std::move(item.path), location, std::move(item.metadata->doc),
                               std::move(item.metadata->create_date), item.format});
    }
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

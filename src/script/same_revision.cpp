#include "script/same_revision.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"

namespace dbmig {
namespace {

std::vector<RevisionId> parents(const Revision& revision) {
  std::vector<RevisionId> ids = revision.down_revisions;
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string shown(const Revision& revision) {
  return revision.is_base() ? "none" : join(revision.down_revisions, ", ");
}

/// Takes the marked places out of a vector.
template <typename T>
void drop(std::vector<T>& all, const std::vector<bool>& dropped) {
  std::size_t to = 0;
  for (std::size_t from = 0; from < all.size(); ++from) {
    if (dropped[from]) continue;
    if (to != from) all[to] = std::move(all[from]);
    ++to;
  }
  all.resize(to);
}

}  // namespace

bool same_parents(const Revision& one, const Revision& other) {
  return parents(one) == parents(other);
}

Error parents_differ(const Revision& kept, const RevisionFile& kept_file, const Revision& other,
                     const RevisionFile& file) {
  return Error(ErrorCode::data, fmt::format("revision {} revises {} here, but {} in {}", other.id,
                                            shown(other), shown(kept), kept_file.path))
      .at(file.format->location(read_file(file.path, ErrorCode::data), file.path,
                                HeaderKey::down_revision,
                                other.is_base() ? "" : other.down_revisions.front()))
      .with_hint("correct `down_revision` in one of them, or remove one of the two files");
}

std::vector<Error> leave_out_originals(LoadedRevisions& loaded, const RevisionFormats& formats) {
  const bool mixed = std::any_of(loaded.files.begin(), loaded.files.end(), [&](const auto& file) {
    return file.format != loaded.files.front().format;
  });
  if (!mixed) return {};
  std::vector<Error> errors;
  std::vector<bool> dropped(loaded.files.size(), false);
  std::unordered_map<std::string_view, std::size_t> places;  // Of formats that came before.
  for (const auto& format : formats) {
    std::vector<std::size_t> own;
    for (std::size_t i = 0; i < loaded.files.size(); ++i) {
      if (loaded.files[i].format != format.get()) continue;
      const auto found = places.find(loaded.revisions[i].id);
      if (found == places.end()) {
        own.push_back(i);
      } else if (same_parents(loaded.revisions[i], loaded.revisions[found->second])) {
        dropped[i] = true;
      } else {
        errors.push_back(parents_differ(loaded.revisions[found->second],
                                        loaded.files[found->second], loaded.revisions[i],
                                        loaded.files[i]));
      }
    }
    for (const std::size_t i : own)
      places.emplace(loaded.revisions[i].id, i);
  }
  drop(loaded.revisions, dropped);
  drop(loaded.files, dropped);
  return errors;
}

}  // namespace dbmig

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "config/settings.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// A path without symbolic links as far as it exists.
fs::path real(const fs::path& path) {
  std::error_code error;
  fs::path result = fs::weakly_canonical(path, error);
  return error ? path.lexically_normal() : result;
}

bool is_within(const fs::path& path, const fs::path& folder) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end() || (std::next(end) == folder.end() && end->empty());
}

std::size_t depth(const fs::path& path) {
  return static_cast<std::size_t>(std::distance(path.begin(), path.end()));
}

/// How deep the folder of `tree` is that holds `cwd`; 0 when none does. A tree's folders
/// are its script_location, its version locations and, below the ini's own folder, the
/// one that holds script_location: `bin-manager` for `bin-manager/main`.
std::size_t depth_of_folder(const TreeSettings& tree, const fs::path& config_folder,
                            const fs::path& cwd) {
  std::vector<fs::path> folders = {real(tree.script_location)};
  const fs::path parent = folders.front().parent_path();
  if (parent != config_folder && is_within(parent, config_folder)) folders.push_back(parent);
  for (const fs::path& path : tree.version_locations)
    folders.push_back(real(path));
  std::size_t deepest = 0;
  for (const fs::path& folder : folders) {
    if (folder != config_folder && is_within(cwd, folder) && !is_within(config_folder, folder)) {
      deepest = std::max(deepest, depth(folder));
    }
  }
  return deepest;
}

/// The tree whose folder `cwd` is in; nullptr when there is none or more than one.
const TreeSettings* tree_around(const Settings& settings, const fs::path& cwd) {
  const fs::path config_folder = real(settings.config_file.parent_path());
  const fs::path here = real(cwd);
  const TreeSettings* found = nullptr;
  std::size_t deepest = 0;
  for (const TreeSettings& tree : settings.trees) {
    const std::size_t depth = depth_of_folder(tree, config_folder, here);
    if (depth == 0 || depth < deepest) continue;
    found = depth == deepest ? nullptr : &tree;
    deepest = depth;
  }
  return found;
}

}  // namespace

std::vector<const TreeSettings*> select_trees(const Settings& settings, std::string_view name,
                                              const fs::path& cwd, TreeCount count) {
  if (!name.empty()) {
    if (const TreeSettings* tree = settings.find(name)) return {tree};
    throw Error(ErrorCode::config,
                fmt::format("no tree [{}] in {}{}", name, settings.shown_config_file,
                            did_you_mean(nearest(name, settings.sections))))
        .with_hint(fmt::format("-n names one of: {}", join(settings.sections, ", ")));
  }
  if (settings.trees.size() == 1) return {&settings.trees.front()};
  if (const TreeSettings* tree = tree_around(settings, cwd)) return {tree};
  if (settings.trees.empty()) {
    throw Error(ErrorCode::config,
                fmt::format("no section [alembic] in {}", settings.shown_config_file))
        .with_hint(fmt::format("choose with -n one of: {}", join(settings.sections, ", ")));
  }
  std::vector<const TreeSettings*> trees;
  for (const TreeSettings& tree : settings.trees)
    trees.push_back(&tree);
  if (count == TreeCount::exactly_one) {
    throw Error(ErrorCode::usage, fmt::format("this command acts on one tree, and {} lists {}: {}",
                                              settings.shown_config_file, trees.size(),
                                              join(settings.tree_names, ", ")))
        .with_hint("choose one with -n NAME");
  }
  return trees;
}

}  // namespace dbmig

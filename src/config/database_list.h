#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dbmig {

/// A line of a file that lists databases: `[TREE] DATABASE`.
struct ListedDatabase {
  std::string tree;
  std::string database;  // Its name, or a URL.
  std::string place;     // `databases:3`

  /// A name is on the server of the tree's own url.
  bool is_url() const { return database.find('/') != std::string::npos; }

  friend bool operator==(const ListedDatabase&, const ListedDatabase&) = default;
};

/// Which trees a list may be about.
struct ListTrees {
  std::vector<std::string> known;     // Every section that could be a tree.
  std::vector<std::string> acted_on;  // Lines of others are passed over.
};

/// Reads a list; `file` is for messages. Throws Error(config) for the first line that is wrong,
/// and never shows what could be a URL with a password.
std::vector<ListedDatabase> parse_database_list(const std::string& file, std::string_view text,
                                                const ListTrees& trees);

/// One part of several into which a list is dealt out.
struct Shard {
  std::size_t index = 0;  // From 0.
  std::size_t count = 1;

  friend bool operator==(const Shard&, const Shard&) = default;
};

/// `2/8`; nothing when that is no shard.
std::optional<Shard> find_shard(std::string_view text);

/// Every `count`-th of the list, from the `index`-th on.
std::vector<ListedDatabase> shard_of(const std::vector<ListedDatabase>& list, const Shard& shard);

}  // namespace dbmig

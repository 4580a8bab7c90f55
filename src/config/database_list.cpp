#include "config/database_list.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : line) {
    if (!is_space(c)) {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

/// Reads line after line, and says of one that is wrong where it stands.
class ListReader {
 public:
  ListReader(const std::string& file, const ListTrees& trees) : file_(file), trees_(trees) {}

  void read(std::string_view line) {
    ++line_;
    if (const auto bad = find_invalid_utf8(line)) throw error("this line is not UTF-8");
    std::vector<std::string> words = words_of(line);
    if (words.empty() || words.front().starts_with('#')) return;
    if (words.size() > 2) {
      throw error("more than a tree and a database")
          .with_hint("write [TREE] DATABASE; a comment has a line of its own");
    }
    ListedDatabase entry;
    entry.database = words.back();
    entry.place = fmt::format("{}:{}", file_, line_);
    entry.tree = words.size() == 2 ? known_tree(words.front()) : only_tree();
    if (!contains(trees_.acted_on, entry.tree)) return;
    if (!seen_.emplace(entry.tree, entry.database).second)
      throw error("this database is listed twice");
    entries_.push_back(std::move(entry));
  }

  std::vector<ListedDatabase> take() { return std::move(entries_); }

 private:
  Error error(const std::string& message) const {
    return Error(ErrorCode::config, message).at({file_, line_, 0, "", 0});
  }

  std::string known_tree(const std::string& word) const {
    if (contains(trees_.known, word)) return word;
    // A URL in the wrong place could have a password in it.
    if (word.find_first_of("/@:") != std::string::npos)
      throw error("the first of two words is a tree").with_hint("write [TREE] DATABASE");
    throw error(fmt::format("no section [{}] in the configuration{}", printable(word),
                            did_you_mean(nearest(word, trees_.known))));
  }

  std::string only_tree() const {
    if (trees_.acted_on.size() == 1) return trees_.acted_on.front();
    throw error(fmt::format("which tree is this for: {}?", join(trees_.acted_on, " or ")))
        .with_hint("write it before the database, or choose one with -n");
  }

  const std::string& file_;
  const ListTrees& trees_;
  int line_ = 0;
  std::set<std::pair<std::string, std::string>> seen_;
  std::vector<ListedDatabase> entries_;
};

}  // namespace

std::vector<ListedDatabase> parse_database_list(const std::string& file, std::string_view text,
                                                const ListTrees& trees) {
  ListReader reader(file, trees);
  for (const std::string_view line : split(text, '\n'))
    reader.read(line);
  return reader.take();
}

std::optional<Shard> find_shard(std::string_view text) {
  Shard shard;
  const char* const end = text.data() + text.size();
  const auto index = std::from_chars(text.data(), end, shard.index);
  if (index.ec != std::errc() || index.ptr == end || *index.ptr != '/') return std::nullopt;
  const auto count = std::from_chars(index.ptr + 1, end, shard.count);
  if (count.ec != std::errc() || count.ptr != end || shard.index >= shard.count)
    return std::nullopt;
  return shard;
}

std::vector<ListedDatabase> shard_of(const std::vector<ListedDatabase>& list, const Shard& shard) {
  std::vector<ListedDatabase> part;
  for (std::size_t i = shard.index; i < list.size(); i += shard.count)
    part.push_back(list[i]);
  return part;
}

}  // namespace dbmig

#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace dbmig {

/// What kind of thing the word under the cursor is.
enum class WordKind { nothing, command, option, choice, tree, revision, file, folder };

/// The word under the cursor, with all that the words before it say about it.
struct WordToComplete {
  WordKind kind = WordKind::nothing;
  std::string before;                // Of the word, what stays: `--head=`, `9142c:`.
  std::string typed;                 // The rest, to be completed.
  std::vector<std::string> choices;  // For WordKind::choice.
  std::vector<std::string> symbols;  // For WordKind::revision: what may stand for one.
  const CLI::App* command = nullptr;
  std::string config_file;  // -c
  std::string tree;         // -n
};

/// Reads a command line as far as it is typed; the last word is the one to complete,
/// and may be empty. Never throws: what makes no sense is WordKind::nothing.
WordToComplete word_to_complete(const CLI::App& app, std::span<const std::string> words);

}  // namespace dbmig

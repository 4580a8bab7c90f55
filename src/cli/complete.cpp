#include "cli/complete.h"

#include <exception>
#include <iostream>
#include <map>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/completion_words.h"
#include "cli/tree.h"
#include "config/settings.h"
#include "revision/planner.h"
#include "script/script_directory.h"

namespace dbmig {
namespace {

constexpr std::size_t kLongestDescription = 72;

/// Gathers what fits the typed beginning.
class Offer {
 public:
  explicit Offer(const WordToComplete& word) : word_(word) {}

  void add(std::string_view word, std::string_view description) {
    if (!word.starts_with(word_.typed) || word != printable(word)) return;
    const std::string text = replaced(printable(description), "\t", " ");
    list_.push_back({word_.before + std::string(word),
                     std::string(code_point_range(text, 0, kLongestDescription))});
  }
  void symbol(const std::string& symbol) {
    static const std::map<std::string_view, std::string_view> kMeanings = {
        {"head", "the newest revision"},
        {"heads", "all newest revisions"},
        {"base", "before the first revision"},
        {"current", "where the database stands"},
        {"+1", "one step up"},
        {"-1", "one step down"}};
    add(symbol, kMeanings.at(symbol));
  }

  std::vector<Completion> list() && { return std::move(list_); }

 private:
  const WordToComplete& word_;
  std::vector<Completion> list_;
};

Settings settings_for(const WordToComplete& word, const Environment& environment,
                      const std::filesystem::path& cwd) {
  ConfigRequest request;
  request.cwd = cwd;
  request.environment = environment;
  const bool is_toml = std::filesystem::path(word.config_file).filename() == "pyproject.toml";
  (is_toml ? request.pyproject_file : request.config_file) = word.config_file;
  // The names of the trees are wanted whatever -n says; a wrong one is select_trees()'s.
  return load_settings(request);
}

void offer_options(Offer& offer, const WordToComplete& word) {
  for (const CLI::App* app = word.command; app != nullptr; app = app->get_parent()) {
    for (const CLI::Option* option : app->get_options()) {
      // Help and version are not passed on to commands as the other options are.
      const bool own = option == app->get_help_ptr() || option == app->get_version_ptr();
      if (own && app != word.command) continue;
      for (const std::string& name : option->get_lnames())
        offer.add("--" + name, option->get_description());
    }
  }
  for (const std::string& symbol : word.symbols) {
    if (symbol.starts_with('-')) offer.symbol(symbol);
  }
}

void offer_commands(Offer& offer, const WordToComplete& word) {
  for (const CLI::App* each : word.command->get_subcommands([](const CLI::App*) { return true; }))
    offer.add(each->get_name(), each->get_description());
}

void offer_trees(Offer& offer, const Settings& settings) {
  for (const std::string& name : settings.sections) {
    const TreeSettings* const tree = settings.find(name);
    offer.add(name, tree == nullptr ? "" : tree->script_location.string());
  }
}

ScriptDirectory scripts_of(const TreeSettings& tree) {
  ScriptLocations locations;
  locations.script_location = tree.script_location;
  locations.version_locations = tree.version_locations;
  locations.depth = tree.recursive_version_locations ? ScriptLocations::Depth::recursive
                                                     : ScriptLocations::Depth::flat;
  return ScriptDirectory(locations, tree_formats());
}

/// Behind `branch@`, which need not be a label: any revision stands for its branch.
void offer_symbols(Offer& offer, const WordToComplete& word) {
  const std::size_t at = word.typed.find('@');
  if (at == std::string::npos) {
    for (const std::string& symbol : word.symbols)
      offer.symbol(symbol);
    return;
  }
  const std::string branch = word.typed.substr(0, at);
  for (const std::string& symbol : word.symbols) {
    if (symbol != "current") offer.add(branch + "@" + symbol, "in the branch " + branch);
  }
}

void offer_labels(Offer& offer, const WordToComplete& word, const RevisionGraph& graph) {
  if (word.typed.find('@') != std::string::npos) return;
  const std::string end = word.command->get_name() == "downgrade" ? "@base" : "@head";
  for (const Revision& revision : graph.revisions()) {
    for (const std::string& label : revision.branch_labels)
      offer.add(label + end, "in the branch of " + revision.message);
  }
}

void offer_revisions(Offer& offer, const WordToComplete& word,
                     const std::vector<const TreeSettings*>& trees) {
  offer_symbols(offer, word);
  for (const TreeSettings* tree : trees) {
    try {
      const ScriptDirectory scripts = scripts_of(*tree);
      const RevisionGraph& graph = scripts.graph();
      const std::string prefix = trees.size() > 1 ? fmt::format("[{}] ", tree->name) : "";
      offer_labels(offer, word, graph);
      for (const Node node : history(graph))
        offer.add(graph.id(node), prefix + graph[node].message);
    } catch (const std::exception&) {
      // A broken tree: the next one may do, and every other command tells what is wrong.
    }
  }
}

void offer_all(Offer& offer, const WordToComplete& word, const Environment& environment,
               const std::filesystem::path& cwd) {
  switch (word.kind) {
    case WordKind::nothing:
    case WordKind::file:
    case WordKind::folder:
      return;
    case WordKind::command:
      return offer_commands(offer, word);
    case WordKind::option:
      return offer_options(offer, word);
    case WordKind::choice:
      for (const std::string& choice : word.choices)
        offer.add(choice, "");
      return;
    case WordKind::tree:
      return offer_trees(offer, settings_for(word, environment, cwd));
    case WordKind::revision:
      break;
  }
  std::vector<const TreeSettings*> trees;
  std::optional<Settings> settings;
  try {
    settings = settings_for(word, environment, cwd);
    trees = select_trees(*settings, word.tree, cwd, TreeCount::any);
  } catch (const std::exception&) {
    // Without a configuration there are still the symbols.
  }
  offer_revisions(offer, word, trees);
}

}  // namespace

std::vector<Completion> completions(const CLI::App& app, const std::vector<std::string>& words,
                                    const Environment& environment,
                                    const std::filesystem::path& cwd) {
  const WordToComplete word = word_to_complete(app, words);
  if (word.kind == WordKind::file) return {{":file", ""}};
  if (word.kind == WordKind::folder) return {{":folder", ""}};
  Offer offer(word);
  try {
    offer_all(offer, word, environment, cwd);
  } catch (const std::exception&) {
    // Nobody reads a message in the middle of a line that is being typed.
  }
  return std::move(offer).list();
}

void print_completions(const CLI::App& app, const Invocation& invocation) {
  const std::vector<std::string> words(invocation.arguments.begin() + 1,
                                       invocation.arguments.end());
  std::string text;
  for (const Completion& each : completions(app, words, invocation.environment, invocation.cwd)) {
    text += each.word;
    if (!each.description.empty()) text += "\t" + each.description;
    text += "\n";
  }
  std::cout << text << std::flush;
}

}  // namespace dbmig

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/tree.h"
#include "config/settings.h"
#include "dump/schema_dump.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace dbmig {

/// The options of `dump`.
struct DumpCommandOptions {
  std::string output;
  std::string target = "same";
  std::vector<std::string> data;
  CLI::Option* data_option = nullptr;
  bool no_data = false;
  bool explain = false;
  bool lossy = false;
  bool auto_increment = false;
  std::string collation_map = "general";
  std::string definer;

  void declare(CLI::App& app);

  /// What they ask for of one tree. Throws Error(usage), Error(config).
  DumpOptions for_tree(const Settings& settings, const TreeSettings& tree) const;

  /// The file that a tree's dump goes to: `-o` itself, or `01_database.sql` in it.
  std::filesystem::path path_for(const Settings& settings, const Tree& tree,
                                 const std::string& database) const;
};

/// The tables that may hold a tree's rows: its version table, and one to be taken over.
std::vector<std::string> version_tables(const TreeSettings& tree);

}  // namespace dbmig

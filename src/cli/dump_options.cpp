#include "cli/dump_options.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "db/connection.h"
#include "sql/lexer.h"

namespace dbmig {
namespace {

DumpTarget target_of(const std::string& word) {
  if (word == "mysql8") return DumpTarget::mysql8;
  return word == "mariadb" ? DumpTarget::mariadb : DumpTarget::same;
}

/// `keep`, `drop`, or `user@host`; without a word, another server's users are not known here.
DefinerRule definer_of(const std::string& word, DumpTarget target) {
  using Kind = DefinerRule::Kind;
  if (word.empty()) return {target == DumpTarget::same ? Kind::keep : Kind::drop, {}};
  if (word == "keep") return {Kind::keep, {}};
  if (word == "drop") return {Kind::drop, {}};
  const std::size_t at = word.rfind('@');
  if (at == std::string::npos || at == 0 || at + 1 == word.size()) {
    throw Error(ErrorCode::usage, fmt::format("--definer takes keep, drop or USER@HOST, not \"{}\"",
                                              printable(word)));
  }
  return {Kind::map, quoted_name(word.substr(0, at)) + "@" + quoted_name(word.substr(at + 1))};
}

CollationMap collations_of(const Settings& settings, const std::string& preset) {
  std::vector<std::pair<std::string, std::string>> own;
  for (const NamedValue& each : settings.collations)
    own.emplace_back(each.name, each.value);
  return {preset == "nearest" ? CollationPreset::nearest : CollationPreset::general,
          std::move(own)};
}

std::string file_name(std::string_view database) {
  std::string name(database);
  for (char& c : name) {
    const bool fine = is_word_byte(c) || c == '-' || c == '.';
    if (!fine) c = '_';
  }
  return name;
}

}  // namespace

void DumpCommandOptions::declare(CLI::App& app) {
  app.add_option("-o,--output", output, "write to this file, or into this folder")
      ->type_name("PATH");
  app.add_option("--for", target, "the server that the dump is for")
      ->type_name("SERVER")
      ->check(one_of({"same", "mysql8", "mariadb"}));
  data_option =
      app.add_option("--data", data, "with the rows of these tables; of all, when none is named")
          ->type_name("TABLE,...")
          ->delimiter(',')
          ->expected(0, -1);
  app.add_flag("--no-data", no_data, "without rows but those of the version table (the default)");
  app.add_flag("--explain", explain, "list every change made for the other server, and why");
  app.add_flag("--lossy", lossy, "leave out what the other server lacks, and list it");
  app.add_option("--collation-map", collation_map,
                 "what to write for collations that the other server lacks")
      ->type_name("HOW")
      ->check(one_of({"general", "nearest"}));
  app.add_option("--definer", definer, "keep or drop the definers, or write USER@HOST for them")
      ->type_name("WHO");
  app.add_flag("--auto-increment", auto_increment, "with the counters of tables and sequences");
}

std::vector<std::string> version_tables(const TreeSettings& tree) {
  std::vector<std::string> names = {tree.version_table};
  if (!tree.adopt_version_table.empty()) names.push_back(tree.adopt_version_table);
  return names;
}

DumpOptions DumpCommandOptions::for_tree(const Settings& settings, const TreeSettings& tree) const {
  if (no_data && data_option->count() > 0) {
    throw Error(ErrorCode::usage, "--data and --no-data exclude each other");
  }
  DumpOptions options;
  options.translate.target = target_of(target);
  options.translate.collations = collations_of(settings, collation_map);
  options.translate.definer = definer_of(definer, options.translate.target);
  options.translate.missing = lossy ? Missing::leave_out : Missing::refuse;
  options.translate.auto_increment = auto_increment ? Counters::keep : Counters::leave_out;
  if (data_option->count() > 0) {
    options.data.tables = data;
    std::erase(options.data.tables, "");
    options.data.kind =
        options.data.tables.empty() ? DataSelection::Kind::all : DataSelection::Kind::some;
  }
  options.version_tables = version_tables(tree);
  return options;
}

std::filesystem::path DumpCommandOptions::path_for(const Settings& settings, const Tree& tree,
                                                   const std::string& database) const {
  const std::filesystem::path path = output;
  const bool folder = output.ends_with('/') || std::filesystem::is_directory(path) ||
                      (settings.trees.size() > 1 && !std::filesystem::exists(path));
  if (!folder) return path;
  std::error_code problem;
  std::filesystem::create_directories(path, problem);
  if (problem) {
    throw Error(ErrorCode::cannot_create,
                fmt::format("cannot make the folder {}: {}", output, problem.message()));
  }
  const auto& names = settings.tree_names;
  const auto found = std::find(names.begin(), names.end(), tree.name());
  const auto number = found == names.end() ? 1 : found - names.begin() + 1;
  return path / fmt::format("{:02}_{}.sql", number, file_name(database));
}

}  // namespace dbmig

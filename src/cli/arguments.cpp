#include "cli/arguments.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace dbmig {
namespace {

std::vector<std::string> long_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  }
  return names;
}

/// The one option that `typed` is the beginning of; `typed` itself otherwise.
std::string completed(const std::string& typed, const std::vector<std::string>& options) {
  std::vector<std::string> matches;
  for (const std::string& option : options) {
    if (option == typed) return typed;
    if (option.starts_with(typed)) matches.push_back(option);
  }
  return matches.size() == 1 ? matches.front() : typed;
}

}  // namespace

std::vector<std::string> with_long_options(const CLI::App& app,
                                           std::vector<std::string> arguments) {
  std::vector<std::string> known = long_options(app);
  const CLI::App* command = &app;
  for (std::string& argument : arguments) {
    if (argument == "--") break;
    if (argument.starts_with("--")) {
      const std::size_t equals = argument.find('=');
      const std::string value = equals == std::string::npos ? "" : argument.substr(equals);
      argument = completed(argument.substr(0, equals), known) + value;
      continue;
    }
    const auto commands = command->get_subcommands([](const CLI::App*) { return true; });
    const auto found =
        std::find_if(commands.begin(), commands.end(),
                     [&](const CLI::App* candidate) { return candidate->get_name() == argument; });
    if (found == commands.end()) continue;
    command = *found;
    const std::vector<std::string> more = long_options(*command);
    known.insert(known.end(), more.begin(), more.end());
  }
  return arguments;
}

}  // namespace dbmig

#include "cli/arguments.h"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

/// The one option that `typed` is the beginning of; `typed` itself when there is none.
std::string completed(const std::string& typed, const std::vector<std::string>& options) {
  std::vector<std::string> matches;
  for (const std::string& option : options) {
    if (option == typed) return typed;
    if (option.starts_with(typed)) matches.push_back(option);
  }
  if (matches.size() > 1) {
    throw Error(ErrorCode::usage,
                fmt::format("option {} is ambiguous: {}", typed, join(matches, ", ")));
  }
  return matches.empty() ? typed : matches.front();
}

}  // namespace

std::vector<std::string> long_options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames())
      names.push_back("--" + name);
  }
  return names;
}

CLI::Validator one_of(std::vector<std::string> words) {
  const std::string shown = join(words, ",");
  const auto check = [words = std::move(words)](const std::string& value) -> std::string {
    if (std::find(words.begin(), words.end(), value) != words.end()) return "";
    return fmt::format("\"{}\" is not one of {}{}", value, join(words, ", "),
                       did_you_mean(nearest(value, words)));
  };
  return CLI::Validator([check](std::string& value) { return check(value); },
                        fmt::format("{{{}}}", shown));
}

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

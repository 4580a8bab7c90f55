#include "cli/usage_error.h"

#include <algorithm>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/arguments.h"
#include "revision/shown.h"

namespace dbmig {
namespace {

/// The commands that were named, from the program itself to the innermost.
std::vector<const CLI::App*> named_commands(const CLI::App& app) {
  std::vector<const CLI::App*> chain = {&app};
  while (!chain.back()->get_subcommands().empty()) {
    chain.push_back(chain.back()->get_subcommands().front());
  }
  return chain;
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(sub->get_name());
  }
  return names;
}

/// `dbmig scratch start`
std::string typed_command(const CLI::App& command) {
  const CLI::App* const parent = command.get_parent();
  return parent == nullptr ? command.get_name() : typed_command(*parent) + " " + command.get_name();
}

Error unknown_option(const std::string& word, const std::vector<const CLI::App*>& chain) {
  std::vector<std::string> options;
  for (const CLI::App* app : chain) {
    const std::vector<std::string> more = long_options(*app);
    options.insert(options.end(), more.begin(), more.end());
  }
  const std::string name = word.substr(0, word.find('='));
  const std::vector<std::string> own = long_options(*chain.back());
  if (std::find(own.begin(), own.end(), name) != own.end()) {
    return Error(ErrorCode::usage, fmt::format("option {} stands before its command", name))
        .with_hint(fmt::format("{} {} …", typed_command(*chain.back()), name));
  }
  return Error(ErrorCode::usage, fmt::format("unknown option {}{}", shown(word),
                                             did_you_mean(nearest(word, options))))
      .with_hint(help_hint(*chain.back()));
}

Error unknown_command(const std::string& word, const std::vector<const CLI::App*>& chain) {
  const std::optional<std::string> near = nearest(word, command_names(*chain.back()));
  return Error(ErrorCode::usage, fmt::format("unknown command \"{}\"", shown(word)))
      .with_hint(near ? fmt::format("did you mean `{} {}`?", typed_command(*chain.back()), *near)
                      : help_hint(*chain.back()));
}

/// Behind `current`, Alembic's -c asks for a check and takes no file.
std::string hint_on_extra(const CLI::App& command) {
  if (command.get_name() != "current") return help_hint(command);
  return "a configuration file is named before the command: dbmig -c FILE current";
}

}  // namespace

std::string help_hint(const CLI::App& command) {
  const bool has_commands = !command_names(command).empty();
  return fmt::format("{} --help {}", typed_command(command),
                     has_commands ? "lists the commands" : "shows what it takes");
}

Error usage_error(const CLI::App& app, const CLI::ParseError& problem) {
  const std::vector<const CLI::App*> chain = named_commands(app);
  const std::vector<std::string> commands = command_names(*chain.back());
  const std::vector<std::string> extra = app.remaining(true);
  const bool too_many_or_few = dynamic_cast<const CLI::ExtrasError*>(&problem) != nullptr ||
                               dynamic_cast<const CLI::RequiredError*>(&problem) != nullptr;
  if (too_many_or_few && !extra.empty()) {
    const std::string& word = extra.front();
    if (word.starts_with('-')) return unknown_option(word, chain);
    if (!commands.empty()) return unknown_command(word, chain);
    return Error(ErrorCode::usage, fmt::format("unexpected argument \"{}\"", shown(word)))
        .with_hint(hint_on_extra(*chain.back()));
  }
  if (too_many_or_few && !commands.empty()) {
    return Error(ErrorCode::usage, "a command is missing").with_hint(help_hint(*chain.back()));
  }
  return Error(ErrorCode::usage, problem.what()).with_hint(help_hint(*chain.back()));
}

}  // namespace dbmig

#include "cli/command_help.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

std::string full_name(const CLI::App& app) {
  if (app.get_parent() == nullptr) return app.get_name();
  return full_name(*app.get_parent()) + " " + app.get_name();
}

/// ` FILE`, ` auto|always|never`, or nothing for a flag.
std::string value_form(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return "";
  const std::vector<std::string> choices = choices_of(option.get_type_name());
  return " " + (choices.empty() ? option.get_type_name() : join(choices, "|"));
}

HelpItem option_item(const CLI::Option& option) {
  std::string form;
  for (const std::string& name : option.get_snames())
    form += (form.empty() ? "-" : ", -") + name;
  for (const std::string& name : option.get_lnames())
    form += (form.empty() ? "--" : ", --") + name;
  return {form + value_form(option), option.get_description()};
}

bool takes_many(const CLI::Option& option) {
  return option.get_expected_max() >= CLI::detail::expected_max_vector_size;
}

std::string argument_form(const CLI::Option& argument) {
  return upper(argument.get_name(true, false)) + (takes_many(argument) ? "..." : "");
}

std::vector<HelpItem> option_items(const CLI::App& app) {
  std::vector<HelpItem> items;
  for (const CLI::Option* option :
       app.get_options([](const CLI::Option* o) { return o->nonpositional(); })) {
    if (option != app.get_help_ptr()) items.push_back(option_item(*option));
  }
  if (app.get_help_ptr() != nullptr) items.push_back(option_item(*app.get_help_ptr()));
  return items;
}

}  // namespace

std::vector<std::string> choices_of(const std::string& type_name) {
  const std::size_t open = type_name.find('{');
  const std::size_t close = type_name.find('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  std::vector<std::string> choices;
  for (const std::string_view word :
       split(std::string_view(type_name).substr(open + 1, close - open - 1), ','))
    choices.emplace_back(word);
  return choices;
}

CommandHelp command_help(const CLI::App& app) {
  CommandHelp help;
  help.name = full_name(app);
  help.summary = app.get_description();
  help.usage = help.name + " [OPTIONS]";
  for (const CLI::Option* argument :
       app.get_options([](const CLI::Option* o) { return o->get_positional(); })) {
    const std::string form = argument_form(*argument);
    help.arguments.push_back({form, argument->get_description()});
    help.usage += argument->get_required() ? " " + form : fmt::format(" [{}]", form);
  }
  help.options = option_items(app);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    help.commands.push_back(command_help(*command));
  if (!help.commands.empty()) help.usage += " COMMAND";
  const std::size_t space = help.name.find(' ');
  const CommandDetails details = command_details(
      space == std::string::npos ? "" : std::string_view(help.name).substr(space + 1));
  for (const char* paragraph : details.paragraphs)
    help.paragraphs.emplace_back(paragraph);
  help.examples = details.examples;
  const CLI::App* root = app.get_parent();
  if (root == nullptr) return help;
  while (root->get_parent() != nullptr)
    root = root->get_parent();
  for (const CLI::Option* option : root->get_options()) {
    const bool everywhere = option != root->get_help_ptr() && option != root->get_version_ptr();
    if (everywhere) help.global_options.push_back(option_item(*option));
  }
  return help;
}

}  // namespace dbmig

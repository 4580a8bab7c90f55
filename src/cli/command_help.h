#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/command_details.h"

namespace CLI {
class App;
}

namespace dbmig {

/// A line of a list: how it is typed and what it means.
struct HelpItem {
  std::string form;  // `-c, --config FILE`
  std::string text;
};

/// Everything there is to say about one command, read off its parser: what `--help`
/// and the manual page are both made of.
struct CommandHelp {
  std::string name;     // `dbmig upgrade`
  std::string summary;  // Lower case, without a full stop.
  std::string usage;    // `dbmig upgrade [OPTIONS] REVISION`
  std::vector<std::string> paragraphs;
  std::vector<HelpItem> arguments;
  std::vector<HelpItem> options;
  std::vector<CommandHelp> commands;
  std::vector<HelpItem> global_options;  // Of every command; empty for dbmig itself.
  std::span<const Example> examples;
};

CommandHelp command_help(const CLI::App& app);

/// `WHEN:{auto,always,never}`, as the parser describes an option, as a list; empty for others.
std::vector<std::string> choices_of(const std::string& type_name);

}  // namespace dbmig

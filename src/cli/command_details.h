#pragma once

#include <span>
#include <string_view>

namespace dbmig {

/// A command line that shows what a command is good for.
struct Example {
  const char* command;
  const char* meaning;
};

/// What there is to say about a command beyond its summary: each paragraph is one line.
struct CommandDetails {
  const char* name = "";  // Empty: dbmig itself.
  std::span<const char* const> paragraphs;
  std::span<const Example> examples;
};

/// The details of a command; without any for a name that has none.
CommandDetails command_details(std::string_view name);

/// All of them, for the test that each is of a command that exists.
std::span<const CommandDetails> all_command_details();

}  // namespace dbmig

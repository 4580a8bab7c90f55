#pragma once

#include <memory>
#include <span>

namespace CLI {
class App;
}

namespace dbmig {

class Context;

/// What a command found. Everything that goes wrong is an Error instead.
enum class Verdict { done, findings };

/// One subcommand: its options and what it does. A new object for each run.
class Command {
 public:
  virtual ~Command() = default;
  /// Adds the options and arguments to the command's own part of the parser.
  virtual void declare(CLI::App& app) = 0;
  virtual Verdict run(Context& context) = 0;
};

/// A row of the table of commands, in the order in which `--help` lists them.
struct CommandEntry {
  const char* name;
  const char* summary;
  std::unique_ptr<Command> (*make)();
};

std::span<const CommandEntry> command_table();

}  // namespace dbmig

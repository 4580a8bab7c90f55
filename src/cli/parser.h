#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/context.h"

namespace dbmig {

/// The parser with all commands, and the objects that their options are kept in.
struct Parser {
  CLI::App app{"Alembic-compatible schema migrations for MySQL and MariaDB", "dbmig"};
  GlobalOptions options;
  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> commands;

  Parser();
  Parser(const Parser&) = delete;  // The options point into it.
  Parser& operator=(const Parser&) = delete;

  /// The command that was named, with its name.
  std::pair<std::string, Command*> chosen() const;

 private:
  void declare_global_options();
  void declare_observation_options();
  void declare_commands();
};

}  // namespace dbmig

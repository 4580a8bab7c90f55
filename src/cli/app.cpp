#include "cli/app.h"

#include <algorithm>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/context.h"
#include "cli/error_document.h"
#include "cli/signals.h"
#include "cli/version.h"

namespace dbmig {
namespace {

/// The parser with all commands, and the objects that their options are kept in.
struct Parser {
  CLI::App app{"Alembic-compatible schema migrations for MySQL and MariaDB.", "dbmig"};
  GlobalOptions options;
  std::vector<std::pair<CLI::App*, std::unique_ptr<Command>>> commands;

  Parser();
  void declare_global_options();
  void declare_commands();
  /// The command that was named, with its name.
  std::pair<std::string, Command*> chosen() const;
};

Parser::Parser() {
  app.require_subcommand(1);
  app.set_version_flag("--version", "dbmig " + std::string(kVersion));
  app.get_formatter()->column_width(34);
  app.failure_message([](const CLI::App*, const CLI::Error& error) { return error.what(); });
  declare_global_options();
  declare_commands();
}

void Parser::declare_global_options() {
  app.add_option("-c,--config", options.config_file, "configuration file")->type_name("FILE");
  app.add_option("-n,--name", options.tree, "the tree to act on: a section of the configuration")
      ->type_name("NAME");
  app.add_option("--url", options.url, "database URL, instead of the configured one")
      ->type_name("URL");
  app.add_option("-x", options.x, "accepted for Alembic's sake; without effect")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("--scratch", options.scratch, "use a private, throw-away server");
  app.add_flag("-q,--quiet", options.quiet, "only warnings and errors on stderr");
  app.add_flag("-v,--verbose", options.verbose, "more detail");
  app.add_flag("--json", options.json, "print one JSON document");
  app.add_flag("--yes", options.yes, "answer yes to questions");
  app.add_option("--color", options.color, "colours: auto, always or never")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

void Parser::declare_commands() {
  for (const CommandEntry& entry : command_table()) {
    CLI::App* sub = app.add_subcommand(entry.name, entry.summary);
    sub->fallthrough();
    commands.emplace_back(sub, entry.make());
    commands.back().second->declare(*sub);
  }
}

std::pair<std::string, Command*> Parser::chosen() const {
  for (const auto& [sub, command] : commands) {
    if (sub->parsed()) return {sub->get_name(), command.get()};
  }
  return {"", nullptr};
}

/// The nearest command to the first word that is none, for "did you mean".
std::string usage_hint(const std::vector<std::string>& arguments) {
  std::vector<std::string> names;
  for (const CommandEntry& entry : command_table())
    names.emplace_back(entry.name);
  const auto word = std::find_if(arguments.begin(), arguments.end(),
                                 [](const std::string& a) { return !a.starts_with('-'); });
  if (word == arguments.end()) return "dbmig --help lists the commands";
  if (std::find(names.begin(), names.end(), *word) != names.end()) {
    return fmt::format("dbmig {} --help shows what it takes", *word);
  }
  const std::optional<std::string> near = nearest(*word, names);
  return near ? fmt::format("did you mean `dbmig {}`?", *near) : "dbmig --help lists the commands";
}

/// Parses, or says what the exit status is: help and version are no errors.
std::optional<int> parse(Parser& parser, const std::vector<std::string>& typed) {
  std::vector<std::string> arguments = with_long_options(parser.app, typed);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back.
  try {
    parser.app.parse(std::move(arguments));
    return std::nullopt;
  } catch (const CLI::Success& success) {
    return parser.app.exit(success);
  } catch (const CLI::ParseError& error) {
    throw Error(ErrorCode::usage, error.what()).with_hint(usage_hint(typed));
  }
}

int fail(const Error& error, bool json) {
  std::cerr << "dbmig: " << error.report() << "\n";
  if (json)
    std::cout << error_document(error).dump(2, ' ', false, nlohmann::json::error_handler_t::replace)
              << "\n";
  return static_cast<int>(error.code());
}

int run_command(Parser& parser, const Invocation& invocation) {
  const SignalGuard signals;
  Context context(parser.options, invocation.environment, invocation.cwd);
  const Verdict verdict = parser.chosen().second->run(context);
  context.output().flush();
  return verdict == Verdict::done ? 0 : static_cast<int>(ErrorCode::findings);
}

}  // namespace

int run(const Invocation& invocation) {
  bool json = false;
  try {
    Parser parser;
    json = std::find(invocation.arguments.begin(), invocation.arguments.end(), "--json") !=
           invocation.arguments.end();
    if (const std::optional<int> status = parse(parser, invocation.arguments)) return *status;
    return run_command(parser, invocation);
  } catch (const Error& error) {
    return fail(error, json);
  } catch (const std::exception& error) {
    return fail(
        Error(ErrorCode::internal, fmt::format("a bug in dbmig {}: {}", kVersion, error.what()))
            .with_hint("please report it, with the command that led to it"),
        json);
  }
}

}  // namespace dbmig

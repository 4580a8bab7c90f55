#include "cli/app.h"

#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/complete.h"
#include "cli/context.h"
#include "cli/error_document.h"
#include "cli/man_page.h"
#include "cli/parser.h"
#include "cli/signals.h"
#include "cli/usage_error.h"
#include "cli/version.h"

namespace dbmig {
namespace {

/// `dbmig help upgrade` is what people type for `dbmig upgrade --help`.
std::vector<std::string> without_help_command(std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "help") return arguments;
  arguments.erase(arguments.begin());
  arguments.emplace_back("--help");
  return arguments;
}

/// Parses, or says what the exit status is: help and version are no errors.
std::optional<int> parse(Parser& parser, const std::vector<std::string>& typed) {
  std::vector<std::string> arguments = plain_arguments(parser.app, without_help_command(typed));
  std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back.
  try {
    parser.app.parse(std::move(arguments));
    return std::nullopt;
  } catch (const CLI::Success& success) {
    return parser.app.exit(success);
  } catch (const CLI::ParseError& error) {
    throw usage_error(parser.app, error);
  }
}

int fail(const Error& error, bool json) {
  constexpr auto kReplaceInvalid = nlohmann::json::error_handler_t::replace;
  // What a file, a server or the command line put into it must not steer the terminal.
  const std::string report = error.report();
  std::string text = "dbmig: ";
  for (const std::string_view line : split(report, '\n'))
    text += printable(line) + "\n";
  std::cerr << text;
  if (json) std::cout << error_document(error).dump(2, ' ', false, kReplaceInvalid) << "\n";
  return static_cast<int>(error.code());
}

int run_command(Parser& parser, const Invocation& invocation) {
  const SignalGuard signals;
  if (invocation.cwd.empty()) {
    throw Error(ErrorCode::config, "the working folder is not there any more, or cannot be read")
        .with_hint("change to another folder");
  }
  Context context(parser.options, invocation.environment, invocation.cwd);
  const Verdict verdict = parser.chosen().second->run(context);
  context.output().flush();
  if (context.failure()) return static_cast<int>(*context.failure());
  return verdict == Verdict::done ? 0 : static_cast<int>(ErrorCode::findings);
}

/// What the completion scripts and the build call; no help mentions it.
std::optional<int> run_hidden(Parser& parser, const Invocation& invocation) {
  const std::vector<std::string>& arguments = invocation.arguments;
  if (arguments.empty()) return std::nullopt;
  if (arguments.front() == "__complete") {
    print_completions(parser.app, invocation);
    return 0;
  }
  if (arguments.front() == "__man" && arguments.size() == 3) {
    write_man_pages(parser.app, arguments[1], arguments[2]);
    return 0;
  }
  return std::nullopt;
}

}  // namespace

int run(const Invocation& invocation) {
  bool json = false;
  try {
    Parser parser;
    json = std::find(invocation.arguments.begin(), invocation.arguments.end(), "--json") !=
           invocation.arguments.end();
    if (const std::optional<int> status = run_hidden(parser, invocation)) return *status;
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

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
#include "cli/ending.h"
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

/// How an error is told: as a document beside the log, or in the log alone.
enum class ErrorDocument { no, yes };

void print_error(const Error& error, const Output& output) {
  if (output.log_format() == LogFormat::json) {
    nlohmann::json fields = error_document(error)["error"];
    const std::string message = fields["message"];
    fields.erase("message");
    output.log("", LogLevel::error, message, std::move(fields));
    return;
  }
  // What a file, a server or the command line put into it must not steer the terminal.
  const std::string report = error.report();
  std::string text = "dbmig: ";
  for (const std::string_view line : split(report, '\n'))
    text += printable(line) + "\n";
  std::cerr << text;
}

int fail(const Error& error, const Output& output, ErrorDocument document) {
  constexpr auto kReplaceInvalid = nlohmann::json::error_handler_t::replace;
  print_error(error, output);
  if (document == ErrorDocument::yes)
    std::cout << error_document(error).dump(2, ' ', false, kReplaceInvalid) << std::endl;
  return static_cast<int>(error.code());
}

/// What was thrown, to be called where it was caught.
Error caught() {
  try {
    throw;
  } catch (const Error& error) {
    return error;
  } catch (const std::exception& error) {
    return Error(ErrorCode::internal, fmt::format("a bug in dbmig {}: {}", kVersion, error.what()))
        .with_hint("please report it, with the command that led to it");
  }
}

int run_command(Parser& parser, const Invocation& invocation) {
  const SignalGuard signals;
  if (invocation.cwd.empty()) {
    throw Error(ErrorCode::config, "the working folder is not there any more, or cannot be read")
        .with_hint("change to another folder");
  }
  Context context(parser.options, invocation.environment, invocation.cwd);
  const auto [name, command] = parser.chosen();
  context.telemetry().begin(name);
  try {
    const Verdict verdict = command->run(context);
    context.output().flush();
    int status = verdict == Verdict::done ? 0 : static_cast<int>(ErrorCode::findings);
    if (context.failure()) status = static_cast<int>(*context.failure());
    context.conclude(status, status == 0 ? "" : fmt::format("dbmig {}: exit {}", name, status));
    return status;
  } catch (const std::exception&) {
    const Error error = caught();
    const auto document = parser.options.json ? ErrorDocument::yes : ErrorDocument::no;
    const int status = fail(error, context.output(), document);
    context.conclude(status, fmt::format("dbmig {}: exit {}: {}", name, status, one_line(error)));
    return status;
  }
}

/// True when the words say `option value` or `option=value`: before they are parsed.
bool says(const std::vector<std::string>& words, const std::string& option,
          const std::string& value) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == option + "=" + value) return true;
    if (words[i] == option && i + 1 < words.size() && words[i + 1] == value) return true;
  }
  return false;
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
  const std::vector<std::string>& words = invocation.arguments;
  try {
    Parser parser;
    if (const std::optional<int> status = run_hidden(parser, invocation)) return *status;
    if (const std::optional<int> status = parse(parser, invocation.arguments)) return *status;
    return run_command(parser, invocation);
  } catch (const std::exception&) {
    LogOptions log;
    if (says(words, "--log-format", "json")) log.format = LogFormat::json;
    const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
    return fail(caught(), Output(ColorMode::never, Verbosity::normal, log),
                json ? ErrorDocument::yes : ErrorDocument::no);
  }
}

}  // namespace dbmig

#include "cli/parser.h"

#include <filesystem>
#include <string_view>

#include "base/error.h"
#include "cli/arguments.h"
#include "cli/command_help.h"
#include "cli/help_text.h"
#include "cli/log_format.h"
#include "cli/version.h"
#include "metrics/listener.h"

namespace dbmig {
namespace {

/// What `--help` prints, in the place where CLI11 asks for it.
class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string, CLI::AppFormatMode) const override {
    return help_text(command_help(*app));
  }
};

/// As Alembic: what is named pyproject.toml is that, any other file is the ini.
void take_config_files(GlobalOptions& options, const std::vector<std::string>& files) {
  options.config_file.clear();
  options.pyproject_file.clear();
  for (const std::string& file : files) {
    const bool is_toml = std::filesystem::path(file).filename() == "pyproject.toml";
    std::string& place = is_toml ? options.pyproject_file : options.config_file;
    if (!place.empty()) {
      throw Error(ErrorCode::usage, is_toml ? "pyproject.toml indicated more than once"
                                            : "only one ini file may be indicated");
    }
    place = file;
  }
}

}  // namespace

Parser::Parser() {
  app.require_subcommand(1);
  app.formatter(std::make_shared<HelpFormatter>());
  app.set_help_flag("-h,--help", "show this help");
  app.set_version_flag("--version", "dbmig " + std::string(kVersion), "show the version");
  app.failure_message([](const CLI::App*, const CLI::Error& error) { return error.what(); });
  declare_global_options();
  declare_commands();
}

void Parser::declare_global_options() {
  app.add_option_function<std::vector<std::string>>(
         "-c,--config",
         [this](const std::vector<std::string>& files) { take_config_files(options, files); },
         "configuration file; else migrate.ini or alembic.ini here or above; a pyproject.toml may "
         "be named beside it")
      ->type_name("FILE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("-n,--name", options.tree, "the tree to act on: a section of the configuration")
      ->type_name("NAME");
  app.add_option("--url", options.url, "database URL, instead of the configured one")
      ->type_name("URL");
  app.add_option("-x", options.x, "accepted for Alembic's sake; without effect")
      ->type_name("KEY=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_flag("--raiseerr", options.raiseerr, "accepted for Alembic's sake; without effect");
  app.add_flag("--scratch", options.scratch, "use a private, throw-away server");
  app.add_flag("-q,--quiet", options.quiet, "only warnings and errors on stderr");
  app.add_flag("-v,--verbose", options.verbose, "more detail");
  app.add_flag("--json", options.json, "print one JSON document");
  app.add_flag("--yes", options.yes, "answer yes to questions");
  declare_observation_options();
  app.add_option("--color", options.color, "when to use colours; auto: on a terminal")
      ->type_name("WHEN")
      ->check(one_of({"auto", "always", "never"}));
}

void Parser::declare_observation_options() {
  app.add_option("--log-format", options.log_format,
                 "the log on stderr: text or a JSON object a line")
      ->type_name("HOW")
      ->check(one_of({"text", "json"}));
  app.add_option("--log-level", options.log_level, "the least that is logged; wins over -q and -v")
      ->type_name("LEVEL")
      ->check(one_of({"debug", "info", "warning", "error"}));
  app.add_option("--run-id", options.run_id,
                 "what log, journal and metrics call this run; else DBMIG_RUN_ID, else random")
      ->type_name("ID")
      ->check([](const std::string& id) -> std::string {
        return is_run_id(id) ? "" : "an id is 1 to 64 letters, digits and -_.:/";
      });
  app.add_option("--termination-log", options.termination_log,
                 "write how the run ended to FILE, in one line, for Kubernetes")
      ->type_name("FILE");
  app.add_option("--metrics-file", options.metrics_file,
                 "write metrics to FILE, for Prometheus' node exporter")
      ->type_name("FILE");
  app.add_option("--push-gateway", options.push_gateway,
                 "push metrics to a Prometheus push gateway; else DBMIG_PUSH_GATEWAY")
      ->type_name("URL");
  app.add_option("--metrics-listen", options.metrics_listen,
                 "serve metrics at ADDRESS while the run lasts, as :2112")
      ->type_name("ADDRESS")
      ->check([](const std::string& address) -> std::string {
        try {
          check_listen_address(address);
          return "";
        } catch (const Error& error) {
          return error.what();
        }
      });
  app.add_option("--metrics-linger", options.metrics_linger, "and for TIME after it (0s)")
      ->type_name("TIME")
      ->check(a_duration());
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

}  // namespace dbmig

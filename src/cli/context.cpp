#include "cli/context.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <spdlog/logger.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/ending.h"
#include "cli/password_prompt.h"
#include "cli/signals.h"
#include "cli/tree.h"
#include "cli/version.h"
#include "config/duration.h"
#include "db/connection.h"

namespace dbmig {
namespace {

ColorMode color_mode(const std::string& word) {
  if (word == "always") return ColorMode::always;
  return word == "never" ? ColorMode::never : ColorMode::automatic;
}

Verbosity verbosity(const GlobalOptions& options) {
  if (options.quiet) return Verbosity::quiet;
  return options.verbose ? Verbosity::verbose : Verbosity::normal;
}

LogLevel log_level(const GlobalOptions& options) {
  if (options.log_level == "debug") return LogLevel::debug;
  if (options.log_level == "info") return LogLevel::info;
  if (options.log_level == "warning") return LogLevel::warning;
  if (options.log_level == "error") return LogLevel::error;
  if (options.quiet) return LogLevel::warning;
  return options.verbose ? LogLevel::debug : LogLevel::info;
}

/// What was given as the run's id, or a new one.
std::string run_id(const GlobalOptions& options, const Environment& environment) {
  if (!options.run_id.empty()) return options.run_id;
  const std::string* given = find(environment, "DBMIG_RUN_ID");
  if (given == nullptr || given->empty()) return new_run_id();
  if (is_run_id(*given)) return *given;
  throw Error(ErrorCode::config, "DBMIG_RUN_ID is not 1 to 64 letters, digits and -_.:/");
}

TelemetryOptions telemetry_options(const GlobalOptions& options, const Environment& environment) {
  TelemetryOptions out{options.metrics_file, options.push_gateway, options.metrics_listen,
                       find_duration(options.metrics_linger).value_or(std::chrono::seconds(0))};
  const std::string* gateway = find(environment, "DBMIG_PUSH_GATEWAY");
  if (out.push_gateway.empty() && gateway != nullptr) out.push_gateway = *gateway;
  return out;
}

LogOptions log_options(const GlobalOptions& options, const std::string& run_id) {
  return {options.log_format == "json" ? LogFormat::json : LogFormat::text, log_level(options),
          run_id};
}

/// Whole seconds for the server's variables, never rounded down to "no wait at all".
unsigned seconds(std::chrono::milliseconds duration) {
  return static_cast<unsigned>(std::max<std::int64_t>(1, (duration.count() + 999) / 1000));
}

/// Who runs this, for the journal: `pat@laptop, dbmig 0.1.0`.
std::string runner() {
  const passwd* account = ::getpwuid(::geteuid());
  std::array<char, 256> host{};
  ::gethostname(host.data(), host.size() - 1);
  return fmt::format("{}@{}, dbmig {}",
                     account == nullptr ? std::to_string(::geteuid()) : account->pw_name,
                     host.data(), kVersion);
}

}  // namespace

Context::Context(GlobalOptions options, Environment environment, std::filesystem::path cwd)
    : options_(std::move(options)),
      environment_(std::move(environment)),
      cwd_(std::move(cwd)),
      run_id_(dbmig::run_id(options_, environment_)),
      output_(color_mode(options_.color), verbosity(options_), log_options(options_, run_id_)),
      telemetry_(telemetry_options(options_, environment_), {run_id_, "", std::string(kVersion)},
                 output_) {}

Context::~Context() = default;

ConfigRequest Context::config_request() const {
  ConfigRequest request;
  request.cwd = cwd_;
  request.environment = environment_;
  request.config_file = options_.config_file;
  request.pyproject_file = options_.pyproject_file;
  request.tree = options_.tree;
  request.url = options_.url;
  return request;
}

const Settings& Context::settings() {
  if (!settings_) settings_ = load_settings(config_request());
  return *settings_;
}

Tree& Context::tree_of(const ListedDatabase& entry) {
  // A list may be long: only one of its trees is kept.
  for (const auto& earlier : listed_) {
    std::erase_if(trees_,
                  [&](const auto& tree) { return &tree->settings() == &earlier->trees.front(); });
  }
  listed_.clear();
  ConfigRequest request = config_request();
  request.tree = entry.tree;
  request.url_origin = entry.place;
  (entry.is_url() ? request.url : request.database) = entry.database;
  listed_.push_back(std::make_unique<Settings>(load_settings(request)));
  const TreeSettings& settings = listed_.back()->trees.front();
  const ConnectOptions& server = settings.server();
  output_.set_database(entry.is_url() ? server_label(server) + "/" + server.database
                                      : server.database);
  return tree(settings);
}

Tree& Context::tree(const TreeSettings& settings) {
  for (const auto& known : trees_) {
    if (&known->settings() == &settings) return *known;
  }
  return *trees_.emplace_back(
      std::make_unique<Tree>(settings, this->settings().names, output_, cwd_));
}

std::vector<Tree*> Context::trees(TreeCount count) {
  std::vector<Tree*> chosen;
  for (const TreeSettings* each : select_trees(settings(), options_.tree, cwd_, count)) {
    chosen.push_back(&tree(*each));
  }
  return chosen;
}

ConnectOptions Context::on_scratch_server(const TreeSettings& settings) {
  if (!settings.login.is_known() || settings.server().database.empty()) {
    throw Error(ErrorCode::config,
                fmt::format("the url of {} names no database to make on the private server",
                            settings.name));
  }
  const std::string& database = settings.server().database;
  if (!scratch_) {
    scratch_ = std::make_unique<PrivateServer>();
    output_.log()->info("private server {} at {}", scratch_->version(), scratch_->socket());
  }
  Connection(scratch_->connect_options(""))
      .execute("CREATE DATABASE IF NOT EXISTS " + quoted_name(database) +
               " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
  return scratch_->connect_options(database);
}

DatabaseOptions Context::database(const TreeSettings& settings) {
  DatabaseOptions options;
  options.connect = options_.scratch ? on_scratch_server(settings) : settings.server();
  options.session.lock_wait = seconds(settings.lock_wait);
  options.session.sql_mode = settings.sql_mode;
  options.version_table = settings.version_table;
  options.version_table_schema = settings.version_table_schema;
  options.version_table_key =
      settings.version_table_pk ? VersionTable::PrimaryKey::yes : VersionTable::PrimaryKey::no;
  options.adopt_version_table = settings.adopt_version_table;
  options.runner = runner();
  options.run_id = run_id_;
  return options;
}

std::unique_ptr<MigrationContext> Context::open(const TreeSettings& settings) {
  DatabaseOptions options = database(settings);
  std::unique_ptr<MigrationContext> opened;
  const auto attempt = [&] { opened = std::make_unique<MigrationContext>(options); };
  try {
    with_retries(patience(settings), attempt);
    return opened;
  } catch (const Error& error) {
    constexpr unsigned kAccessDenied = 1045;
    const bool refused = error.server() && error.server()->number == kAccessDenied;
    if (!refused || options_.scratch || !settings.login.may_ask_for_password) throw;
    const std::string question = fmt::format("Password for {}: ", options.connect.display());
    std::optional<Secret> password = ask_password(question);
    if (!password) throw;
    options.connect.password = *std::move(password);
  }
  with_retries(patience(settings), attempt);
  return opened;
}

Patience Context::patience(const TreeSettings& settings) {
  return {retry_policy(settings), wait_notice(settings),
          [] { return SignalGuard::received() != 0; }};
}

WaitNotice Context::wait_notice(const TreeSettings& settings) {
  return [this, place = place_of(settings), log = output_.log(settings.name)](const Wait& wait) {
    log->warn("{}", wait.text);
    metrics().record(place, wait);
  };
}

RunMetrics::Place Context::place_of(const TreeSettings& settings) {
  if (!settings.login.is_known()) return metrics().add({settings.name, "", ""});
  const ConnectOptions& server = settings.server();
  return metrics().add({settings.name, server_label(server), server.database});
}

void Context::conclude(int exit_status, const std::string& failure) {
  if (!options_.termination_log.empty()) {
    std::string line = failure;
    if (line.empty()) line = results_.empty() ? "done" : join(results_, "; ");
    try {
      write_termination_log(options_.termination_log, line);
    } catch (const Error& error) {
      output_.log()->warn("{}", error.what());
    }
  }
  telemetry_.end(exit_status);
}

RetryPolicy retry_policy(const TreeSettings& settings) {
  return {settings.retries, settings.retry_delay, settings.retry_backoff};
}

std::optional<std::string> Context::tree_that_knows(const std::vector<RevisionId>& ids,
                                                    std::string_view except) {
  for (const TreeSettings& each : settings().trees) {
    if (each.name == except) continue;
    const RevisionGraph& graph = tree(each).graph();
    const bool knows = std::any_of(
        ids.begin(), ids.end(), [&](const RevisionId& id) { return graph.find(id).has_value(); });
    if (knows) return each.name;
  }
  return std::nullopt;
}

void Context::print_document(std::string_view command, nlohmann::json body) {
  body["schema_version"] = 1;
  body["command"] = command;
  output_.document(body);
}

}  // namespace dbmig

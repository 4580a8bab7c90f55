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
#include "cli/password_prompt.h"
#include "cli/tree.h"
#include "cli/version.h"
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
      output_(color_mode(options_.color), verbosity(options_)) {}

Context::~Context() = default;

const Settings& Context::settings() {
  if (!settings_) {
    ConfigRequest request;
    request.cwd = cwd_;
    request.environment = environment_;
    request.config_file = options_.config_file;
    request.pyproject_file = options_.pyproject_file;
    request.tree = options_.tree;
    request.url = options_.url;
    settings_ = load_settings(request);
  }
  return *settings_;
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
  return options;
}

std::unique_ptr<MigrationContext> Context::open(const TreeSettings& settings) {
  DatabaseOptions options = database(settings);
  try {
    return std::make_unique<MigrationContext>(options);
  } catch (const Error& error) {
    constexpr unsigned kAccessDenied = 1045;
    const bool refused = error.server() && error.server()->number == kAccessDenied;
    if (!refused || options_.scratch || !settings.login.may_ask_for_password) throw;
    const std::string question = fmt::format("Password for {}: ", options.connect.display());
    std::optional<Secret> password = ask_password(question);
    if (!password) throw;
    options.connect.password = *std::move(password);
  }
  return std::make_unique<MigrationContext>(options);
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

#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"
#include "cli/output.h"
#include "cli/telemetry.h"
#include "config/database_list.h"
#include "config/settings.h"
#include "engine/migration_context.h"
#include "engine/retry.h"
#include "scratch/private_server.h"

namespace dbmig {

class Tree;

/// The options that every command takes.
struct GlobalOptions {
  std::string config_file;
  std::string pyproject_file;
  std::string tree;
  std::string url;
  std::vector<std::string> x;  // For Alembic's sake: opaque, without effect of their own.
  std::string color = "auto";
  bool quiet = false;
  bool verbose = false;
  bool json = false;
  bool yes = false;
  bool scratch = false;
  std::string log_format = "text";
  std::string log_level;  // Empty: what quiet and verbose say.
  std::string run_id;
  std::string termination_log;
  std::string metrics_file;
  std::string push_gateway;
  std::string metrics_listen;
  std::string metrics_linger = "0s";
  bool raiseerr = false;  // For Alembic's sake: every error is reported in full anyway.
};

/// What a command works with: its options, the settings, the trees, and where its
/// words go. Everything is read on first use, so that a command pays for what it needs.
class Context {
 public:
  Context(GlobalOptions options, Environment environment, std::filesystem::path cwd);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  const GlobalOptions& options() const { return options_; }
  const Environment& environment() const { return environment_; }
  const std::filesystem::path& cwd() const { return cwd_; }
  Output& output() { return output_; }
  const Settings& settings();
  const std::string& run_id() const { return run_id_; }

  /// The trees this command acts on, in order. Throws as select_trees().
  std::vector<Tree*> trees(TreeCount count);
  Tree& only_tree() { return *trees(TreeCount::exactly_one).front(); }

  /// The tree of a line of a list, with its database in place of the tree's own. The log is
  /// about it from now on.
  Tree& tree_of(const ListedDatabase& entry);

  /// How to log in to a tree's database: as set, or on the private server of
  /// `--scratch`, which is started and given the database first.
  DatabaseOptions database(const TreeSettings& settings);

  /// Opens a tree's database; an attempt that fails for a passing reason is made again, as
  /// set. When the server refuses a login for which nothing names a
  /// password, and there is a terminal, it is asked for once.
  std::unique_ptr<MigrationContext> open(const TreeSettings& settings);

  /// How a connection to a tree's database is tried for.
  Patience patience(const TreeSettings& settings);

  /// Logs and counts what a run waits for.
  WaitNotice wait_notice(const TreeSettings& settings);

  Telemetry& telemetry() { return telemetry_; }
  RunMetrics& metrics() { return telemetry_.metrics(); }
  /// Where the metrics of a tree's database are kept.
  RunMetrics::Place place_of(const TreeSettings& settings);

  /// What the run came to, for whoever sees only its last line.
  void note_result(std::string line) { results_.push_back(std::move(line)); }
  /// Ends the run: metrics, and the line that says how it went (`failure`, or the results).
  void conclude(int exit_status, const std::string& failure);

  /// The name of the other tree whose files know one of these revisions, if any.
  std::optional<std::string> tree_that_knows(const std::vector<RevisionId>& ids,
                                             std::string_view except);

  /// Told of an error that did not end the command: it is part of the result, and the
  /// first one decides the exit status.
  void note_failure(ErrorCode code) { failure_ = failure_.value_or(code); }
  const std::optional<ErrorCode>& failure() const { return failure_; }

  /// Prints `{"schema_version": 1, "command": …}` with the members of `body`.
  void print_document(std::string_view command, nlohmann::json body);

 private:
  ConfigRequest config_request() const;
  Tree& tree(const TreeSettings& settings);
  ConnectOptions on_scratch_server(const TreeSettings& settings);

  GlobalOptions options_;
  Environment environment_;
  std::filesystem::path cwd_;
  std::string run_id_;
  Output output_;
  Telemetry telemetry_;
  std::optional<Settings> settings_;
  std::vector<std::unique_ptr<Settings>> listed_;  // For a database of a list each.
  std::vector<std::unique_ptr<Tree>> trees_;
  std::unique_ptr<PrivateServer> scratch_;
  std::optional<ErrorCode> failure_;
  std::vector<std::string> results_;
};

RetryPolicy retry_policy(const TreeSettings& settings);

}  // namespace dbmig

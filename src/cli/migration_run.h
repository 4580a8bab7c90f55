#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/context.h"
#include "engine/back_out.h"
#include "engine/executor.h"
#include "engine/live_run.h"
#include "engine/migration_context.h"
#include "engine/planned_scripts.h"
#include "revision/graph.h"

namespace dbmig {

/// What to plan for one tree: its history and the rows of its database give the steps.
using Planner = std::function<Plan(const RevisionGraph&, const std::vector<RevisionId>&)>;

/// What to do with a row that no file knows: only a stamp that purges may go on.
enum class UnknownRows { refuse, allow };

/// What to do about a step that an earlier run left unfinished.
enum class Unfinished {
  resume,  // Finish it first.
  refuse,  // Nothing else may be done before.
  undo,    // Undo what ran of it, and nothing else.
  show,    // It is the first step of the plan; no lock is taken, for nothing is changed.
};

struct RunRequest {
  std::string_view command;
  Planner planner;
  WarningPolicy warnings = WarningPolicy::report;
  UnknownRows unknown = UnknownRows::refuse;
  Unfinished unfinished = Unfinished::resume;
  Assume assume = Assume::nothing;
  std::optional<std::chrono::milliseconds> lock_timeout;       // Over the settings.
  std::optional<std::chrono::milliseconds> statement_timeout;  // The same.
};

/// One tree's part of a run with everything known beforehand checked: the server
/// answers, the lock is held, the rows are known, the plan exists, its files are read
/// and split. Nothing has been changed yet.
class PreparedRun {
 public:
  /// The lock of `database` is held, but for what only shows the plan.
  PreparedRun(Context& context, Tree& tree, std::shared_ptr<MigrationContext> database,
              Presence presence, const RunRequest& request);

  Tree& tree() const { return *tree_; }
  MigrationContext& database() { return *database_; }
  Presence& presence() { return presence_; }
  const Plan& plan() const { return plan_; }
  const PlannedScripts& scripts() const { return scripts_; }
  /// What an earlier run left; the plan begins with it.
  const std::optional<UnfinishedStep>& left() const { return left_; }
  /// How the plan's first step undoes it, or goes on with undoing another.
  const std::optional<BackOut>& back() const { return back_; }

 private:
  Tree* tree_;
  std::shared_ptr<MigrationContext> database_;
  Presence presence_;
  std::optional<UnfinishedStep> left_;
  Plan plan_;
  PlannedScripts scripts_;
  std::optional<BackOut> back_;
};

/// Connects to a tree's database and prepares its part of a run; as often as the settings say when
/// the connection is lost on the way.
std::unique_ptr<PreparedRun> prepare_run(Context& context, Tree& tree, const RunRequest& request);

/// Creates a tree's version table where it is missing, and takes over the rows of an older one,
/// with a log line. An error says that no revision was begun.
void prepare_version_table(Context& context, std::string_view tree, MigrationContext& database);

/// `at 9142c979f5df (head)`: where a tree's database stands.
std::string position_line(const RevisionGraph& graph, const std::vector<RevisionId>& rows);

/// How a command waits for the run lock of a tree's database: for as long as the settings
/// say, or for `timeout`, until a signal comes, with a line of log.
LockWait lock_wait(Context& context, Tree& tree,
                   const std::optional<std::chrono::milliseconds>& timeout = std::nullopt);

/// Prepares all trees, then carries them out one after another, with log lines. Returns a
/// member of the JSON document for each.
nlohmann::json carry_out(Context& context, const std::vector<Tree*>& trees,
                         const RunRequest& request);

/// Prepares all trees, then carries them out one after another, with log lines and,
/// when asked for, the document of `--json`.
void run_trees(Context& context, const std::vector<Tree*>& trees, const RunRequest& request);

/// Closes what an earlier run left unfinished without running anything: someone put the
/// database in order by hand.
void forget_unfinished(Context& context, Tree& tree,
                       std::optional<std::chrono::milliseconds> lock_timeout);

/// Prints the plan as SQL instead. `starts_empty`: no row exists at its start.
void print_as_sql(Context& context, Tree& tree, const Plan& plan, bool starts_empty,
                  const std::string& server);

/// Prints what makes the version table instead of making it.
void print_version_table(Context& context, Tree& tree);

}  // namespace dbmig

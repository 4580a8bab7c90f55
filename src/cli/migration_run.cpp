#include "cli/migration_run.h"

#include <chrono>
#include <filesystem>
#include <span>
#include <utility>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/run_reporter.h"
#include "cli/server_option.h"
#include "cli/signals.h"
#include "cli/tree.h"
#include "cli/tree_rows.h"
#include "engine/sql_target.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;

bool interrupted() { return SignalGuard::received() != 0; }

/// Takes the run lock, and counts how long that took.
void take_lock_in_time(Context& context, const LockWait& wait, Tree& tree,
                       MigrationContext& database) {
  const Clock::time_point start = Clock::now();
  const auto note = [&] {
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
    context.metrics().record_lock_wait(context.place_of(tree.settings()), took);
  };
  try {
    take_lock(database, wait);
  } catch (...) {
    note();
    throw;
  }
  note();
}

/// Looks at the journal for who the run is. A user who may not read it is told so by what is asked
/// next, and a node that takes no statements tells why when it is asked for the lock.
std::optional<Presence> presence_if_told(MigrationContext& database) {
  try {
    return presence_of(database);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::unavailable) throw;
    return std::nullopt;
  }
}

/// Takes the run lock of a run, which is `own` when it may have had it before.
void take_lock_as(Context& context, LockWait wait, Tree& tree, MigrationContext& database,
                  std::optional<Presence>& own) {
  if (own) {
    own->sessions.push_back(database.connection().id());
    wait.own = own->sessions;
  } else {
    own = presence_if_told(database);
  }
  take_lock_in_time(context, wait, tree, database);
  if (!own) own = presence_if_told(database);
  if (own) note_lock(database, *own);
}

/// Reads where a database stands.
std::shared_ptr<MigrationContext> looked_at(Context& context, Tree& tree,
                                            std::shared_ptr<MigrationContext> database,
                                            const RunRequest& request) {
  database->refresh();  // Whoever held the lock may have moved them.
  const std::vector<RevisionId>& rows = database->rows();
  if (request.unknown == UnknownRows::refuse) require_known_rows(context, tree, rows);
  return database;
}

std::optional<UnfinishedStep> left_step(Context& context, Tree& tree, MigrationContext& database,
                                        Unfinished policy) {
  std::optional<UnfinishedStep> left = unfinished_step(database);
  if (!left) return std::nullopt;
  if (policy == Unfinished::refuse) {
    throw Error(ErrorCode::data, fmt::format("{} is unfinished", left->text()))
        .with_state("nothing was changed")
        .with_hint(
            "`dbmig resume` finishes it; after undoing by hand what ran of it, `dbmig resume "
            "--forget` closes it");
  }
  if (!tree.graph().find(left->step.revision)) {
    throw Error(ErrorCode::data,
                fmt::format("{} is unfinished, and no file has that revision", left->text()))
        .with_state("nothing was changed")
        .with_hint("bring its file back: nothing else says what is left to do");
  }
  const bool undo = policy == Unfinished::undo && undone_step(left->journal.head) == 0;
  context.output()
      .log(tree.name())
      ->warn("{} {}, left at {} UTC by {}", undo ? "undoing" : "going on with", left->text(),
             left->journal.head.started(), left->journal.head.runner);
  return left;
}

/// The plan from where the database stands, with what was left unfinished as its first step.
Plan plan_of(Tree& tree, MigrationContext& database, const std::optional<UnfinishedStep>& left,
             const RunRequest& request) {
  const Planner& planner = request.planner;
  if (!left) return planner(tree.graph(), database.rows());
  const bool is_back = undone_step(left->journal.head) > 0;
  if (request.unfinished == Unfinished::undo)
    return {is_back ? left->step : undoing_step(left->journal.head, database.rows())};
  try {
    Plan plan = planner(tree.graph(), database.rows());
    if (!is_back && !plan.empty() && plan.front().revision == left->step.revision &&
        plan.front().direction == left->step.direction) {
      return plan;
    }
  } catch (const Error&) {
    // It may make sense only from where that step leads.
  }
  Plan plan = planner(tree.graph(), rows_after(database.rows(), left->step));
  plan.insert(plan.begin(), left->step);
  return plan;
}

/// How the first step of the plan undoes an unfinished one; nothing when it is no such step.
std::optional<BackOut> back_of(Tree& tree, MigrationContext& database,
                               const std::optional<UnfinishedStep>& left, const Plan& plan,
                               const PlannedScripts& scripts, const RunRequest& request) {
  if (!left) return std::nullopt;
  const std::uint64_t undone = undone_step(left->journal.head);
  if (undone == 0 && request.unfinished != Unfinished::undo) return std::nullopt;
  JournalStep other = left->journal;
  if (undone > 0) {
    std::optional<JournalStep> found = database.journal().step(undone);
    if (!found) {
      throw Error(ErrorCode::data, fmt::format("the journal has no step {} any more", undone))
          .with_hint("put the database in order by hand, then say so: `dbmig resume --forget`");
    }
    other = *std::move(found);
  }
  if (undone == 0) {
    database.prepare_journal();
    settle_doubts(database, other, request.assume);
  }
  const Dialect dialect = database.connection().server().dialect();
  const Step forth = parse_step(other.head);
  const PlannedScripts forth_scripts({forth}, tree.scripts(), dialect);
  return back_out(other,
                  {forth_scripts.script(forth), scripts.script(plan.front()), dialect,
                   database.connection().database()},
                  plan.front());
}

std::function<std::string(const RevisionId&)> titles(Tree& tree) {
  return [&tree, &graph = tree.graph()](const RevisionId& id) {
    const std::optional<Node> node = graph.find(id);
    if (!node) return std::string();
    // A revision of the old files answers to its own id, not to the one that replaces it.
    return graph.id(*node) == id ? graph[*node].message : tree.scripts().revision(id).message;
  };
}

/// `at 9142c979f5df (head): 3 revisions, 9 statements in 0.41 s`
std::string closing_line(Tree& tree, const std::vector<RevisionId>& rows,
                         const RunReporter& reporter, Clock::duration took) {
  const std::string position = position_line(tree.graph(), rows);
  if (reporter.steps().empty()) return position + ": nothing to do";
  return fmt::format(
      "{}: {}, {} in {:.2f} s", position, counted(reporter.steps().size(), "revision"),
      counted(reporter.statements(), "statement"), std::chrono::duration<double>(took).count());
}

/// A folder that was not copied or a wrong setting looks like this; success would hide it.
void warn_of_empty_tree(Context& context, Tree& tree) {
  if (tree.graph().size() > 0) return;
  for (const auto& folder : tree.scripts().version_locations()) {
    if (!std::filesystem::exists(folder)) continue;  // That has a warning of its own.
    context.output().log(tree.name())->warn("no revision file in {}", folder.string());
  }
}

/// Runs what only looks, so that every error says that nothing was changed and, among
/// several trees, which one it is about.
template <typename Look>
void before_any_change(const std::vector<Tree*>& trees, Look look) {
  for (Tree* tree : trees) {
    try {
      look(*tree);
    } catch (Error& error) {
      if (error.state().empty()) {
        error.set_state(
            trees.size() == 1
                ? "nothing was changed"
                : fmt::format("nothing was changed in any tree; this is about {}", tree->name()));
      }
      throw;
    }
  }
}

/// Says of an error in one of several trees which one it is, and what is done already.
void explain_among_trees(Error& error, const PreparedRun& failed,
                         const std::vector<std::unique_ptr<PreparedRun>>& all) {
  if (all.size() == 1) return;
  std::string state = fmt::format("{}: {}", failed.tree().name(), error.state());
  bool is_before = true;
  for (const auto& each : all) {
    const std::string& name = each->tree().name();
    if (each.get() == &failed) {
      is_before = false;
    } else if (is_before) {
      state += fmt::format("; {} is done, {}", name,
                           position_line(each->tree().graph(), each->database().rows()));
    } else {
      state += fmt::format("; {} was not begun", name);
    }
  }
  error.set_state(std::move(state));
}

LiveOptions live_options(Context& context, PreparedRun& prepared, const RunRequest& request) {
  const TreeSettings& settings = prepared.tree().settings();
  LiveOptions options;
  options.locks.budget = settings.lock_budget;
  options.notice = context.wait_notice(settings);
  options.interrupted = interrupted;
  if (prepared.left()) options.left = prepared.left()->journal;
  options.assume = request.assume;
  options.back = prepared.back();
  options.watch.statement_timeout = request.statement_timeout.value_or(settings.statement_timeout);
  options.watch.wanted = SecondSignal::received;
  return options;
}

RetryLimits retry_limits(PreparedRun& prepared, const RunRequest& request) {
  const TreeSettings& settings = prepared.tree().settings();
  return {retry_policy(settings), request.lock_timeout.value_or(settings.lock_timeout),
          prepared.presence()};
}

/// Up to where something of the plan is sent. Whatever a lost connection leaves of it, it can be
/// done again.
void make_ready(Context& context, PreparedRun& prepared, const RunRequest& request) {
  Tree& tree = prepared.tree();
  try {
    with_retries(context.patience(tree.settings()), [&] {
      // It has been idle for as long as the trees before it took.
      regain(prepared.database(), lock_wait(context, tree, request.lock_timeout),
             prepared.presence());
      prepare_version_table(context, tree.name(), prepared.database());
      if (!prepared.plan().empty()) prepared.database().prepare_journal();
    });
  } catch (Error& error) {
    if (error.state().empty()) error.set_state("no revision was begun");
    throw;
  }
}

/// Reads the rows that the plan has led to. They are known; that they cannot be looked at (a lost
/// connection, a lock) does not make it a failure.
void look_again(MigrationContext& database) {
  try {
    database.refresh();
  } catch (const Error&) {
    // All is committed, and said so by the server.
  }
}

nlohmann::json run_one(Context& context, PreparedRun& prepared, const RunRequest& request) {
  Tree& tree = prepared.tree();
  const Clock::time_point start = Clock::now();
  const RunMetrics::Place place = context.place_of(tree.settings());
  const std::vector<RevisionId> from = prepared.database().rows();
  const auto log = context.output().log(tree.name());
  make_ready(context, prepared, request);
  RunReporter reporter(context.output(), tree.name(), prepared.plan().size(), titles(tree));
  ExecuteOptions options;
  options.warnings = request.warnings;
  options.interrupted = interrupted;
  run_live(
      prepared.database(), prepared.plan(), prepared.scripts(),
      [&](const Event& event) {
        reporter.report(event);
        context.metrics().record(place, event);
      },
      options, live_options(context, prepared, request), retry_limits(prepared, request));
  look_again(prepared.database());
  const std::vector<RevisionId>& rows = prepared.database().rows();
  context.metrics().succeed(place);
  const std::string closing = closing_line(tree, rows, reporter, Clock::now() - start);
  log->info("{}", closing);
  context.note_result(
      fmt::format("{} ({}): {}", tree.name(), tree.settings().server().database, closing));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start);
  return {{"tree", tree.name()},
          {"from", from},
          {"to", rows},
          {"steps", reporter.steps()},
          {"elapsed_ms", took.count()}};
}

SqlTarget::Options sql_options(Tree& tree) {
  SqlTarget::Options options;
  options.version_table = tree.settings().version_table;
  options.version_table_schema = tree.settings().version_table_schema;
  options.version_table_key = tree.settings().version_table_pk ? VersionTable::PrimaryKey::yes
                                                               : VersionTable::PrimaryKey::no;
  return options;
}

}  // namespace

LockWait lock_wait(Context& context, Tree& tree,
                   const std::optional<std::chrono::milliseconds>& timeout) {
  return {timeout.value_or(tree.settings().lock_timeout), context.wait_notice(tree.settings()),
          interrupted};
}

void prepare_version_table(Context& context, std::string_view tree, MigrationContext& database) {
  try {
    if (const std::optional<std::string> old = database.prepare()) {
      context.output().log(tree)->info("took over the rows of {}; that table is left as it is",
                                       *old);
    }
  } catch (Error& error) {
    error.set_state("no revision was begun");
    if (error.code() != ErrorCode::statement || !error.server()) throw;
    throw Error(error.code(), fmt::format("cannot make the version table {} ready",
                                          database.versions().name().qualified()))
        .with_server(*error.server())
        .with_state(error.state())
        .with_hint("a user who may create tables has to do this once: dbmig ensure_version");
  }
}

std::string position_line(const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
  if (rows.empty()) return "at base";
  const std::optional<Node> node = graph.find(rows.front());
  const bool at_head = rows.size() == 1 && node && graph.is_head(*node);
  return fmt::format("at {}{}", join(rows, ", "), at_head ? " (head)" : "");
}

PreparedRun::PreparedRun(Context& context, Tree& tree, std::shared_ptr<MigrationContext> database,
                         Presence presence, const RunRequest& request)
    : tree_(&tree),
      database_(looked_at(context, tree, std::move(database), request)),
      presence_(std::move(presence)),
      left_(left_step(context, tree, *database_, request.unfinished)),
      plan_(plan_of(tree, *database_, left_, request)),
      scripts_(plan_, tree.scripts(), database_->connection().server().dialect()),
      back_(back_of(tree, *database_, left_, plan_, scripts_, request)) {
  if (!left_) return;
  presence_.left = left_->journal;
  if (back_) presence_.left = database_->journal().unfinished();  // Doubts were settled in it.
}

std::unique_ptr<PreparedRun> prepare_run(Context& context, Tree& tree, const RunRequest& request) {
  const std::shared_ptr<MigrationContext> database = context.open(tree.settings());
  std::unique_ptr<PreparedRun> prepared;
  bool again = false;
  std::optional<Presence> own;
  with_retries(context.patience(tree.settings()), [&] {
    if (std::exchange(again, true)) database->reconnect();
    if (request.unfinished != Unfinished::show) {
      take_lock_as(context, lock_wait(context, tree, request.lock_timeout), tree, *database, own);
    }
    prepared =
        std::make_unique<PreparedRun>(context, tree, database, own.value_or(Presence{}), request);
  });
  return prepared;
}

nlohmann::json carry_out(Context& context, const std::vector<Tree*>& trees,
                         const RunRequest& request) {
  // They are known to the metrics also when nothing comes of it.
  for (Tree* tree : trees)
    context.metrics().begin(context.place_of(tree->settings()));
  // Files first: no server is asked for a broken tree.
  before_any_change(trees, [&](Tree& tree) { warn_of_empty_tree(context, tree); });
  std::vector<std::unique_ptr<PreparedRun>> prepared;
  prepared.reserve(trees.size());
  before_any_change(trees, [&](Tree& tree) {
    prepared.push_back(prepare_run(context, tree, request));
    context.metrics().set_pending(context.place_of(tree.settings()),
                                  prepared.back()->plan().size());
  });
  const SecondSignal second;
  nlohmann::json done = nlohmann::json::array();
  for (const auto& each : prepared) {
    try {
      done.push_back(run_one(context, *each, request));
    } catch (Error& error) {
      explain_among_trees(error, *each, prepared);
      throw;
    }
  }
  return done;
}

void run_trees(Context& context, const std::vector<Tree*>& trees, const RunRequest& request) {
  nlohmann::json done = carry_out(context, trees, request);
  if (context.options().json) context.print_document(request.command, {{"trees", std::move(done)}});
}

void forget_unfinished(Context& context, Tree& tree,
                       std::optional<std::chrono::milliseconds> lock_timeout) {
  const std::unique_ptr<MigrationContext> database = context.open(tree.settings());
  const auto log = context.output().log(tree.name());
  take_lock(*database, lock_wait(context, tree, lock_timeout));
  std::optional<JournalStep> left = database->journal().unfinished();
  if (!left) {
    log->info("nothing is unfinished");
    return;
  }
  database->prepare_journal();
  left->head.state = JournalState::undone;
  left->head.error = "forgotten: put in order by hand";
  database->journal().write(std::span(&left->head, 1));
  log->warn("{} {} is no longer unfinished; the version table is left as it is",
            name(left->head.direction), left->head.revision);
}

void print_as_sql(Context& context, Tree& tree, const Plan& plan, bool starts_empty,
                  const std::string& server) {
  SqlTarget::Options options = sql_options(tree);
  if (!server.empty()) options.server = parse_server_option(server);
  options.starts_empty = starts_empty;

  // Gathered, so that a script that cannot be printed whole is not printed at all.
  std::string script;
  SqlTarget target(options, [&](std::string_view text) { script += text; });
  const PlannedScripts scripts(plan, tree.scripts(), options.server.value_or(Dialect{}));
  RunReporter reporter(context.output(), tree.name(), plan.size(), titles(tree));
  execute(plan, scripts, target, [&](const Event& event) { reporter.report(event); });
  context.output().text(script);
}

void print_version_table(Context& context, Tree& tree) {
  SqlTarget target(sql_options(tree), [&](std::string_view text) { context.output().text(text); });
  target.print_version_table();
}

}  // namespace dbmig

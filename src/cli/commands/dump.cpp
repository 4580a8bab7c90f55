#include <chrono>
#include <filesystem>
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/dump_options.h"
#include "cli/migration_run.h"
#include "cli/progress_line.h"
#include "cli/signals.h"
#include "cli/tree.h"
#include "dump/output_file.h"
#include "dump/schema_dump.h"
#include "engine/live_run.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

/// One tree's dump on its way: its session is in its snapshot, its file not yet in place.
struct PendingDump {
  Tree* tree = nullptr;
  std::unique_ptr<MigrationContext> database;
  std::unique_ptr<SchemaDump> dump;
  std::unique_ptr<OutputFile> file;  // Null: standard output.
};

class DumpCommand : public Command {
 public:
  void declare(CLI::App& app) override { options_.declare(app); }

  Verdict run(Context& context) override {
    const GlobalOptions& global = context.options();
    if (global.json && options_.output.empty()) {
      throw Error(ErrorCode::usage, "--json goes with -o: standard output is the dump itself");
    }
    if (!global.scratch || !global.json) return run_in(context, context);
    // The migration has a document of its own; there shall be one only.
    GlobalOptions silent = global;
    silent.json = false;
    Context inner(silent, context.environment(), context.cwd());
    return run_in(context, inner);
  }

 private:
  Verdict run_in(Context& outer, Context& context) {
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    if (options_.output.empty() && trees.size() > 1) {
      throw Error(ErrorCode::usage, "several trees need -o: each is dumped to a file of its own")
          .with_hint("dbmig dump -o FOLDER, or dbmig -n TREE dump");
    }
    if (context.options().scratch) {
      RunRequest request;
      request.command = "dump";
      request.planner = [](const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
        return plan_upgrade(graph, rows, "heads");
      };
      run_trees(context, trees, request);
    }
    std::vector<PendingDump> dumps;
    for (Tree* tree : trees)
      dumps.push_back(prepare(context, *tree));
    write_all(context, dumps);
    nlohmann::json files = put_in_place(context, dumps);
    if (outer.options().json) outer.print_document("dump", {{"files", std::move(files)}});
    return Verdict::done;
  }

  PendingDump prepare(Context& context, Tree& tree) const {
    PendingDump pending;
    pending.tree = &tree;
    const DumpOptions options = options_.for_tree(context.settings(), tree.settings());
    pending.database = context.open(tree.settings());
    // Nobody else is on a private server.
    const bool alone = context.options().scratch;
    if (!alone) keep_runs_away(context, tree, *pending.database);
    pending.dump = std::make_unique<SchemaDump>(pending.database->connection(), options);
    if (!alone) pending.database->lock().release();
    log_notes(context, pending);
    return pending;
  }

  /// In the middle of a run the schema is that of no revision. The lock is given back when the
  /// schema has been read: reading rows may take hours, and the snapshot has them.
  static void keep_runs_away(Context& context, Tree& tree, MigrationContext& database) {
    const auto log = context.output().log(tree.name());
    LockWait wait = lock_wait(context, tree);
    wait.purpose = RunLock::Purpose::look;
    take_lock(database, wait);
    if (const std::optional<JournalStep> left = database.journal().unfinished()) {
      log->warn(
          "{} {} is unfinished: the dump has what is in effect of it, and its version table "
          "does not count it; `dbmig resume` first",
          name(left->head.direction), left->head.revision);
    }
  }

  void log_notes(Context& context, const PendingDump& pending) const {
    const auto log = context.output().log(pending.tree->name());
    for (const Note& note : pending.dump->notes()) {
      if (note.kind != Note::Kind::change) {
        log->warn("{}", note.line());
      } else if (options_.explain) {
        log->info("{}", note.line());
      }
    }
  }

  void write_all(Context& context, std::vector<PendingDump>& dumps) const {
    try {
      for (PendingDump& each : dumps)
        write(context, each);
    } catch (Error& error) {
      if (error.state().empty()) {
        error.set_state(options_.output.empty() ? "what was printed is no whole dump"
                                                : "no file was written");
      }
      if (error.code() == ErrorCode::unavailable && error.hint().empty()) {
        error.set_hint("run the same command again");
      }
      throw;
    }
  }

  /// Gives all files their names, now that each is whole.
  static nlohmann::json put_in_place(Context& context, std::vector<PendingDump>& dumps) {
    nlohmann::json files = nlohmann::json::array();
    std::string written;
    for (PendingDump& each : dumps) {
      if (!each.file) continue;
      try {
        each.file->commit();
      } catch (Error& error) {
        error.set_state(written.empty() ? "no file was written" : written + " was written");
        throw;
      }
      written += (written.empty() ? "" : ", ") + each.file->path().string();
      report(context, each);
      files.push_back(document(each));
    }
    return files;
  }

  void write(Context& context, PendingDump& pending) const {
    ProgressLine line(context.output().shows_progress() && !options_.output.empty());
    DumpEvents events;
    events.interrupted = [] { return SignalGuard::received() != 0; };
    events.progress = [&](const DumpProgress& progress) {
      line.show(fmt::format("{}: {}, {}", pending.tree->name(), printable(progress.table),
                            counted(progress.rows, "row")));
    };
    if (options_.output.empty()) {
      pending.dump->write([&](std::string_view text) { context.output().text(text); }, events);
      return;
    }
    const std::filesystem::path path =
        options_.path_for(context.settings(), *pending.tree, pending.dump->database());
    pending.file = std::make_unique<OutputFile>(path);
    pending.dump->write([&](std::string_view text) { pending.file->write(text); }, events);
  }

  static void report(Context& context, const PendingDump& pending) {
    context.output()
        .log(pending.tree->name())
        ->info("wrote {}, {} bytes", pending.file->path().string(), pending.file->size());
  }

  static nlohmann::json document(const PendingDump& pending) {
    nlohmann::json notes = nlohmann::json::array();
    for (const Note& note : pending.dump->notes()) {
      notes.push_back(
          {{"kind", std::string(name(note.kind))}, {"object", note.object}, {"text", note.text}});
    }
    return {{"tree", pending.tree->name()},
            {"database", pending.dump->database()},
            {"file", pending.file->path().string()},
            {"bytes", pending.file->size()},
            {"notes", std::move(notes)}};
  }

  DumpCommandOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_dump() { return std::make_unique<DumpCommand>(); }

}  // namespace dbmig

#include "dump/load.h"

#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/dump_options.h"
#include "cli/migration_run.h"
#include "cli/progress_line.h"
#include "cli/signals.h"
#include "cli/tree.h"
#include "engine/live_run.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

/// Throws Error(data) when the dump is of another tree's database.
void require_own_rows(Context& context, Tree& tree, const DumpFile& file, const DumpFacts& facts) {
  const std::vector<RevisionId> unknown = unknown_rows(tree.graph(), facts.rows);
  if (unknown.empty()) return;
  Error error(
      ErrorCode::data,
      fmt::format("{} is no dump of {}: its version table holds {}, which no file of {} has",
                  file.name(), tree.name(), printable(join(unknown, ", ")), tree.name()));
  error.set_state("nothing was changed");
  const std::optional<std::string> other = context.tree_that_knows(unknown, tree.name());
  error.set_hint(
      other ? fmt::format("the tree {} knows it: dbmig -n {} load {}", *other, *other, file.name())
            : "get the newer revision files, or the dump that belongs to these");
  throw Error(std::move(error));
}

class LoadCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("file", file_, "a dump of dbmig, mysqldump or mariadb-dump; - is standard input")
        ->type_name("FILE")
        ->required();
  }

  Verdict run(Context& context) override {
    Tree& tree = context.only_tree();
    const auto log = context.output().log(tree.name());
    const DumpFile file(file_, [] { return SignalGuard::received() != 0; });
    const std::unique_ptr<MigrationContext> database = context.open(tree.settings());
    Connection& connection = database->connection();
    const DumpFacts facts =
        inspect_dump(file, connection.server().dialect(), version_tables(tree.settings()));
    require_own_rows(context, tree, file, facts);
    if (!facts.has_version_table) {
      log->warn("there are no rows of a version table in {}: nothing counts as applied",
                file.name());
    }
    // What is empty now shall be so when the first statement is sent, and no run begin meanwhile.
    take_lock(*database, lock_wait(context, tree));
    require_empty_database(connection);
    const LoadResult result = load(context, *database, file);
    if (result.warnings > 0) {
      log->warn("{} of the server, the first at {}", counted(result.warnings, "warning"),
                result.first_warning);
    }
    if (result.left_out > 0) {
      log->info("left out {} of {} that would change the server's replication",
                counted(result.left_out, "statement"), file.name());
    }
    log->info("loaded {}: {}", file.name(), counted(result.statements, "statement"));
    if (context.options().json) {
      context.print_document("load", {{"tree", tree.name()},
                                      {"file", file.name()},
                                      {"statements", result.statements},
                                      {"warnings", result.warnings},
                                      {"revisions", facts.rows}});
    }
    return Verdict::done;
  }

 private:
  static LoadResult load(Context& context, MigrationContext& database, const DumpFile& file) {
    ProgressLine line(context.output().shows_progress());
    LoadEvents events;
    events.interrupted = [] { return SignalGuard::received() != 0; };
    events.check = [&] { database.lock().require(); };
    std::size_t shown = 101;
    events.progress = [&](const LoadProgress& progress) {
      const std::size_t percent = progress.of == 0 ? 100 : progress.bytes * 100 / progress.of;
      if (percent == shown) return;
      shown = percent;
      line.show(fmt::format("{}: {} %, {} of {} MB", file.name(), percent, progress.bytes >> 20,
                            progress.of >> 20));
    };
    return load_dump(database.connection(), file, events);
  }

  std::string file_;
};

}  // namespace

std::unique_ptr<Command> make_load() { return std::make_unique<LoadCommand>(); }

}  // namespace dbmig

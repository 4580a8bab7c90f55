#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <spdlog/logger.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/editor.h"
#include "cli/history_at.h"
#include "cli/tree.h"
#include "cli/tree_rows.h"
#include "revision/planner.h"
#include "revision/resolve.h"

namespace dbmig {
namespace {

class EditCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revision", revision_, "whose file to open: a revision, `heads`, `current` ...")
        ->required();
  }

  Verdict run(Context& context) override {
    if (context.options().json) {
      throw Error(ErrorCode::usage, "edit has no result to print as JSON");
    }
    Tree& tree = context.only_tree();
    const std::vector<RevisionId> revisions = named(context, tree);
    const auto log = context.output().log();
    const std::vector<std::string> editor = find_editor(
        context.environment(), context.cwd(), [&](std::string_view why) { log->warn("{}", why); });
    for (const RevisionId& id : revisions)
      edit_file(editor, tree.file_text(id).path);
    return Verdict::done;
  }

 private:
  std::vector<RevisionId> named(Context& context, Tree& tree) const {
    if (revision_ == "current") {
      const std::vector<RevisionId> rows = known_tree_rows(context, tree);
      if (rows.empty()) throw Error(ErrorCode::data, "No current revisions");
      const HistoryAt history(tree.graph(), rows);
      return history.graph().ids(known_rows(history.graph(), rows));
    }
    const RevisionGraph& graph = tree.graph();
    std::vector<RevisionId> ids = graph.ids(resolved(graph, revision_));
    if (ids.empty()) {
      throw Error(ErrorCode::data,
                  fmt::format("No revision files indicated by symbol '{}'", revision_));
    }
    return ids;
  }

  std::string revision_;
};

}  // namespace

std::unique_ptr<Command> make_edit() { return std::make_unique<EditCommand>(); }

}  // namespace dbmig

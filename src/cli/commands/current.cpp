#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/revision_json.h"
#include "cli/revision_text.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "cli/tree_rows.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

class CurrentCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("-c,--check-heads", check_heads_, "exit with 1 unless all heads are applied");
  }

  Verdict run(Context& context) override {
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    Verdict verdict = Verdict::done;
    const auto look = [&](Tree& tree) {
      const std::vector<RevisionId> rows = known_tree_rows(context, tree);
      const std::vector<Node> tips = current_tips(tree.graph(), rows);
      if (check_heads_ && !at_all_heads(tree.graph(), rows)) {
        verdict = Verdict::findings;
        context.output().log(tree.name())->error("Database is not on all head revisions");
      }
      return tips;
    };
    if (context.options().json) {
      print_trees_document(context, "current", trees, [&](Tree& tree) {
        return nlohmann::json{{"current", revisions_json(tree.graph(), look(tree))}};
      });
      return verdict;
    }
    list_trees(context, trees, [&](Tree& tree) { print(context, tree, look(tree)); });
    return verdict;
  }

 private:
  /// Every revision is applied that is a head: being needed by another one counts, so
  /// that a tree with `depends_on` can be at its heads at all.
  static bool at_all_heads(const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
    const std::vector<Node> applied = applied_revisions(graph, rows);
    const std::vector<Node> heads = graph.heads();
    return std::all_of(heads.begin(), heads.end(), [&](Node head) {
      return std::find(applied.begin(), applied.end(), head) != applied.end();
    });
  }

  static void print(Context& context, Tree& tree, const std::vector<Node>& tips) {
    if (context.options().verbose) {
      context.output().line(fmt::format("Current revision(s) for {}:",
                                        context.database(tree.settings()).connect.display()));
    }
    for (const Node node : tips) {
      if (context.options().verbose) {
        context.output().text(revision_record(tree.graph(), node, tree.file_text(node)));
      } else {
        context.output().line(revision_line(tree.graph(), node, {.labels = false}));
      }
    }
  }

  bool check_heads_ = false;
};

}  // namespace

std::unique_ptr<Command> make_current() { return std::make_unique<CurrentCommand>(); }

}  // namespace dbmig

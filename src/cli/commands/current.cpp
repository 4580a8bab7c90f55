#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/connection_url.h"
#include "cli/context.h"
#include "cli/history_at.h"
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
      HistoryAt history(tree.graph(), rows);
      if (check_heads_ && !at_all_heads(history.graph(), rows)) {
        verdict = Verdict::findings;
        context.output().log(tree.name())->error("Database is not on all head revisions");
      }
      std::vector<Node> tips = current_tips(history.graph(), rows);
      return Standing{std::move(history), std::move(tips)};
    };
    if (context.options().json) {
      print_trees_document(context, "current", trees, [&](Tree& tree) {
        const Standing standing = look(tree);
        return nlohmann::json{{"current", revisions_json(standing.history.graph(), standing.tips)}};
      });
      return verdict;
    }
    list_trees(context, trees, [&](Tree& tree) { print(context, tree, look(tree)); });
    return verdict;
  }

 private:
  /// The tips of what is applied, in the history that they belong to.
  struct Standing {
    HistoryAt history;
    std::vector<Node> tips;
  };

  /// Every revision is applied that is a head: being needed by another one counts, so
  /// that a tree with `depends_on` can be at its heads at all.
  static bool at_all_heads(const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
    const std::vector<Node> applied = applied_revisions(graph, rows);
    const std::vector<Node> heads = graph.heads();
    const auto is_applied = [&](Node node) {
      return std::find(applied.begin(), applied.end(), node) != applied.end();
    };
    // Where the old files did the work, what replaces them has nothing left to do.
    return std::all_of(heads.begin(), heads.end(), [&](Node head) {
      const auto needs = graph.needs(head);
      return is_applied(head) ||
             (graph.is_passed(head) && std::all_of(needs.begin(), needs.end(), is_applied));
    });
  }

  static std::string shown_url(Context& context, Tree& tree) {
    const std::string& written = tree.settings().login.url;
    if (!written.empty() && !context.options().scratch) return written;
    return connection_url(context.database(tree.settings()).connect);
  }

  static void print(Context& context, Tree& tree, const Standing& standing) {
    const RevisionGraph& graph = standing.history.graph();
    if (context.options().verbose) {
      context.output().line(fmt::format("Current revision(s) for {}:", shown_url(context, tree)));
    }
    for (const Node node : standing.tips) {
      if (context.options().verbose) {
        context.output().text(revision_record(graph, node, tree.file_text(graph.id(node))));
      } else {
        context.output().line(revision_line(graph, node, {.labels = false}));
      }
    }
  }

  bool check_heads_ = false;
};

}  // namespace

std::unique_ptr<Command> make_current() { return std::make_unique<CurrentCommand>(); }

}  // namespace dbmig

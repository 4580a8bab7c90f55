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

  /// The URL as it is written, the password hidden; of a private server, where that one is.
  static std::string place(Context& context, Tree& tree) {
    const std::vector<SettingLine>& lines = tree.settings().lines;
    const auto url = std::find_if(lines.begin(), lines.end(),
                                  [](const SettingLine& line) { return line.key == "url"; });
    if (url == lines.end() || context.options().scratch) {
      return context.database(tree.settings()).connect.display();
    }
    // A user without a password is hidden in the settings' text, since it could be one.
    constexpr std::string_view kHiddenUser = "//***@";
    std::string text = url->value;
    const std::size_t hidden = text.find(kHiddenUser);
    if (hidden == std::string::npos) return text;
    const std::string user = "//" + tree.settings().server().user + "@";
    return text.replace(hidden, kHiddenUser.size(), user);
  }

  static void print(Context& context, Tree& tree, const std::vector<Node>& tips) {
    if (context.options().verbose) {
      context.output().line(fmt::format("Current revision(s) for {}:", place(context, tree)));
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

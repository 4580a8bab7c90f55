#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/revision_json.h"
#include "cli/revision_text.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

class HistoryCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("-r,--rev-range", range_, "from:to; either may be left out, `current` is known")
        ->type_name("RANGE");
    app.add_flag("-i,--indicate-current", indicate_, "mark where the database stands");
  }

  Verdict run(Context& context) override {
    const std::vector<Tree*> trees =
        context.trees(range_.empty() ? TreeCount::any : TreeCount::exactly_one);
    if (context.options().json) {
      print_trees_document(context, "history", trees,
                           [&](Tree& tree) { return document(context, tree); });
      return Verdict::done;
    }
    list_trees(context, trees, [&](Tree& tree) { print(context, tree); });
    return Verdict::done;
  }

 private:
  /// The rows of the tree's database, when anything asks for them.
  std::vector<RevisionId> rows(Context& context, Tree& tree) const {
    if (!indicate_ && range_.find("current") == std::string::npos) return {};
    return context.open(tree.settings())->rows();
  }

  std::vector<Node> listed(Tree& tree, const std::vector<RevisionId>& rows) const {
    if (range_.empty()) return history(tree.graph());
    return history_range(tree.graph(), range_, rows);
  }

  nlohmann::json document(Context& context, Tree& tree) const {
    const std::vector<RevisionId> at = rows(context, tree);
    nlohmann::json body = {{"revisions", revisions_json(tree.graph(), listed(tree, at))}};
    if (indicate_) body["current"] = at;
    return body;
  }

  void print(Context& context, Tree& tree) const {
    const std::vector<RevisionId> at = rows(context, tree);
    const std::set<RevisionId> current(at.begin(), at.end());
    const std::set<RevisionId>* shown = indicate_ ? &current : nullptr;
    const LineParts parts = {.parents = true, .message = true, .current = shown};
    for (const Node node : listed(tree, at)) {
      if (context.options().verbose) {
        context.output().text(revision_record(tree.graph(), node, tree.file_text(node), shown));
      } else {
        context.output().line(revision_line(tree.graph(), node, parts));
      }
    }
  }

  std::string range_;
  bool indicate_ = false;
};

}  // namespace

std::unique_ptr<Command> make_history() { return std::make_unique<HistoryCommand>(); }

}  // namespace dbmig

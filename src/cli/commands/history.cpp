#include <set>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/applied.h"
#include "cli/commands/commands.h"
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

class HistoryCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    auto* range = app.add_option("-r,--rev-range", range_,
                                 "from:to; either may be left out, `current` is known")
                      ->type_name("RANGE");
    auto* all = app.add_flag("--all", all_, "also the revisions that another one replaces");
    auto* indicate =
        app.add_flag("-i,--indicate-current", indicate_, "mark where the database stands");
    app.add_flag("--applied", applied_, "what was run on the database, when and by whom")
        ->excludes(range)
        ->excludes(all)
        ->excludes(indicate);
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

  HistoryAt history_at(Tree& tree, const std::vector<RevisionId>& rows) const {
    return all_ ? HistoryAt::whole(tree.graph()) : HistoryAt(tree.graph(), rows);
  }

  std::vector<Node> listed(const RevisionGraph& graph, const std::vector<RevisionId>& rows) const {
    return range_.empty() ? history(graph) : history_range(graph, range_, rows);
  }

  nlohmann::json document(Context& context, Tree& tree) const {
    if (applied_)
      return {{"applied", applied_json(context.open(tree.settings())->journal().steps())}};
    const std::vector<RevisionId> at = rows(context, tree);
    const HistoryAt history = history_at(tree, at);
    nlohmann::json body = {
        {"revisions", revisions_json(history.graph(), listed(history.graph(), at))}};
    if (indicate_) body["current"] = at;
    return body;
  }

  void print_applied(Context& context, Tree& tree) const {
    const AppliedDetail detail =
        context.options().verbose ? AppliedDetail::statements : AppliedDetail::steps;
    const auto database = context.open(tree.settings());
    for (const std::string& line : applied_lines(database->journal().steps(), detail))
      context.output().line(line);
  }

  void print(Context& context, Tree& tree) const {
    if (applied_) return print_applied(context, tree);
    const std::vector<RevisionId> at = rows(context, tree);
    const std::set<RevisionId> current(at.begin(), at.end());
    const std::set<RevisionId>* shown = indicate_ ? &current : nullptr;
    const LineParts parts = {.parents = true, .message = true, .current = shown};
    const HistoryAt history = history_at(tree, at);
    const RevisionGraph& graph = history.graph();
    for (const Node node : listed(graph, at)) {
      if (context.options().verbose) {
        context.output().text(revision_record(graph, node, tree.file_text(graph.id(node)), shown));
      } else {
        context.output().line(revision_line(graph, node, parts));
      }
    }
  }

  std::string range_;
  bool indicate_ = false;
  bool all_ = false;
  bool applied_ = false;
};

}  // namespace

std::unique_ptr<Command> make_history() { return std::make_unique<HistoryCommand>(); }

}  // namespace dbmig

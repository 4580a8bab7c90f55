#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/revision_json.h"
#include "cli/revision_text.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

/// Branch points in the order of the history.
std::vector<Node> branch_points(const RevisionGraph& graph) {
  std::vector<Node> points;
  for (const Node node : history(graph)) {
    if (graph.is_branch_point(node)) points.push_back(node);
  }
  return points;
}

class BranchesCommand : public Command {
 public:
  void declare(CLI::App&) override {}

  Verdict run(Context& context) override {
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    if (context.options().json) {
      print_trees_document(context, "branches", trees, [](Tree& tree) { return document(tree); });
      return Verdict::done;
    }
    list_trees(context, trees, [&](Tree& tree) {
      for (const Node point : branch_points(tree.graph()))
        print(context, tree, point);
    });
    return Verdict::done;
  }

 private:
  static nlohmann::json document(Tree& tree) {
    const RevisionGraph& graph = tree.graph();
    nlohmann::json list = nlohmann::json::array();
    for (const Node point : branch_points(graph)) {
      nlohmann::json entry = revision_json(graph, point);
      entry["branches_into"] = revisions_json(graph, graph.children(point));
      list.push_back(std::move(entry));
    }
    return {{"branchpoints", std::move(list)}};
  }

  static void print(Context& context, Tree& tree, Node point) {
    const RevisionGraph& graph = tree.graph();
    const bool verbose = context.options().verbose;
    if (verbose) {
      context.output().text(revision_record(graph, point, tree.file_text(point)));
    } else {
      context.output().line(revision_line(graph, point, {}));
    }
    const std::string arrow = std::string(graph.id(point).size(), ' ') + " -> ";
    for (const Node child : graph.children(point)) {
      context.output().line(arrow + revision_line(graph, child, {.message = verbose}));
    }
    context.output().line("");
  }
};

}  // namespace

std::unique_ptr<Command> make_branches() { return std::make_unique<BranchesCommand>(); }

}  // namespace dbmig

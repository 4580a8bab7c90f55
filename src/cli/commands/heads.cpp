#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/revision_json.h"
#include "cli/revision_text.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"

namespace dbmig {
namespace {

class HeadsCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("--resolve-dependencies", real_, "leave out heads that others depend on");
  }

  Verdict run(Context& context) override {
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    if (context.options().json) {
      print_trees_document(context, "heads", trees, [&](Tree& tree) {
        return nlohmann::json{{"heads", revisions_json(tree.graph(), heads(tree))}};
      });
      return Verdict::done;
    }
    list_trees(context, trees, [&](Tree& tree) {
      for (const Node node : heads(tree)) {
        if (context.options().verbose) {
          context.output().text(revision_record(tree.graph(), node, tree.file_text(node)));
        } else {
          context.output().line(revision_line(tree.graph(), node, {.branch_marks = false}));
        }
      }
    });
    return Verdict::done;
  }

 private:
  std::vector<Node> heads(Tree& tree) const {
    return real_ ? tree.graph().real_heads() : tree.graph().heads();
  }

  bool real_ = false;
};

}  // namespace

std::unique_ptr<Command> make_heads() { return std::make_unique<HeadsCommand>(); }

}  // namespace dbmig

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/revision_json.h"
#include "cli/revision_text.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "revision/planner.h"
#include "revision/resolve.h"
#include "revision/targets.h"

namespace dbmig {
namespace {

class ShowCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revision", revision_, "a revision, `heads`, `current`, ...")->required();
  }

  Verdict run(Context& context) override {
    Tree& tree = context.only_tree();
    const std::vector<Node> nodes = shown(context, tree);
    if (context.options().json) {
      print_trees_document(context, "show", {&tree}, [&](Tree& only) {
        nlohmann::json list = nlohmann::json::array();
        for (const Node node : nodes) {
          nlohmann::json entry = revision_json(only.graph(), node);
          const RevisionFileText file = only.file_text(node);
          entry["path"] = file.path;
          entry["doc"] = file.doc;
          list.push_back(std::move(entry));
        }
        return nlohmann::json{{"revisions", std::move(list)}};
      });
      return Verdict::done;
    }
    for (const Node node : nodes) {
      context.output().text(revision_record(tree.graph(), node, tree.file_text(node)));
    }
    return Verdict::done;
  }

 private:
  std::vector<Node> shown(Context& context, Tree& tree) const {
    if (revision_ != "current") return resolved(tree.graph(), revision_);
    return known_rows(tree.graph(), context.open(tree.settings())->rows());
  }

  std::string revision_;
};

}  // namespace

std::unique_ptr<Command> make_show() { return std::make_unique<ShowCommand>(); }

}  // namespace dbmig

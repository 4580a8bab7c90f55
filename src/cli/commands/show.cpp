#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/history_at.h"
#include "cli/revision_json.h"
#include "cli/revision_text.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "cli/tree_rows.h"
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
    const bool is_current = revision_ == "current";
    const std::vector<RevisionId> rows =
        is_current ? known_tree_rows(context, tree) : std::vector<RevisionId>();
    const HistoryAt history(tree.graph(), rows);
    const RevisionGraph& graph = history.graph();
    const std::vector<Node> nodes =
        is_current ? known_rows(graph, rows) : resolved(graph, revision_);
    if (context.options().json) {
      print_trees_document(context, "show", {&tree}, [&](Tree& only) {
        nlohmann::json list = nlohmann::json::array();
        for (const Node node : nodes) {
          nlohmann::json entry = revision_json(graph, node);
          const RevisionFileText file = only.file_text(graph.id(node));
          entry["path"] = file.path;
          entry["doc"] = file.doc;
          list.push_back(std::move(entry));
        }
        return nlohmann::json{{"revisions", std::move(list)}};
      });
      return Verdict::done;
    }
    for (const Node node : nodes) {
      context.output().text(revision_record(graph, node, tree.file_text(graph.id(node))));
    }
    return Verdict::done;
  }

 private:
  std::string revision_;
};

}  // namespace

std::unique_ptr<Command> make_show() { return std::make_unique<ShowCommand>(); }

}  // namespace dbmig

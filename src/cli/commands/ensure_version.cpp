#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/migration_run.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"

namespace dbmig {
namespace {

class EnsureVersionCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("--sql", sql_, "print SQL instead of running it; no server is asked");
  }

  Verdict run(Context& context) override {
    if (sql_) {
      print_version_table(context, context.only_tree());
      return Verdict::done;
    }
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    std::vector<std::unique_ptr<MigrationContext>> databases;
    for (Tree* tree : trees) {
      databases.push_back(context.open(tree->settings()));
      databases.back()->rows();  // All are looked at before one is changed.
    }
    for (std::size_t i = 0; i < trees.size(); ++i) {
      take_lock(*databases[i], lock_wait(context, *trees[i]));
      prepare_version_table(context, trees[i]->name(), *databases[i]);
    }
    if (context.options().json) {
      print_trees_document(context, "ensure_version", trees, [](Tree& tree) {
        return nlohmann::json{{"version_table", tree.settings().version_table}};
      });
    }
    return Verdict::done;
  }

 private:
  bool sql_ = false;
};

}  // namespace

std::unique_ptr<Command> make_ensure_version() { return std::make_unique<EnsureVersionCommand>(); }

}  // namespace dbmig

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/tree_status.h"

namespace dbmig {
namespace {

class StatusCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("--exit-code", exit_code_, "exit with 1 when anything is pending");
  }

  Verdict run(Context& context) override {
    bool pending = false;
    nlohmann::json entries = nlohmann::json::array();
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    for (Tree* tree : trees) {
      const TreeStatus status = tree_status(context, *tree);
      for (const Error& error : status.errors)
        context.note_failure(error.code());
      if (status.pending && !status.pending->empty()) pending = true;
      if (context.options().json) {
        entries.push_back(status_json(status));
      } else {
        if (tree != trees.front()) context.output().line("");
        print(context, status);
      }
    }
    if (context.options().json) context.print_document("status", {{"trees", std::move(entries)}});
    return pending && exit_code_ ? Verdict::findings : Verdict::done;
  }

 private:
  static void print(Context& context, const TreeStatus& status) {
    const Palette palette = context.output().colored_out() ? Palette::colored : Palette::plain;
    const PendingList list = context.options().verbose ? PendingList::all : PendingList::first_few;
    context.output().text(status_text(status, palette, list));
    context.output().flush();  // The next tree's server may take its time.
  }

  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Command> make_status() { return std::make_unique<StatusCommand>(); }

}  // namespace dbmig

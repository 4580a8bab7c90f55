#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/tree.h"
#include "cli/tree_status.h"

namespace dbmig {
namespace {

class StatusCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("--exit-code", exit_code_, "exit with 1 when anything is pending");
    fleet_.declare(app);
  }

  Verdict run(Context& context) override {
    if (fleet_.is_given()) {
      for (const ListedDatabase& entry : listed_databases(context, fleet_))
        show(context, context.tree_of(entry));
    } else {
      for (Tree* tree : context.trees(TreeCount::any))
        show(context, *tree);
    }
    if (context.options().json) context.print_document("status", {{"trees", std::move(entries_)}});
    return pending_ && exit_code_ ? Verdict::findings : Verdict::done;
  }

 private:
  void show(Context& context, Tree& tree) {
    const TreeStatus status = tree_status(context, tree);
    for (const Error& error : status.errors)
      context.note_failure(error.code());
    if (status.pending) {
      context.metrics().set_pending(context.place_of(tree.settings()), status.pending->size());
      if (!status.pending->empty()) pending_ = true;
    }
    if (context.options().json) {
      entries_.push_back(status_json(status));
    } else {
      if (!is_first_) context.output().line("");
      is_first_ = false;
      print(context, status);
    }
  }

  static void print(Context& context, const TreeStatus& status) {
    const Palette palette = context.output().colored_out() ? Palette::colored : Palette::plain;
    const PendingList list = context.options().verbose ? PendingList::all : PendingList::first_few;
    context.output().text(status_text(status, palette, list));
    context.output().flush();  // The next tree's server may take its time.
  }

  bool exit_code_ = false;
  bool pending_ = false;
  bool is_first_ = true;
  nlohmann::json entries_ = nlohmann::json::array();
  FleetOptions fleet_;
};

}  // namespace

std::unique_ptr<Command> make_status() { return std::make_unique<StatusCommand>(); }

}  // namespace dbmig

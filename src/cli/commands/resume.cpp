#include <CLI/CLI.hpp>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/commands/run_options.h"
#include "cli/consent.h"
#include "cli/context.h"
#include "cli/migration_run.h"
#include "cli/tree.h"

namespace dbmig {
namespace {

class ResumeCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    auto* done = app.add_flag("--assume-done", assume_done_,
                              "take the statement in doubt for one that took effect");
    auto* not_done = app.add_flag("--assume-not-done", assume_not_done_,
                                  "take it for one that did not, and run it");
    auto* forget =
        app.add_flag("--forget", forget_, "run nothing: the database was put in order by hand");
    auto* back = app.add_flag(
        "--back", back_, "undo what ran of the revision, by its script of the other direction");
    back->excludes(forget);
    done->excludes(not_done)->excludes(forget);
    not_done->excludes(forget);
    options_.declare_consent(app);
    options_.declare_limits(app);
  }

  Verdict run(Context& context) override {
    if (forget_) return forget(context);
    const bool says = assume_done_ || assume_not_done_;
    RunRequest request;
    request.command = "resume";
    request.lock_timeout = options_.lock_timeout;
    request.statement_timeout = options_.statement_timeout;
    request.planner = [](const RevisionGraph&, const std::vector<RevisionId>&) { return Plan{}; };
    if (says) request.assume = assume_done_ ? Assume::done : Assume::not_done;
    if (back_) {
      require_consent(context, context.only_tree(), "resume --back", options_.yes_i_mean);
      request.unfinished = Unfinished::undo;
    }
    run_trees(context, context.trees(says || back_ ? TreeCount::exactly_one : TreeCount::any),
              request);
    return Verdict::done;
  }

 private:
  Verdict forget(Context& context) const {
    Tree& tree = context.only_tree();
    forget_unfinished(context, tree, options_.lock_timeout);
    return Verdict::done;
  }

  bool assume_done_ = false;
  bool assume_not_done_ = false;
  bool forget_ = false;
  bool back_ = false;
  RunOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_resume() { return std::make_unique<ResumeCommand>(); }

}  // namespace dbmig

#include <CLI/CLI.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/commands/run_options.h"
#include "cli/consent.h"
#include "cli/context.h"
#include "cli/migration_run.h"
#include "cli/tree.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

class DowngradeCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revision", target_, "where to: -1, base, a revision, branch@base ...")
        ->required();
    options_.declare_sql(app);
    options_.declare_limits(app);
    options_.declare_warnings(app);
    options_.declare_consent(app);
  }

  Verdict run(Context& context) override {
    Tree& tree = context.only_tree();
    if (options_.sql) return print_sql(context, tree);
    if (target_.find(':') != std::string::npos) {
      throw Error(ErrorCode::usage, "Range revision not allowed")
          .with_hint("a range goes with --sql; a live database is its own start");
    }
    require_consent(context, tree, "downgrade", options_.yes_i_mean);
    RunRequest request;
    request.command = "downgrade";
    request.lock_timeout = options_.lock_timeout;
    request.statement_timeout = options_.statement_timeout;
    request.planner = [&](const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
      Plan plan = plan_downgrade(graph, rows, target_);
      if (const auto warning = downgrade_warning(graph, rows, target_)) {
        context.output().log(tree.name())->warn("{}", *warning);
      }
      return plan;
    };
    request.warnings = options_.policy();
    run_trees(context, {&tree}, request);
    return Verdict::done;
  }

 private:
  Verdict print_sql(Context& context, Tree& tree) const {
    if (target_.find(':') == std::string::npos) {
      throw Error(ErrorCode::usage, "downgrade with --sql requires <fromrev>:<torev>");
    }
    print_as_sql(context, tree, plan_downgrade_range(tree.graph(), target_), false,
                 options_.server);
    return Verdict::done;
  }

  std::string target_;
  RunOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_downgrade() { return std::make_unique<DowngradeCommand>(); }

}  // namespace dbmig

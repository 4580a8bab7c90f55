#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/commands/run_options.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/migration_run.h"
#include "cli/tree.h"
#include "revision/planner.h"
#include "revision/spec.h"

namespace dbmig {
namespace {

/// Whether the target means something in every tree: `head`, `base`, `+1`.
bool fits_every_tree(const std::string& target) {
  const RevisionSpec spec = RevisionSpec::parse(target);
  if (!spec.branch().empty()) return false;
  return spec.is_only_relative() || spec.name() == "head" || spec.name() == "heads" ||
         spec.name() == "base";
}

class UpgradeCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revision", target_, "where to: head, heads, +1, a revision, branch@head ...")
        ->required();
    options_.declare_sql(app);
    options_.declare_limits(app);
    options_.declare_warnings(app);
    fleet_.declare(app);
  }

  Verdict run(Context& context) override {
    if (options_.sql) return print_sql(context);
    if (target_.find(':') != std::string::npos) {
      throw Error(ErrorCode::usage, "Range revision not allowed")
          .with_hint("a range goes with --sql; a live database is its own start");
    }
    const TreeCount count = fits_every_tree(target_) ? TreeCount::any : TreeCount::exactly_one;
    RunRequest request;
    request.command = "upgrade";
    request.lock_timeout = options_.lock_timeout;
    request.statement_timeout = options_.statement_timeout;
    request.planner = [&](const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
      return plan_upgrade(graph, rows, target_);
    };
    request.warnings = options_.policy();
    if (fleet_.is_given()) {
      upgrade_listed(context, request);
    } else {
      run_trees(context, context.trees(count), request);
    }
    return Verdict::done;
  }

 private:
  void upgrade_listed(Context& context, const RunRequest& request) const {
    nlohmann::json all = nlohmann::json::array();
    for_each_database(context, fleet_, [&](Tree& tree) {
      nlohmann::json done = carry_out(context, {&tree}, request);
      done.front()["address"] = tree.settings().server().display();
      all.push_back(std::move(done.front()));
    });
    if (context.options().json) context.print_document(request.command, {{"trees", all}});
  }

  Verdict print_sql(Context& context) const {
    Tree& tree = context.only_tree();
    const Plan plan = plan_upgrade_range(tree.graph(), target_);
    const std::optional<RevisionRange> range = RevisionRange::parse(target_);
    const bool from_base = !range || range->lower == "base";
    print_as_sql(context, tree, plan, from_base, options_.server);
    return Verdict::done;
  }

  std::string target_;
  RunOptions options_;
  FleetOptions fleet_;
};

}  // namespace

std::unique_ptr<Command> make_upgrade() { return std::make_unique<UpgradeCommand>(); }

}  // namespace dbmig

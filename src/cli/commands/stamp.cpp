#include <algorithm>

#include <CLI/CLI.hpp>

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

class StampCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revisions", targets_, "what to record: head, base, revisions ...")
        ->required()
        ->expected(1, CLI::detail::expected_max_vector_size);
    app.add_flag("--purge", purge_, "take away all rows first, known or not");
    options_.declare_sql(app);
    options_.declare_limits(app);
    options_.declare_consent(app);
  }

  Verdict run(Context& context) override {
    Tree& tree = context.only_tree();
    if (options_.sql) return print_sql(context, tree);
    require_consent(context, tree, "stamp", options_.yes_i_mean);
    RunRequest request;
    request.command = "stamp";
    request.lock_timeout = options_.lock_timeout;
    request.statement_timeout = options_.statement_timeout;
    request.planner = [&](const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
      return plan_stamp(graph, rows, targets_, purge_ ? Purge::yes : Purge::no);
    };
    request.unknown = purge_ ? UnknownRows::allow : UnknownRows::refuse;
    request.unfinished = Unfinished::refuse;
    run_trees(context, {&tree}, request);
    return Verdict::done;
  }

 private:
  Verdict print_sql(Context& context, Tree& tree) const {
    if (purge_) throw Error(ErrorCode::usage, "Can't use --purge with --sql mode");
    const bool from_base = std::none_of(targets_.begin(), targets_.end(), [](const auto& target) {
      return target.find(':') != std::string::npos && !target.starts_with("base:");
    });
    print_as_sql(context, tree, plan_stamp_range(tree.graph(), targets_), from_base,
                 options_.server);
    return Verdict::done;
  }

  std::vector<std::string> targets_;
  bool purge_ = false;
  RunOptions options_;
};

}  // namespace

std::unique_ptr<Command> make_stamp() { return std::make_unique<StampCommand>(); }

}  // namespace dbmig

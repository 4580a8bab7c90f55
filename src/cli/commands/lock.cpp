#include <chrono>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/consent.h"
#include "cli/context.h"
#include "cli/tree.h"
#include "engine/live_run.h"
#include "engine/migration_context.h"

namespace dbmig {
namespace {

class LockCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_flag("--break", break_, "end the connection that holds it");
    app.add_option("--yes-i-mean", yes_i_mean_, "consent to change the protected database NAME")
        ->type_name("NAME");
  }

  Verdict run(Context& context) override {
    if (break_) return break_lock(context);
    nlohmann::json entries = nlohmann::json::array();
    for (Tree* tree : context.trees(TreeCount::any)) {
      const auto database = context.open(tree->settings());
      const std::optional<LockHolder> holder = database->lock().holder();
      entries.push_back(
          {{"tree", tree->name()},
           {"lock", database->lock().name()},
           {"holder", holder ? nlohmann::json(holder_text(*database)) : nlohmann::json()}});
      if (context.options().json) continue;
      context.output().line(fmt::format("{}: {}", tree->name(),
                                        holder ? "held by " + holder_text(*database) : "free"));
    }
    if (context.options().json) context.print_document("lock", {{"trees", std::move(entries)}});
    return Verdict::done;
  }

 private:
  Verdict break_lock(Context& context) const {
    Tree& tree = context.only_tree();
    require_consent(context, tree, "lock --break", yes_i_mean_);
    const auto database = context.open(tree.settings());
    const std::optional<LockHolder> holder = database->lock().holder();
    const auto log = context.output().log(tree.name());
    if (!holder) {
      log->info("nobody holds the lock");
      return Verdict::done;
    }
    const std::string text = holder_text(*database);
    const std::optional<LockHolder> next = dbmig::break_lock(
        *database, *holder, std::chrono::ceil<std::chrono::seconds>(tree.settings().lock_timeout));
    if (holder->lease) {
      log->warn(
          "took the lease from {}: it ends before its next statement, and the next run "
          "carries on with what it had begun",
          text);
    } else if (next) {
      log->warn("ended {}; {} has the lock now", text, next->name());
    } else {
      log->warn("ended {}; the next run carries on with what it had begun", text);
    }
    return Verdict::done;
  }

  bool break_ = false;
  std::string yes_i_mean_;
};

}  // namespace

std::unique_ptr<Command> make_lock() { return std::make_unique<LockCommand>(); }

}  // namespace dbmig

#include <algorithm>
#include <chrono>
#include <limits>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/backoff.h"
#include "base/error.h"
#include "cli/arguments.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/fleet.h"
#include "cli/signals.h"
#include "cli/tree.h"
#include "config/duration.h"
#include "db/connection.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

/// `Can't connect to server on 'db' (111)`, or what else is wrong.
std::string reason(const Error& error) {
  return error.server() ? error.server()->message : error.what();
}

class WaitCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("--timeout", timeout_, "how long to wait at most, all in all (1m)")
        ->type_name("TIME")
        ->check(a_duration());
    fleet_.declare(app);
  }

  Verdict run(Context& context) override {
    const milliseconds limit = find_duration(timeout_).value_or(milliseconds(0));
    end_ = Clock::now() + limit;
    if (fleet_.is_given()) {
      for (const ListedDatabase& entry : listed_databases(context, fleet_))
        wait_for(context, context.tree_of(entry));
    } else {
      for (Tree* tree : context.trees(TreeCount::any))
        wait_for(context, *tree);
    }
    if (context.options().json) context.print_document("wait", {{"trees", std::move(done_)}});
    return Verdict::done;
  }

 private:
  void wait_for(Context& context, Tree& tree) {
    const TreeSettings& settings = tree.settings();
    ConnectOptions options = context.database(settings).connect;
    const milliseconds patience = options.connect_timeout;
    const auto log = context.output().log(tree.name());
    RetryPolicy policy = retry_policy(settings);
    policy.retries = std::numeric_limits<unsigned>::max();
    policy.longest = std::chrono::seconds(10);
    Backoff backoff(policy);
    std::string told;
    const Clock::time_point start = Clock::now();
    for (unsigned attempts = 1;; ++attempts) {
      try {
        options.connect_timeout = whole_seconds(std::clamp(left(), milliseconds(1), patience));
        const Connection connection(options);
        log->info("{} answers: {}", options.display(), connection.server().version_text);
        done_.push_back({{"tree", tree.name()},
                         {"address", options.display()},
                         {"attempts", attempts},
                         {"elapsed_ms", since(start).count()}});
        return;
      } catch (const Error& error) {
        const milliseconds time = backoff.next().value_or(policy.longest);
        if (!may_be_set_up(error)) throw;
        if (left().count() <= 0) throw too_late(options, error);
        const std::string why = reason(error);
        if (why != told) log->info("waiting for {}: {}", options.display(), why);
        told = why;
        rest(std::min(time, left()));
      }
    }
  }

  milliseconds left() const {
    return std::chrono::duration_cast<milliseconds>(end_ - Clock::now());
  }

  Error too_late(const ConnectOptions& options, const Error& error) const {
    return Error(ErrorCode::unavailable,
                 fmt::format("{} was not ready within {}", options.display(), timeout_))
        .with_server(error.server().value_or(ServerError{}))
        .with_hint(error.hint());
  }

  static void rest(milliseconds time) {
    if (pause(time, [] { return SignalGuard::received() != 0; }) == PauseEnd::elapsed) return;
    throw Error(ErrorCode::temporary, "interrupted while waiting for a server");
  }

  std::string timeout_ = "1m";
  FleetOptions fleet_;
  Clock::time_point end_;
  nlohmann::json done_ = nlohmann::json::array();
};

}  // namespace

std::unique_ptr<Command> make_wait() { return std::make_unique<WaitCommand>(); }

}  // namespace dbmig

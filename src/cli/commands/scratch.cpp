#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "scratch/kept_server.h"

namespace dbmig {
namespace {

/// `dbmig scratch start|stop|url [NAME]`: a private server that outlives the command.
class ScratchCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.require_subcommand(1);
    start_ = add(app, "start", "start it, if it does not run, and print its URL");
    stop_ = add(app, "stop", "stop it and remove all it holds");
    url_ = add(app, "url", "print the URL of the running one");
  }

  Verdict run(Context& context) override {
    KeptServers servers;
    if (stop_->parsed()) {
      const bool ran = servers.stop(name_) == KeptServers::Stopped::it_ran;
      context.output().log()->info("{} {}", name_, ran ? "stopped" : "did not run");
      return Verdict::done;
    }
    print(context, start_->parsed() ? servers.start(name_) : running(servers));
    return Verdict::done;
  }

 private:
  CLI::App* add(CLI::App& app, const char* name, const char* summary) {
    CLI::App* sub = app.add_subcommand(name, summary);
    sub->fallthrough();
    sub->add_option("name", name_, "which one; `default` when left out");
    sub->add_option("--database", database_, "the database in the URL")->type_name("NAME");
    return sub;
  }

  KeptServer running(KeptServers& servers) const {
    std::optional<KeptServer> server = servers.find(name_);
    if (server) return *server;
    throw Error(ErrorCode::unavailable, fmt::format("no private server {} runs", name_))
        .with_hint(fmt::format("dbmig scratch start{}", name_ == "default" ? "" : " " + name_));
  }

  void print(Context& context, const KeptServer& server) const {
    if (context.options().json) {
      context.print_document("scratch", {{"name", server.name},
                                         {"url", server.url(database_)},
                                         {"socket", server.socket},
                                         {"version", server.greeting.version}});
    } else {
      context.output().line(server.url(database_));
    }
  }

  CLI::App* start_ = nullptr;
  CLI::App* stop_ = nullptr;
  CLI::App* url_ = nullptr;
  std::string name_ = "default";
  std::string database_;
};

}  // namespace

std::unique_ptr<Command> make_scratch() { return std::make_unique<ScratchCommand>(); }

}  // namespace dbmig

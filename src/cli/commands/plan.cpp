#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/migration_run.h"
#include "cli/run_reporter.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "revision/planner.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

/// Collects what a script would run.
class Listing : public StatementSink {
 public:
  explicit Listing(const Dialect& dialect) : dialect_(dialect) {}

  void run(const ScriptStatement& statement) override {
    std::string note;
    if (!statement.directives.apply_to(dialect_)) note = "  (not on this server)";
    if (statement.directives.skip_if) note += "  (unless skip-if says so)";
    if (statement.directives.repeat) note += "  (until it changes no row)";
    lines.push_back(fmt::format("{}:{}: {}{}", statement.file, statement.line,
                                summary(statement.text, dialect_), note));
  }

  std::vector<std::string> lines;

 private:
  Dialect dialect_;
};

class PlanCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revision", target_, "where to; `head` when left out");
    app.add_flag("--downgrade", down_, "plan a downgrade instead of an upgrade");
    app.add_flag("--exit-code", exit_code_, "exit with 1 when there is anything to do");
  }

  Verdict run(Context& context) override {
    const std::vector<Tree*> trees = context.trees(down_ ? TreeCount::exactly_one : TreeCount::any);
    bool pending = false;
    const auto prepare = [&](Tree& tree) {
      RunRequest request;
      request.planner = [&](const RevisionGraph& graph, const std::vector<RevisionId>& rows) {
        return down_ ? plan_downgrade(graph, rows, target_) : plan_upgrade(graph, rows, target_);
      };
      request.unfinished = Unfinished::show;
      auto prepared = prepare_run(context, tree, request);
      pending = pending || !prepared->plan().empty();
      return prepared;
    };
    if (context.options().json) {
      print_trees_document(context, "plan", trees,
                           [&](Tree& tree) { return document(*prepare(tree)); });
    } else {
      list_trees(context, trees, [&](Tree& tree) { print(context, *prepare(tree)); });
    }
    return pending && exit_code_ ? Verdict::findings : Verdict::done;
  }

 private:
  static std::vector<std::string> statements(PreparedRun& prepared, const Step& step) {
    Listing listing(prepared.database().connection().server().dialect());
    const Script& script = prepared.scripts().script(step);
    if (!script.size()) return {"(what it sends depends on what the database answers)"};
    script.run(listing);
    return listing.lines;
  }

  static std::string title(PreparedRun& prepared, const Step& step) {
    const RevisionGraph& graph = prepared.tree().graph();
    return graph[graph.find(step.revision).value()].message;
  }

  static nlohmann::json document(PreparedRun& prepared) {
    nlohmann::json steps = nlohmann::json::array();
    for (const Step& step : prepared.plan()) {
      steps.push_back(
          {{"direction", step.direction == Direction::upgrade ? "upgrade" : "downgrade"},
           {"revision", step.revision},
           {"from", step.from},
           {"to", step.to},
           {"message", title(prepared, step)},
           {"statements", statements(prepared, step)}});
    }
    return {{"current", prepared.database().rows()}, {"steps", std::move(steps)}};
  }

  static void print(Context& context, PreparedRun& prepared) {
    const std::vector<RevisionId>& rows = prepared.database().rows();
    Output& output = context.output();
    const std::string position = position_line(prepared.tree().graph(), rows);
    if (prepared.plan().empty()) return output.line(position + ": nothing to do");
    const bool open =
        std::any_of(prepared.plan().begin(), prepared.plan().end(),
                    [&](const Step& step) { return !prepared.scripts().script(step).size(); });
    output.line(fmt::format("{}: {} to run, {}{}", position,
                            counted(prepared.plan().size(), "revision"),
                            counted(prepared.scripts().statements(), "statement"),
                            open ? " and what the database decides" : ""));
    for (const Step& step : prepared.plan()) {
      output.line(running_line(step, title(prepared, step)));
      if (!context.options().verbose) continue;
      for (const std::string& line : statements(prepared, step))
        output.line("    " + line);
    }
  }

  std::string target_ = "head";
  bool down_ = false;
  bool exit_code_ = false;
};

}  // namespace

std::unique_ptr<Command> make_plan() { return std::make_unique<PlanCommand>(); }

}  // namespace dbmig

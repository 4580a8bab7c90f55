#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/tree.h"
#include "cli/tree_listing.h"
#include "cli/tree_rows.h"
#include "revision/planner.h"

namespace dbmig {
namespace {

using Findings = std::vector<std::string>;

/// What is wrong with a file or with the history, one line each: `file:line:column: what`.
void add(Findings& findings, const Error& error) {
  if (error.code() != ErrorCode::data) throw Error(error);
  const std::string place = error.location() ? error.location()->str() + ": " : "";
  for (const std::string_view line : split(error.what(), '\n')) {
    if (!trim(line).empty()) findings.push_back(place + std::string(line));
  }
}

/// The history can be read; nothing is said about what the files do.
bool has_history(Tree& tree, Findings& findings) {
  try {
    tree.scripts();
    return true;
  } catch (const Error& error) {
    add(findings, error);
    return false;
  }
}

void check_files(Tree& tree, const Dialect& dialect, Findings& findings) {
  for (const Revision& revision : tree.graph().given()) {
    try {
      tree.scripts().script(revision.id, dialect);
    } catch (const Error& error) {
      add(findings, error);
    }
  }
}

void check_heads(Tree& tree, Findings& findings) {
  const std::vector<Node> heads = tree.graph().real_heads();
  if (heads.size() < 2) return;
  findings.push_back(fmt::format("several heads: {}; join them: dbmig -n {} merge heads",
                                 join(tree.graph().ids(heads), ", "), tree.name()));
}

/// `1 revision (9142c979f5df)`, with at most a few of many named.
std::string counted_steps(const Plan& plan) {
  constexpr std::size_t kMostNamed = 5;
  std::vector<std::string> ids;
  for (const Step& step : plan) {
    if (ids.size() < kMostNamed) ids.push_back(step.revision);
  }
  return fmt::format("{} ({}{})", counted(plan.size(), "revision"), join(ids, ", "),
                     plan.size() > kMostNamed ? " ..." : "");
}

void check_rows(Tree& tree, const std::vector<RevisionId>& rows, Findings& findings) {
  const std::vector<RevisionId> unknown = unknown_rows(tree.graph(), rows);
  if (!unknown.empty()) {
    findings.push_back(fmt::format("{} holds {}, which no revision file has",
                                   tree.settings().version_table, join(unknown, ", ")));
    return;
  }
  try {
    const Plan plan = plan_upgrade(tree.graph(), rows, "heads");
    if (plan.empty()) return;
    findings.push_back(
        fmt::format("Target database is not up to date. {} pending: dbmig -n {} upgrade "
                    "heads",
                    counted_steps(plan), tree.name()));
  } catch (const Error& error) {
    add(findings, error);
  }
}

Findings findings_of(Context& context, Tree& tree) {
  Findings findings;
  if (!has_history(tree, findings)) return findings;
  const auto database = context.open(tree.settings());
  check_files(tree, database->connection().server().dialect(), findings);
  check_heads(tree, findings);
  check_rows(tree, database->rows(), findings);
  return findings;
}

class CheckCommand : public Command {
 public:
  void declare(CLI::App&) override {}

  Verdict run(Context& context) override {
    const std::vector<Tree*> trees = context.trees(TreeCount::any);
    Verdict verdict = Verdict::done;
    const auto look = [&](Tree& tree) {
      Findings findings = findings_of(context, tree);
      if (!findings.empty()) verdict = Verdict::findings;
      return findings;
    };
    if (context.options().json) {
      print_trees_document(context, "check", trees, [&](Tree& tree) {
        return nlohmann::json{{"findings", look(tree)}};
      });
      return verdict;
    }
    list_trees(context, trees, [&](Tree& tree) {
      const Findings findings = look(tree);
      for (const std::string& finding : findings)
        context.output().line(finding);
      if (findings.empty()) context.output().line("No new upgrade operations detected.");
    });
    return verdict;
  }
};

}  // namespace

std::unique_ptr<Command> make_check() { return std::make_unique<CheckCommand>(); }

}  // namespace dbmig

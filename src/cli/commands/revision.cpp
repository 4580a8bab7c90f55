#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/error.h"
#include "cli/commands/commands.h"
#include "cli/context.h"
#include "cli/new_revision.h"
#include "cli/tree.h"

namespace dbmig {
namespace {

class RevisionCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("-m,--message", request_.message, "what it does: TABLE ACTION TYPE ITEMS")
        ->type_name("TEXT");
    app.add_option("--head", head_,
                   "the revision it follows; `head` when left out, `base` for none")
        ->type_name("REVISION");
    app.add_flag("--splice", request_.splice, "allow a revision that is no head");
    app.add_option("--branch-label", request_.branch_label, "a name for the branch it begins")
        ->type_name("LABEL");
    app.add_option("--version-path", request_.version_path, "which of several version locations")
        ->type_name("DIR");
    app.add_option("--rev-id", request_.revision_id, "its id; random when left out")
        ->type_name("ID");
    app.add_option("--depends-on", request_.depends_on, "a revision that must be applied first")
        ->type_name("REVISION")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    app.add_flag("--autogenerate", autogenerate_, "refused: dbmig has no models to compare with");
    app.add_flag("--sql", sql_, "refused: a new file needs no database");
  }

  Verdict run(Context& context) override {
    if (sql_ && autogenerate_) {
      throw Error(ErrorCode::usage, "Using --sql with --autogenerate does not make any sense");
    }
    if (sql_) {
      throw Error(ErrorCode::usage,
                  "Using --sql with the revision command when revision_environment is not "
                  "configured does not make any sense");
    }
    if (autogenerate_) {
      throw Error(ErrorCode::usage, "--autogenerate needs the models of a Python application")
          .with_hint("write the SQL into the new file");
    }
    Tree& tree = context.only_tree();
    request_.parents = {head_};
    write_new_revision(context, "revision", tree, request_);
    return Verdict::done;
  }

 private:
  RevisionRequest request_;
  std::string head_ = "head";
  bool autogenerate_ = false;
  bool sql_ = false;
};

class MergeCommand : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("revisions", request_.parents, "what to join; all heads when left out")
        ->expected(0, CLI::detail::expected_max_vector_size);
    app.add_option("-m,--message", request_.message, "what it says")->type_name("TEXT");
    app.add_option("--branch-label", request_.branch_label, "a name for the branch it begins")
        ->type_name("LABEL");
    app.add_option("--rev-id", request_.revision_id, "its id; random when left out")
        ->type_name("ID");
    app.add_flag("--splice", request_.splice, "allow revisions that are no heads");
  }

  Verdict run(Context& context) override {
    Tree& tree = context.only_tree();
    if (request_.parents.empty()) {
      const RevisionGraph& graph = tree.graph();
      const std::vector<Node> heads = graph.real_heads();
      if (heads.size() < 2) {
        throw Error(ErrorCode::data,
                    fmt::format("there is nothing to join: {}",
                                heads.empty() ? "no revision at all"
                                              : "one head, " + graph.id(heads.front())));
      }
      request_.parents = {"heads"};
    }
    write_new_revision(context, "merge", tree, request_);
    return Verdict::done;
  }

 private:
  RevisionRequest request_;
};

}  // namespace

std::unique_ptr<Command> make_revision() { return std::make_unique<RevisionCommand>(); }
std::unique_ptr<Command> make_merge() { return std::make_unique<MergeCommand>(); }

}  // namespace dbmig

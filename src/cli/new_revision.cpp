#include "cli/new_revision.h"

#include <algorithm>
#include <chrono>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <spdlog/logger.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/post_write_hooks.h"
#include "cli/tree.h"
#include "revision/resolve.h"
#include "script/header.h"
#include "script/naming.h"
#include "script/wall_time.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

/// The parents that the specs name, in their order. `heads` may be several.
std::vector<Node> parents_of(const RevisionGraph& graph, const RevisionRequest& request) {
  std::vector<Node> parents;
  for (const std::string& spec : request.parents) {
    if (spec == "head" && graph.heads().size() > 1) {
      throw Error(ErrorCode::data,
                  "Multiple heads are present; please specify the head revision on which the new "
                  "revision should be based, or perform a merge.")
          .with_hint(fmt::format("heads: {}", join(graph.ids(graph.heads()), ", ")));
    }
    for (const Node node : resolved(graph, spec))
      parents.push_back(node);
  }
  if (std::set<Node>(parents.begin(), parents.end()).size() != parents.size()) {
    throw Error(ErrorCode::usage, "Duplicate head revisions specified");
  }
  for (const Node node : parents) {
    if (graph.is_head(node) || request.splice) continue;
    throw Error(ErrorCode::data,
                fmt::format("Revision {} is not a head revision; please specify --splice to create "
                            "a new branch from this revision",
                            graph.id(node)));
  }
  return parents;
}

/// A dependency as the file will have it: a label stays a label, all else is the id.
std::string dependency(const RevisionGraph& graph, const std::string& spec) {
  const std::vector<Node> nodes = resolved(graph, spec);
  if (nodes.size() != 1) {
    throw Error(ErrorCode::usage,
                fmt::format("--depends-on {} names {}", spec, counted(nodes.size(), "revision")));
  }
  const auto& labels = graph[nodes.front()].branch_labels;
  const bool is_label = std::find(labels.begin(), labels.end(), spec) != labels.end();
  return is_label ? spec : graph.id(nodes.front());
}

/// A name that the files would allow, but that nobody could ask for.
void refuse_word(const std::string& name, std::string_view option) {
  for (const std::string_view word : {"head", "heads", "base", "current"}) {
    if (name != word) continue;
    throw Error(ErrorCode::usage, fmt::format("{} cannot be '{}': on the command line that word "
                                              "means something else",
                                              option, name));
  }
}

/// What the command line names, checked as a file's; here a mistake is one of usage.
void check_typed(const std::string& name, std::string_view option,
                 void (*check)(std::string_view)) {
  refuse_word(name, option);
  try {
    check(name);
  } catch (const Error& error) {
    throw Error(ErrorCode::usage, error.what());
  }
}

RevisionId id_for(const RevisionGraph& graph, const RevisionRequest& request) {
  const auto taken = [&](const RevisionId& id) { return graph.find_name(id).has_value(); };
  if (request.revision_id.empty()) return new_revision_id(taken);
  check_typed(request.revision_id, "--rev-id", check_revision_id);
  if (taken(request.revision_id)) {
    throw Error(ErrorCode::data,
                fmt::format("a revision or branch label {} exists already", request.revision_id))
        .with_hint("leave --rev-id out for a new id");
  }
  return request.revision_id;
}

void check_label(const RevisionGraph& graph, const std::string& label) {
  if (label.empty()) return;
  check_typed(label, "--branch-label", check_branch_label);
  if (const std::optional<Node> node = graph.find_name(label)) {
    throw Error(ErrorCode::data, fmt::format("Branch name '{}' is already used by revision {}",
                                             label, graph.id(*node)));
  }
}

void warn_of_naming(Context& context, Tree& tree, const std::string& message) {
  if (const std::optional<std::string> problem = naming_problem(message)) {
    context.output().log(tree.name())->warn("message \"{}\": {}", printable(message), *problem);
  }
}

}  // namespace

void write_new_revision(Context& context, std::string_view command, Tree& tree,
                        const RevisionRequest& request) {
  const RevisionGraph& graph = tree.graph();
  const std::vector<Node> parents = parents_of(graph, request);
  NewRevision revision;
  revision.id = id_for(graph, request);
  revision.down_revisions = graph.ids(parents);
  check_label(graph, request.branch_label);
  if (!request.branch_label.empty()) revision.branch_labels = {request.branch_label};
  for (const std::string& spec : request.depends_on) {
    revision.depends_on.push_back(dependency(graph, spec));
  }
  revision.message = request.message;
  if (!request.message.empty() && parents.size() < 2) {
    warn_of_naming(context, tree, request.message);
  }
  const fs::path asked =
      request.version_path.empty() ? fs::path() : context.cwd() / request.version_path;
  const fs::path folder = context.cwd() / tree.scripts().location_for(parents, asked);
  if (const auto& wrong = context.settings().post_write_hooks_error) throw Error(*wrong);
  const PostWriteHooks hooks(context.settings().post_write_hooks, context.environment(),
                             context.cwd());
  std::error_code ignored;
  const bool is_new_folder = !fs::exists(folder, ignored);
  const FileNaming naming{tree.settings().file_template, tree.settings().truncate_slug_length};
  const WallTime now = wall_time(std::chrono::system_clock::now(), tree.settings().timezone);
  const fs::path path = write_revision(folder, revision, naming, now);
  if (context.options().json) {
    context.print_document(command, {{"tree", tree.name()},
                                     {"revision", revision.id},
                                     {"down_revisions", revision.down_revisions},
                                     {"path", path.string()}});
  } else {
    if (is_new_folder) {
      context.output().line(fmt::format("Creating directory {} ...  done", folder.string()));
    }
    context.output().line(fmt::format("Generating {} ...  done", path.string()));
  }
  hooks.run(context, tree.name(), path);
}

}  // namespace dbmig

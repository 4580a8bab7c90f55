#include "cli/revision_text.h"

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

std::string parents_of(const RevisionGraph& graph, Node node) {
  const Revision& revision = graph[node];
  return revision.is_base() ? "<base>" : join(revision.down_revisions, ", ");
}

}  // namespace

std::string revision_line(const RevisionGraph& graph, Node node, const LineParts& parts) {
  const Revision& revision = graph[node];
  std::string text;
  if (parts.parents) {
    text += parents_of(graph, node);
    if (!revision.depends_on.empty()) {
      text += fmt::format(" ({})", join(revision.depends_on, ", "));
    }
    text += " -> ";
  }
  text += revision.id;
  if (parts.labels) {
    const std::vector<std::string> labels = graph.labels(node);
    if (!labels.empty()) text += fmt::format(" ({})", join(labels, ", "));
  }
  if (graph.is_head(node)) text += graph.is_real_head(node) ? " (head)" : " (effective head)";
  if (parts.current != nullptr && parts.current->contains(revision.id)) text += " (current)";
  if (parts.branch_marks && graph.is_branch_point(node)) text += " (branchpoint)";
  if (parts.branch_marks && graph.is_merge_point(node)) text += " (mergepoint)";
  if (parts.message) text += ", " + revision.message;
  return text;
}

std::string revision_record(const RevisionGraph& graph, Node node, const RevisionFileText& file,
                            const std::set<RevisionId>* current) {
  const Revision& revision = graph[node];
  std::string text = "Rev: " + revision.id;
  if (graph.is_head(node)) text += " (head)";
  if (graph.is_branch_point(node)) text += " (branchpoint)";
  if (graph.is_merge_point(node)) text += " (mergepoint)";
  if (current != nullptr && current->contains(revision.id)) text += " (current)";
  text += graph.is_merge_point(node) ? "\nMerges: " : "\nParent: ";
  text += parents_of(graph, node) + "\n";
  if (!revision.depends_on.empty()) {
    text += fmt::format("Also depends on: {}\n", join(revision.depends_on, ", "));
  }
  if (graph.is_branch_point(node)) {
    text += fmt::format("Branches into: {}\n", join(graph.ids(graph.children(node)), ", "));
  }
  const std::vector<std::string> labels = graph.labels(node);
  if (!labels.empty()) text += fmt::format("Branch names: {}\n", join(labels, ", "));
  text += fmt::format("Path: {}\n\n", file.path);
  for (const std::string_view line : split(file.doc, '\n'))
    text += fmt::format("    {}\n", line);
  return text + "\n";
}

std::string native_doc(const Revision& revision, std::string_view doc,
                       std::string_view create_date) {
  std::string text = revision.message + "\n\n";
  if (!doc.empty()) text += fmt::format("{}\n\n", trim(doc));
  text +=
      fmt::format("Revision ID: {}\nRevises: {}", revision.id, join(revision.down_revisions, ", "));
  if (!create_date.empty()) text += fmt::format("\nCreate Date: {}", create_date);
  return text;
}

}  // namespace dbmig

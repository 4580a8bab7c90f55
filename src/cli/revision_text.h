#pragma once

#include <set>
#include <string>

#include "revision/graph.h"

namespace dbmig {

// Revisions as Alembic prints them, character for character.

/// Which parts of the one-line form a command shows.
struct LineParts {
  bool parents = false;                           // `a, b (dep) -> `
  bool labels = true;                             // ` (label)`
  bool branch_marks = true;                       // ` (branchpoint)` and ` (mergepoint)`
  bool message = false;                           // `, title`
  const std::set<RevisionId>* current = nullptr;  // Marks ` (current)` when given.
};

/// `<base> -> 1975ea83b712 (branchpoint), create account table`
std::string revision_line(const RevisionGraph& graph, Node node, const LineParts& parts);

/// What the record form adds to the graph: where the file is and what it says.
struct RevisionFileText {
  std::string path;
  std::string doc;  // Title, blank line, the rest.
};

/// The record form of `-v`: `Rev: … (head)`, `Parent: …`, `Path: …`, the doc
/// indented by four spaces. Ends in an empty line.
std::string revision_record(const RevisionGraph& graph, Node node, const RevisionFileText& file,
                            const std::set<RevisionId>* current = nullptr);

/// The doc of a native revision in the words of Alembic's template: title, doc,
/// `Revision ID:`, `Revises:`, `Create Date:`.
std::string native_doc(const Revision& revision, std::string_view doc,
                       std::string_view create_date);

}  // namespace dbmig

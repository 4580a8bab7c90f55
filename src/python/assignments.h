#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "python/ast.h"
#include "python/lexer.h"

namespace dbmig::python {

/// What a revision file says about itself at its top level, without anything being run: its
/// doc string and the statements that begin with a name of Alembic's.
///
/// Functions and classes are stepped over, not parsed, since a tree has thousands of files
/// and most commands want no more than this. The Module owns what was parsed.
struct TopLevel {
  Module module;
  const Expression* doc = nullptr;  // Null: the file has none.
  /// Name and statement, in the order of the file.
  std::vector<std::pair<std::string_view, const Statement*>> statements;
};

/// The names that are looked for.
inline constexpr std::string_view kRevision = "revision";
inline constexpr std::string_view kDownRevision = "down_revision";
inline constexpr std::string_view kBranchLabels = "branch_labels";
inline constexpr std::string_view kDependsOn = "depends_on";

/// Throws Error(data) for a file that is no Python as far as it was looked at.
TopLevel top_level(const Source& source);

/// The same from what the whole file was parsed to.
TopLevel top_level(const Source& source, Module module);

}  // namespace dbmig::python

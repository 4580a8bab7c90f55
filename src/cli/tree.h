#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "cli/context.h"
#include "cli/revision_text.h"
#include "config/settings.h"
#include "revision/graph.h"
#include "script/script_directory.h"

namespace dbmig {

/// What a tree's revision files can be: `.sql`, and `.py` as Alembic has them.
RevisionFormats tree_formats();

/// One tree in this run: its settings and, once asked for, its revision files.
class Tree {
 public:
  /// `settings`, `names` and `output` outlive the tree. Messages name a file below `cwd` from
  /// there.
  Tree(const TreeSettings& settings, const std::vector<NamedValue>& names, Output& output,
       std::filesystem::path cwd)
      : settings_(&settings), names_(&names), output_(&output), cwd_(std::move(cwd)) {}

  const TreeSettings& settings() const { return *settings_; }
  const std::string& name() const { return settings_->name; }

  /// Reads the heads of all files on first use. Throws Error(data). Paths below the working
  /// folder are relative to it.
  const ScriptDirectory& scripts();
  const RevisionGraph& graph() { return scripts().graph(); }

  /// Path and doc of a revision, for the record form.
  RevisionFileText file_text(const RevisionId& id);
  RevisionFileText file_text(Node node) { return file_text(graph().id(node)); }

 private:
  const TreeSettings* settings_;
  const std::vector<NamedValue>* names_;
  Output* output_;
  std::filesystem::path cwd_;
  std::optional<ScriptDirectory> scripts_;
};

}  // namespace dbmig

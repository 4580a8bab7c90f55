#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "revision/graph.h"
#include "script/revision_format.h"
#include "script/revision_loader.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// The revision files of one tree and the history that they make up.
///
/// Holding one means that every file's header was read and that the history has no
/// fault; of the statements nothing was looked at yet.
class ScriptDirectory {
 public:
  /// Throws Error(config) when the script location is not there, and one Error(data)
  /// that shows all that is wrong with the files, or with the history, line by line.
  explicit ScriptDirectory(const ScriptLocations& locations,
                           RevisionFormats formats = native_formats());

  const RevisionGraph& graph() const { return graph_; }
  /// The file of a revision, also of one that another one replaces.
  const RevisionFile& file(std::string_view id) const { return loaded_.files[place(id)]; }
  /// The revision as its file has it; graph() may know its parents by other names.
  const Revision& revision(std::string_view id) const { return graph_.given()[place(id)]; }
  const std::vector<LoadWarning>& warnings() const { return loaded_.warnings; }
  const std::vector<std::filesystem::path>& version_locations() const { return locations_; }

  /// Reads the file of a revision whole and checks all of it. Throws Error(data).
  std::unique_ptr<const ScriptFile> script(std::string_view id, const Dialect& dialect) const;

  /// The version location where a new revision belongs: `asked`, which must be one of
  /// them; else the only one; else that of the first parent. Throws Error(usage) with
  /// Alembic's words.
  const std::filesystem::path& location_for(std::span<const Node> parents,
                                            const std::filesystem::path& asked) const;

 private:
  std::size_t place(std::string_view id) const;

  std::vector<std::filesystem::path> locations_;
  RevisionFormats formats_;
  LoadedRevisions loaded_;  // Its revisions moved on into the graph.
  RevisionGraph graph_;
  /// The place of each id in load order, made when first asked for: most commands never do.
  mutable std::unordered_map<std::string_view, std::size_t> places_;
};

}  // namespace dbmig

#include "script/import.h"

#include <algorithm>
#include <system_error>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/file.h"
#include "script/conversion.h"
#include "script/same_revision.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNative = ".sql";

class Import {
 public:
  Import(const ScriptDirectory& tree, const LoadedRevisions& sources, const fs::path& from,
         const fs::path& to)
      : tree_(tree), sources_(sources), from_(from), to_(to) {
    for (const Revision& revision : tree.graph().given())
      files_.emplace(revision.id, &tree.file(revision.id));
  }

  /// Throws unless the tree and what is imported make up one history.
  void check_history() const {
    std::vector<Error> errors;
    LoadedRevisions whole;
    for (const Revision& revision : tree_.graph().given()) {
      whole.revisions.push_back(revision);
      whole.files.push_back(tree_.file(revision.id));
    }
    for (std::size_t i = 0; i < sources_.revisions.size(); ++i) {
      const Revision& revision = sources_.revisions[i];
      if (const RevisionFile* const file = file_of(revision.id)) {
        const Revision& known = tree_.revision(revision.id);
        if (!same_parents(known, revision)) {
          errors.push_back(parents_differ(known, *file, revision, sources_.files[i]));
        }
        continue;
      }
      whole.revisions.push_back(revision);
      whole.files.push_back(sources_.files[i]);
    }
    if (errors.empty()) errors = located(history_problems(whole.revisions), whole);
    if (!errors.empty()) throw combined(std::move(errors));
  }

  std::vector<ImportedRevision> run() const {
    std::vector<ImportedRevision> result;
    std::vector<Error> errors;
    for (const Node node : dependency_order(resolved_references(sources_.revisions, {}))) {
      try {
        result.push_back(one(sources_.revisions[node], sources_.files[node]));
      } catch (Error& e) {
        errors.push_back(std::move(e));
      }
    }
    if (!errors.empty()) throw combined(std::move(errors));
    return result;
  }

 private:
  const RevisionFile* file_of(const RevisionId& id) const {
    const auto found = files_.find(id);
    return found == files_.end() ? nullptr : found->second;
  }

  ImportedRevision one(const Revision& revision, const RevisionFile& source) const {
    const RevisionFile* const known = file_of(revision.id);
    const bool is_native = known != nullptr && known->format->suffix() == kNative;
    ImportedRevision result{revision.id,
                            source.path,
                            to_ / fs::path(source.path).lexically_relative(from_),
                            read_file(source.path, ErrorCode::data),
                            {},
                            {}};
    try {
      result.text = native_text(*source.format, result.text, source.path,
                                {revision, source.doc, source.create_date});
      result.path.replace_extension(kNative);
    } catch (const Error& e) {
      if (is_native) {
        result.path = known->path;
        result.there = ImportedRevision::There::same;
        return result;
      }
      result.why = e;
    }
    // A native file takes the place of an original that the tree has.
    if (known != nullptr && (is_native || result.why)) result.path = known->path;
    look(result, known);
    return result;
  }

  /// Finds out what stands at the place of a revision's file.
  void look(ImportedRevision& revision, const RevisionFile* known) const {
    std::error_code ignored;
    if (!fs::exists(fs::symlink_status(revision.path, ignored))) return;
    if (known == nullptr || revision.path != known->path) {
      throw Error(ErrorCode::cannot_create,
                  fmt::format("the name {} is taken, by a file of another revision",
                              revision.path.string()))
          .at(in_file(revision.source))
          .with_hint("rename that file: its name means nothing to dbmig");
    }
    revision.there = read_file(revision.path, ErrorCode::data) == revision.text
                         ? ImportedRevision::There::same
                         : ImportedRevision::There::different;
  }

  const ScriptDirectory& tree_;
  const LoadedRevisions& sources_;
  const fs::path& from_;
  const fs::path& to_;
  std::unordered_map<std::string_view, const RevisionFile*> files_;
};

}  // namespace

std::vector<ImportedRevision> imported(const ScriptDirectory& tree, const LoadedRevisions& sources,
                                       const fs::path& from, const fs::path& to) {
  const Import import(tree, sources, from, to);
  import.check_history();
  return import.run();
}

}  // namespace dbmig

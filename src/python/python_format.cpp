#include "python/python_format.h"

#include <optional>
#include <string>

#include <fmt/format.h>

#include "python/metadata.h"
#include "python/parser.h"
#include "script/revision_loader.h"
#include "script/version_folder.h"

namespace dbmig {
namespace {

/// Reads `.py` files; their history so far, not what they do.
class PythonFormat : public RevisionFormat {
 public:
  std::string_view suffix() const override { return ".py"; }

  std::optional<RevisionMetadata> metadata(std::string_view text, std::string_view file,
                                           Extent extent) const override {
    // A later statement may change an earlier one, so that a part of a file says nothing.
    if (extent == Extent::head && text.size() >= VersionFolder::kHeadSize) return std::nullopt;
    const python::Source source{text, file};
    return python::metadata(source, python::top_level(source));
  }

  Location location(std::string_view text, std::string_view file, HeaderKey key,
                    std::string_view value) const override {
    return python::metadata_location({text, file}, key, value);
  }

  std::unique_ptr<const ScriptFile> script(std::string text, std::string file,
                                           const Revision& revision,
                                           const Dialect&) const override {
    python::parse({text, file});
    throw Error(ErrorCode::data, fmt::format("revision {} is a Python file, and what it does "
                                             "cannot be run by this dbmig",
                                             revision.id))
        .at(in_file(file))
        .with_state("nothing was run")
        .with_hint(
            "write the revision as SQL with the same id beside it, or apply it with "
            "alembic; `history`, `heads`, `current` and `stamp` work without it");
  }
};

}  // namespace

std::unique_ptr<const RevisionFormat> python_format() { return std::make_unique<PythonFormat>(); }

}  // namespace dbmig

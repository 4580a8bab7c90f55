#include "python/python_format.h"

#include <optional>
#include <string>
#include <utility>

#include "python/metadata.h"
#include "python/python_script.h"
#include "script/revision_loader.h"
#include "script/version_folder.h"

namespace dbmig {
namespace {

/// Alembic's files: Python, of which what revisions use is evaluated here.
class PythonFormat : public RevisionFormat {
 public:
  explicit PythonFormat(python::Surroundings surroundings)
      : surroundings_(std::move(surroundings)) {}

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
                                           const Dialect& dialect) const override {
    const python::Source source{text, file};
    if (python::metadata(source, python::top_level(source)).revision != revision) {
      throw Error(ErrorCode::data, "this file has changed since the history was read")
          .at(in_file(file))
          .with_hint("run the command again");
    }
    return python::python_script(std::move(text), std::move(file), dialect, surroundings_);
  }

 private:
  python::Surroundings surroundings_;
};

}  // namespace

std::unique_ptr<const RevisionFormat> python_format(python::Surroundings surroundings) {
  return std::make_unique<PythonFormat>(std::move(surroundings));
}

}  // namespace dbmig

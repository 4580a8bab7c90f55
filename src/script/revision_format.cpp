#include "script/revision_format.h"

#include <utility>

#include "script/sql_script.h"

namespace dbmig {
namespace {

/// Native files: SQL with a header.
class SqlFormat : public RevisionFormat {
 public:
  std::string_view suffix() const override { return ".sql"; }

  std::optional<RevisionMetadata> metadata(std::string_view text, std::string_view file,
                                           Extent extent) const override {
    auto header = parse_header(text, file, extent);
    if (!header) return std::nullopt;
    return RevisionMetadata{std::move(header->revision), std::move(header->doc),
                            std::move(header->create_date)};
  }

  Location location(std::string_view text, std::string_view file, HeaderKey key,
                    std::string_view value) const override {
    return header_location(text, file, key, value);
  }

  std::unique_ptr<const ScriptFile> script(std::string text, std::string file,
                                           const Revision& revision,
                                           const Dialect& dialect) const override {
    return parse_sql_script(std::move(text), std::move(file), revision, dialect);
  }
};

}  // namespace

RevisionFormats native_formats() {
  RevisionFormats formats;
  formats.push_back(std::make_unique<SqlFormat>());
  return formats;
}

}  // namespace dbmig

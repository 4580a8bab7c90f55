#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "revision/revision.h"
#include "script/header.h"
#include "script/script.h"
#include "sql/dialect.h"

namespace dbmig {

/// What a revision file says about its revision.
struct RevisionMetadata {
  Revision revision;
  std::string doc;          // What follows the title.
  std::string create_date;  // As the file has it; may be empty.
};

/// One kind of revision file, known by its suffix: how to get the metadata out of its
/// text, and later its statements. Another kind plugs in by deriving from this; it
/// is asked from two threads at once, so it has no state that changes.
class RevisionFormat {
 public:
  virtual ~RevisionFormat() = default;

  /// With its dot: `.sql`.
  virtual std::string_view suffix() const = 0;

  /// The metadata in `text`, read from `file`. Nothing when `text` is only the head of
  /// the file and more of it is needed. Throws Error(data).
  virtual std::optional<RevisionMetadata> metadata(std::string_view text, std::string_view file,
                                                   Extent extent) const = 0;

  /// Where the file says `value` for `key`, for a problem of the history.
  virtual Location location(std::string_view text, std::string_view file, HeaderKey key,
                            std::string_view value) const = 0;

  /// Reads the whole file and checks it. `revision` is what metadata() gave.
  virtual std::unique_ptr<const ScriptFile> script(std::string text, std::string file,
                                                   const Revision& revision,
                                                   const Dialect& dialect) const = 0;
};

using RevisionFormats = std::vector<std::unique_ptr<const RevisionFormat>>;

/// The formats of this layer: `.sql`.
RevisionFormats native_formats();

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "revision/revision.h"
#include "script/wall_time.h"

namespace dbmig {

/// How the file of a new revision is named; the settings and defaults are Alembic's.
struct FileNaming {
  std::string file_template = "%(rev)s_%(slug)s";
  std::size_t truncate_slug_length = 40;  // In characters; 0 means 40.
};

/// A message as part of a file name: its words (letters, digits, `_`) in lower case
/// with `_` between them. What is longer than `limit` characters is cut to it, then
/// back to the last `_`, and ends in `_`.
///
/// Letters are Unicode's, without its tables: outside ASCII a character is part of a
/// word unless it stands in a block of punctuation, symbols or emoji; capitals are
/// known in Latin, Greek, Cyrillic and Armenian.
std::string slug(std::string_view message, std::size_t limit);

/// The path of a new file below its versions folder, with `.sql`. Tokens are
/// `%(rev)s`, `slug`, `epoch`, `year`, `month`, `day`, `hour`, `minute`, `second`,
/// with printf's flags, width and precision. A `/` makes a folder.
/// Throws Error(config) that points into the template.
std::string file_name(const FileNaming& naming, std::string_view id, std::string_view message,
                      const WallTime& time);

/// What is wrong with a message by the rule `<table_name>_<action>_<type>_<items>`;
/// nothing when it follows the rule. Blanks count as `_`.
std::optional<std::string> naming_problem(std::string_view message);

}  // namespace dbmig

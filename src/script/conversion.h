#pragma once

#include <string>

#include "script/revision_format.h"

namespace dbmig {

/// The text of a native file that does what a file of another format does: the same revision,
/// message and doc, and on MySQL and on MariaDB exactly the statements that the file has for
/// them, but that a name which one of them has to quote is quoted for both. What only one of the
/// two gets stands below `only-on`.
///
/// `text` and `file` are as RevisionFormat::script() takes them, `metadata` is what the format
/// read from them. Throws Error(data) when no native file is exactly the same: what the file
/// does shows only on a server, it cannot be run, or a statement cannot be written down.
std::string native_text(const RevisionFormat& format, const std::string& text,
                        const std::string& file, const RevisionMetadata& metadata);

}  // namespace dbmig

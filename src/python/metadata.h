#pragma once

#include <string_view>

#include "base/error.h"
#include "python/assignments.h"
#include "script/header.h"
#include "script/revision_format.h"

namespace dbmig::python {

/// The revision that a file is, by its literals alone: nothing is run. A name has to be given
/// a string, None, or a list or tuple of strings; the last statement counts, as in Python.
/// Throws Error(data) that points at what is something else.
RevisionMetadata metadata(const Source& source, const TopLevel& top);

/// Where the file says `value` for `key`: the string itself, else the statement, else the top.
Location metadata_location(const Source& source, HeaderKey key, std::string_view value);

}  // namespace dbmig::python

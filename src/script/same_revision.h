#pragma once

#include <vector>

#include "base/error.h"
#include "script/revision_format.h"
#include "script/revision_loader.h"

namespace dbmig {

/// Whether two files have the same parents of a revision, in whatever order.
bool same_parents(const Revision& one, const Revision& other);

/// What to say when they do not: points into the second file and names the first.
Error parents_differ(const Revision& kept, const RevisionFile& kept_file, const Revision& other,
                     const RevisionFile& file);

/// Leaves out the files that hold a revision which is also there in a format that comes
/// earlier among `formats`: a native file may stand beside the one that it was made from.
/// Returns an Error(data) for each pair of files that disagrees on the revision's parents;
/// both files stay then.
std::vector<Error> leave_out_originals(LoadedRevisions& loaded, const RevisionFormats& formats);

}  // namespace dbmig

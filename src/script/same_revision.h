#pragma once

#include <vector>

#include "base/error.h"
#include "script/revision_format.h"
#include "script/revision_loader.h"

namespace dbmig {

/// Leaves out the files that hold a revision which is also there in a format that comes
/// earlier among `formats`: a native file may stand beside the one that it was made from.
/// Returns an Error(data) for each pair of files that disagrees on the revision's parents;
/// both files stay then.
std::vector<Error> leave_out_originals(LoadedRevisions& loaded, const RevisionFormats& formats);

}  // namespace dbmig

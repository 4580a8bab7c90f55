#pragma once

#include <memory>

#include "python/evaluation.h"
#include "script/revision_format.h"

namespace dbmig {

/// Alembic's own revision files, `.py`.
std::unique_ptr<const RevisionFormat> python_format(python::Surroundings surroundings = {});

}  // namespace dbmig

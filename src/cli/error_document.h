#pragma once

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"

namespace dbmig {

/// `{"schema_version": 1, "error": {"code": …, "exit_status": …, "message": …, …}}`
nlohmann::json error_document(const Error& error);

}  // namespace dbmig

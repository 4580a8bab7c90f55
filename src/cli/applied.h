#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "db/journal.h"

namespace dbmig {

enum class AppliedDetail { steps, statements };

/// What the journal holds, for people: a line for each step, the newest first, and with
/// `statements` one for each of its statements below it.
std::vector<std::string> applied_lines(const std::vector<JournalStep>& steps, AppliedDetail detail);

/// The same for machines, whole.
nlohmann::json applied_json(const std::vector<JournalStep>& steps);

}  // namespace dbmig

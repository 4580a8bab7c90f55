#pragma once

#include <span>
#include <string>

#include "config/ini.h"

namespace dbmig {

/// Checks that every key of a migrate.ini is one that dbmig knows, in the right section,
/// and that the sections with a `dbmig:` in front exist. `trees` names the sections that
/// are trees. Throws Error(config) at the first that is not.
void check_keys(const Ini& ini, std::span<const std::string> trees);

}  // namespace dbmig

#pragma once

#include <string_view>

namespace dbmig {

/// The version of dbmig, as CMake's project() has it.
inline constexpr std::string_view kVersion = DBMIG_VERSION;

}  // namespace dbmig

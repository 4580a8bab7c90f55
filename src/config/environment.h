#pragma once

#include <map>
#include <string>

namespace dbmig {

/// The environment variables as a value: read once by the caller and passed in, so
/// that nothing below depends on the process it runs in.
using Environment = std::map<std::string, std::string, std::less<>>;

/// The variables of `block`, a null-terminated list of `NAME=value` as in `environ`.
Environment environment(const char* const* block);

/// The value of a variable; nullptr when it is unset or empty. An empty variable is
/// what a container's manifest leaves behind for "not given".
const std::string* find(const Environment& environment, std::string_view name);

}  // namespace dbmig

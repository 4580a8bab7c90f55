#pragma once

#include <cstddef>
#include <string>

#include "base/descriptor.h"

namespace dbmig {

/// The longest path of a unix socket: `sun_path` without its final NUL.
constexpr std::size_t kLongestSocketPath = 107;

/// A connection to a unix socket; not ok() when the path is too long or nobody listens.
Descriptor connect_unix(const std::string& path);

/// A listening unix socket that only its owner may use; not ok() (see errno) when it
/// cannot be made.
Descriptor listen_unix(const std::string& path);

}  // namespace dbmig

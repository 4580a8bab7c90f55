#pragma once

#include <string>

#include "base/connect_options.h"

namespace dbmig {

/// A login as a URL, for one that was not written as one: `mysql://u:***@127.0.0.1:33077/am`.
/// A password shows as `***`, a default port not at all.
std::string connection_url(const ConnectOptions& options);

}  // namespace dbmig

#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace dbmig {

/// An error in one line: where, what, what the server said, the state, the way on.
std::string one_line(const Error& error);

/// Writes the line that tells how a run ended, cut to what Kubernetes keeps of it. In place:
/// the file may be one that a container has been given, which cannot be replaced.
/// Throws Error(cannot_create).
void write_termination_log(const std::string& path, std::string_view line);

}  // namespace dbmig

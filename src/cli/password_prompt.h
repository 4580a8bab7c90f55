#pragma once

#include <optional>
#include <string>

#include "base/connect_options.h"

namespace dbmig {

/// Asks for a password on the terminal, without showing it. Nothing when there is no
/// terminal, or it was left. Throws as typed_line() does.
std::optional<Secret> ask_password(const std::string& question);

}  // namespace dbmig

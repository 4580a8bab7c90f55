#pragma once

#include <string>

#include "cli/command_help.h"

namespace dbmig {

/// What `--help` prints: at most 88 columns wide, the same on a terminal and off it.
std::string help_text(const CommandHelp& help);

}  // namespace dbmig

#pragma once

#include <optional>
#include <string>

namespace dbmig {

/// A line that is typed at the terminal `fd`, without its newline; nothing when the terminal
/// was left. Throws Error(temporary) when the process is told to stop meanwhile: at a prompt
/// nothing has been begun.
std::optional<std::string> typed_line(int fd);

}  // namespace dbmig

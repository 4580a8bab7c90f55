#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"

namespace dbmig {

/// Where in `statement` a server's message points: a syntax error says
/// `near '…' at line n`; other messages name a thing in quotes, which counts when it
/// stands in one place only. The start of the statement when the message says nothing.
std::size_t offset_of_failure(std::string_view statement, std::string_view message);

/// Whether the server ended a statement because it was told to: KILL, or a limit of time.
bool is_kill(const Error& error);

}  // namespace dbmig

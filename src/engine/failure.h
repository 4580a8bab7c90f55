#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"

namespace dbmig {

/// Where in `statement` a server's message points: a syntax error says
/// `near '…' at line n`; other messages name a thing in quotes, which counts when it
/// stands in one place only. The start of the statement when the message says nothing.
std::size_t offset_of_failure(std::string_view statement, std::string_view message);

/// What to do about a statement of which nothing tells whether it took effect.
inline constexpr std::string_view kDoubtHint =
    "look at the database, then say it: `dbmig resume --assume-done` or "
    "`dbmig resume --assume-not-done`";
/// The same of a query, by whose answer the script goes on: nobody can say what it was.
inline constexpr std::string_view kQueryDoubtHint =
    "look at the database: `dbmig resume --assume-not-done` asks it again; if it has changed "
    "something, undo by hand what ran and say so with `dbmig resume --forget`";

}  // namespace dbmig

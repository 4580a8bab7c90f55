#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/rows.h"

namespace dbmig {

/// The answer to a query as text for the journal, and the way back, so that a script that is
/// run again after a crash is told what it was told before. Nothing for a text that is none.
std::string answer_text(const Rows& rows);
std::optional<Rows> parse_answer(std::string_view text);

/// The same where it is not long; else a digest, which tells whether another one differs.
std::string kept_answer(const Rows& rows);

/// What the server said as one line for the journal, and the way back.
std::string refusal_text(const Error& error);
ServerError parse_refusal(std::string_view line);

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <string_view>

#include "dump/notes.h"
#include "dump/token_editor.h"
#include "dump/translate.h"

namespace dbmig {

enum class CodeKind { expression, view, program };

/// Translates what may stand in any expression, view or body between two tokens: names of
/// collations, functions, reserved words. What the target has no word for is refused.
void translate_code(TokenEditor& tokens, std::size_t first, std::size_t last, CodeKind kind,
                    const TranslateOptions& options, Notes& notes);

/// Whether the call of a function at `name` is one that the target lacks.
bool is_missing_function(std::string_view name, DumpTarget target);

/// The first function of a CHECK that MySQL refuses there, since it is not the same each
/// time (3814); empty when there is none.
std::string changing_function(const TokenEditor& tokens, std::size_t first, std::size_t last);

/// The modes of a sql_mode that the target knows, in their order.
std::string known_sql_modes(std::string_view sql_mode, DumpTarget target);

}  // namespace dbmig

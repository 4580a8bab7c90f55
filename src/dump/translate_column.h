#pragma once

#include <string>

#include "dump/create_table.h"
#include "dump/notes.h"
#include "dump/token_editor.h"
#include "dump/translate.h"

namespace dbmig {

/// What the table has to know of a column that was translated.
struct ColumnOutcome {
  bool visible = true;
  bool collation_mapped = false;  // By a COLLATE of its own.
};

/// Puts a column of a CREATE TABLE statement into the words of the target.
ColumnOutcome translate_column(TokenEditor& tokens, const TableText& table,
                               const ColumnText& column, const TranslateOptions& options,
                               Notes& notes);

/// ``column `id` ``: how messages name it.
std::string column_label(const ColumnText& column);

}  // namespace dbmig

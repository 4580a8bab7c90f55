#pragma once

#include <string>
#include <vector>

#include "dump/create_table.h"
#include "dump/token_editor.h"

namespace dbmig {

/// The keys of a table that are too long for InnoDB, as the tables stand: each a
/// sentence that names the key and says what to do.
std::vector<std::string> key_length_problems(const TokenEditor& tokens, const TableText& table);

}  // namespace dbmig

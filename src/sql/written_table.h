#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sql/dialect.h"
#include "sql/objects.h"

namespace dbmig {

/// The one table, or view, that a change of rows writes by itself: of INSERT, REPLACE, LOAD DATA,
/// and of UPDATE and DELETE of one table. Nothing where there may be several, and for any other
/// statement. What triggers, views and functions write besides is not in its text.
std::optional<ObjectName> written_table(std::string_view statement, const Dialect& dialect);

/// The table that a CREATE TEMPORARY TABLE makes; nothing for any other statement.
std::optional<ObjectName> temporary_table(std::string_view statement, const Dialect& dialect);

/// Whether it is a CREATE TABLE that also makes rows: … SELECT, VALUES, TABLE. A PARTITION … VALUES
/// counts as one.
bool fills_table(std::string_view statement, const Dialect& dialect);

/// Whether a statement may run a function or a trigger. Of definitions only a CREATE TABLE that
/// makes rows does, nor does what ends a transaction.
bool may_run_code(std::string_view statement, const Dialect& dialect);

/// The names in a statement, as names() gives them, by which it may write a table: none of a
/// question, that one's, those before SET or WHERE; all, where more is not known.
std::vector<std::string> written_names(std::string_view statement, const Dialect& dialect);

}  // namespace dbmig

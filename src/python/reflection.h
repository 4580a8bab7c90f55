#pragma once

#include <optional>
#include <string_view>

#include "python/evaluation.h"
#include "python/value.h"

namespace dbmig::python {

/// A table of that name for statements on it, with the columns among the arguments of `call`.
Value table_of_columns(Heap& heap, const Object& call, const Value& name);

/// `sa.Table(name, metadata, ...)`: as it is written, or as the database has it (`autoload_with`).
Value make_table(Evaluation& evaluation, const Value& call);

/// `MetaData.reflect()`: its tables are those that the database has now.
Value reflect(Evaluation& evaluation, const Value& call);

/// Names of tables, columns and indexes, and what reflection knows of them: `metadata.tables`,
/// `table.indexes`. Nothing: it has no such attribute.
std::optional<Value> attribute_of_reflected(Heap& heap, const Value& object, std::string_view name);

}  // namespace dbmig::python

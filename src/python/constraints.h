#pragma once

#include <string>
#include <vector>

#include "python/value.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// `CONSTRAINT name ` for a name that was given, else nothing.
std::string constraint_prefix(const Value* name, const Dialect& dialect);

/// `FOREIGN KEY(a) REFERENCES t (b) ON DELETE ...`; `options` holds ondelete and onupdate.
std::string foreign_key(const std::vector<Value>& columns, const std::string& referent,
                        const std::string& referred, const Object& options, const Dialect& dialect);

/// Table and column of `ForeignKey('table.column')`, as SQL. Throws Error(data) for others.
std::pair<std::string, std::string> referred_column(const Value& target, const Dialect& dialect);

/// The items of a list or tuple of names. Throws Error(data) for anything else.
const std::vector<Value>& names_in(const Value& value);

/// A constraint that was made with `sa.UniqueConstraint(...)` and the like, as a line of
/// CREATE TABLE; empty for what is none.
std::string constraint_sql(const Object& constraint, const Dialect& dialect);

/// What a condition is as SQL: a text.
std::string condition_sql(const Value& condition);

}  // namespace dbmig::python

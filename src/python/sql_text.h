#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "python/value.h"
#include "sql/dialect.h"

namespace dbmig::python {

/// Whether a word (in lower case) cannot stand as a name without backticks.
bool is_reserved(std::string_view word, Flavour flavour);

/// A name as SQL: in backticks where it has to be, or where `quoted_name` says so.
/// Throws Error(data) for what is no name.
std::string identifier(const Value& name, const Dialect& dialect);
std::string identifier(std::string_view name, const Dialect& dialect);
/// The name itself, of text or a `quoted_name`.
const std::string& plain_name(const Value& name);

/// Names with commas between them.
std::string identifiers(const std::vector<Value>& names, const Dialect& dialect);

/// A text in apostrophes.
std::string quoted_text(std::string_view text, const Dialect& dialect);

/// A type of a column; a class stands for its instance. Throws Error(data) for one that MySQL
/// and MariaDB do not have, or that lacks a length.
std::string type_sql(const Value& type, const Dialect& dialect);

/// The name of a type without its module: `String`.
std::string_view short_name(const Value& type);

/// What a type is to rules that go by kinds of types.
enum class Affinity { other, integer, numeric, datetime, boolean };
Affinity affinity_of(const Value& type);
/// Whether a value can be the type of a column.
bool is_type_value(const Value& value);

/// What stands behind DEFAULT: a text, `sa.text()`, a function. Throws Error(data) for others.
std::string default_sql(const Value& value, const Dialect& dialect);

/// Names of parameters, and the SQL of their values.
using SqlParameters = std::vector<std::pair<std::string, std::string>>;

/// The SQL of an `sa.text()` or a plain string, with `\:` as a colon, and values for its
/// parameters (`:name`). Throws Error(data) for one that has none.
std::string text_sql(std::string_view text, const SqlParameters& parameters = {});

}  // namespace dbmig::python

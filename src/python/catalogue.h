#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dbmig::python {

/// Everything that a revision file can call, with what it takes (see bind()).
///
/// A name is what Python would find it by: `alembic.op.add_column`, `sqlalchemy.String`; for a
/// method, what it belongs to and its own name: `Table.update`. Empty: it is not supported.
std::optional<std::string_view> signature_of(std::string_view name);

/// Whether a type by this name (`sqlalchemy.String`) is one of columns.
bool is_type(std::string_view name);

/// Whether a module of this name can be imported.
bool is_module(std::string_view name);

/// Where `name` of `module` is in the catalogue: `sqlalchemy.sql.text` is `sqlalchemy.text`.
std::string catalogue_name(std::string_view module, std::string_view name);

}  // namespace dbmig::python

#pragma once

#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

/// The server that `--server` names: `mariadb-10.11`, `mysql-8.0`, `mysql 8.0.36`.
/// Throws Error(usage).
Dialect parse_server_option(std::string_view text);

}  // namespace dbmig

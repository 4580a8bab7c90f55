#pragma once

#include <string>

#include "base/connect_options.h"
#include "base/error.h"

namespace dbmig {

/// True for the numbers that mean "the connection is gone": what the last
/// statement did is then unknown until the database is looked at.
bool is_connection_loss(unsigned number);

/// Why a session could not be opened, as an Error: unavailable, with the server's
/// words and a hint that fits the number. Never contains the password.
Error connect_failure(const ConnectOptions& options, const ServerError& reason);

/// Why a statement failed, as an Error: `temporary` for lock waits and deadlocks,
/// `unavailable` for a lost connection, else `statement`.
Error statement_failure(const std::string& what, const ServerError& reason);

}  // namespace dbmig

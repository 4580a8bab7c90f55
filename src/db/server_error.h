#pragma once

#include <string>

#include "base/connect_options.h"
#include "base/error.h"

namespace dbmig {

/// The server's number for a table that is not there.
inline constexpr unsigned kNoSuchTable = 1146;

/// Whether that is what the server said.
bool is_no_such_table(const Error& error);

/// Whether the number says that the user lacks a right.
bool is_missing_right(unsigned number);

/// Whether it says that the server takes no writes.
bool is_read_only(unsigned number);

/// True for the numbers that mean "the connection is gone": what the last
/// statement did is then unknown until the database is looked at.
bool is_connection_loss(unsigned number);

/// True for the answer of a Galera node that takes no statements, for it has lost the others:
/// this one was not begun.
bool is_node_closed(const ServerError& reason);

/// True for the answers of one that has lost them in the middle of something: whether a statement
/// or a commit has reached them is then unknown until the database is looked at.
bool is_node_failure(const ServerError& reason);

/// True for a failure to connect that may be gone at the next attempt: the server is down or
/// busy, the link broke, the name service has no answer now. A refused login, an unknown
/// database or a certificate that does not verify stay what they are.
bool may_pass(const Error& error);

/// True when somebody who sets up a server may still be about to mend it, so that `dbmig wait`
/// goes on: everything but TLS that does not verify and a missing plugin.
bool may_be_set_up(const Error& error);

/// Why a session could not be opened, as an Error: unavailable, with the server's
/// words and a hint that fits the number. Never contains the password.
Error connect_failure(const ConnectOptions& options, const ServerError& reason);

/// Why a statement failed, as an Error: `temporary` for lock waits and deadlocks,
/// `unavailable` for a lost connection, else `statement`.
Error statement_failure(const std::string& what, const ServerError& reason);

}  // namespace dbmig

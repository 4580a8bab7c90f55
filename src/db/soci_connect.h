#pragma once

#include <memory>

#include <mysql.h>

#include "base/connect_options.h"

namespace soci {
class session;
}

namespace dbmig {

/// A SOCI session that is connected exactly as `options` say.
///
/// SOCI's MySQL back end can neither insist on TLS nor verify the server, and it
/// leaves LOCAL INFILE on. Its one call of mysql_real_connect() therefore comes to
/// us (linker option --wrap, see cmake/FindSOCI.cmake), where the options are set.
/// Throws Error(unavailable).
std::unique_ptr<soci::session> open_session(const ConnectOptions& options);

/// The client library's handle of a session made by open_session().
MYSQL* handle_of(soci::session& session);

}  // namespace dbmig

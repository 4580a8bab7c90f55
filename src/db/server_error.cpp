#include "db/server_error.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace dbmig {
namespace {

// Numbers of the server's and the client library's published error lists.
constexpr unsigned kTooManyConnections = 1040;
constexpr unsigned kHostBlocked = 1129;
constexpr unsigned kAccessDeniedToDatabase = 1044;
constexpr unsigned kAccessDenied = 1045;
constexpr unsigned kUnknownDatabase = 1049;
constexpr unsigned kServerShutdown = 1053;
// A row was changed behind the transaction's snapshot, which is rolled back as by a deadlock.
constexpr unsigned kRecordChanged = 1020;
constexpr unsigned kNoLocalFiles = 4166;        // MariaDB
constexpr unsigned kLocalFilesDisabled = 3948;  // MySQL
constexpr unsigned kLockWaitTimeout = 1205;
constexpr unsigned kDeadlock = 1213;
constexpr unsigned kConnectionKilled = 1927;
constexpr unsigned kSocketRefused = 2002;
constexpr unsigned kConnectRefused = 2003;
constexpr unsigned kUnknownHost = 2005;
constexpr unsigned kServerGone = 2006;
constexpr unsigned kServerLost = 2013;
constexpr unsigned kServerLostAt = 2055;
constexpr unsigned kSessionKilled = 3169;
constexpr unsigned kIdleTooLong = 4031;
constexpr unsigned kTls = 2026;
constexpr unsigned kHandshake = 2012;
constexpr unsigned kUserTooManyConnections = 1203;
constexpr unsigned kResourceLimit = 1226;
constexpr unsigned kServerNotAvailable = 3168;
constexpr unsigned kProxyTimeout = 9001;  // ProxySQL: no server behind it answered.
constexpr unsigned kPluginMissing = 2059;
constexpr unsigned kUnknownCommand = 1047;  // Of a Galera node: not ready.
constexpr unsigned kDuringCommit = 1180;
constexpr unsigned kNotReplicated = 4165;

std::string hint_for(const ConnectOptions& options, unsigned number) {
  switch (number) {
    case kAccessDenied:
      return options.password.empty()
                 ? "no password was given: set password_file, DBMIG_PASSWORD_FILE or DBMIG_PASSWORD"
                 : "check user and password; `dbmig config` shows where each value comes from";
    case kAccessDeniedToDatabase:
      return fmt::format("grant the user rights on `{}`, or check the database's name",
                         options.database);
    case kUnknownDatabase:
      return fmt::format("create it first: CREATE DATABASE `{}` CHARACTER SET utf8mb4",
                         options.database);
    case kSocketRefused:
    case kConnectRefused:
    case kServerLost:
    case kServerGone:
      return "is the server up and reachable? `dbmig config` shows the address that was used; "
             "without a server, --scratch starts a private one";
    case kUnknownHost:
      return "check the host name; `dbmig config` shows where it comes from";
    case kTls:
      return "check ssl_mode and ssl_ca; `dbmig config` shows where they come from";
    case kPluginMissing:
      return "install the client library's authentication plugins, or set MARIADB_PLUGIN_DIR";
    case kTooManyConnections:
    case kHostBlocked:
      return "run the command again later";
    default:
      return {};
  }
}

}  // namespace

bool is_no_such_table(const Error& error) {
  return error.server() && error.server()->number == kNoSuchTable;
}

bool is_missing_right(unsigned number) {
  constexpr std::array<unsigned, 6> kNoRight = {1044, 1142, 1143, 1227, 1370, 1419};
  return std::find(kNoRight.begin(), kNoRight.end(), number) != kNoRight.end();
}

bool is_read_only(unsigned number) {
  constexpr std::array<unsigned, 3> kReadOnly = {1290, 1836, 3101};
  return std::find(kReadOnly.begin(), kReadOnly.end(), number) != kReadOnly.end();
}

bool is_connection_loss(unsigned number) {
  constexpr std::array<unsigned, 9> kLost = {kServerLostAt,   kSessionKilled,    kIdleTooLong,
                                             kServerShutdown, kConnectionKilled, kSocketRefused,
                                             kConnectRefused, kServerGone,       kServerLost};
  return std::find(kLost.begin(), kLost.end(), number) != kLost.end();
}

bool is_node_closed(const ServerError& reason) {
  return reason.number == kUnknownCommand && reason.message.find("WSREP") != std::string::npos;
}

bool is_node_failure(const ServerError& reason) {
  const auto says = [&](std::string_view words) {
    return reason.message.find(words) != std::string::npos;
  };
  if (reason.number == kDeadlock) return says("WSREP");
  return reason.number == kDuringCommit &&
         (says("provider status") || says("No such device or address"));
}

bool may_pass(const Error& error) {
  if (error.code() != ErrorCode::unavailable || !error.server()) return false;
  const ServerError& reason = *error.server();
  constexpr std::array<unsigned, 5> kPassing = {kTooManyConnections, kUserTooManyConnections,
                                                kServerNotAvailable, kHandshake, kProxyTimeout};
  if (std::find(kPassing.begin(), kPassing.end(), reason.number) != kPassing.end()) return true;
  // EAI_AGAIN: the name service did not answer. That a name does not exist is an answer.
  if (reason.number == kUnknownHost) return reason.message.find("(-3)") != std::string::npos;
  // The limit that also counts queries and logins in an hour.
  if (reason.number == kResourceLimit)
    return reason.message.find("max_user_connections") != std::string::npos;
  return is_connection_loss(reason.number);
}

bool may_be_set_up(const Error& error) {
  if (error.code() != ErrorCode::unavailable || !error.server()) return false;
  return error.server()->number != kTls && error.server()->number != kPluginMissing;
}

Error connect_failure(const ConnectOptions& options, const ServerError& reason) {
  return Error(ErrorCode::unavailable, fmt::format("cannot connect to {}", options.display()))
      .with_server(reason)
      .with_hint(hint_for(options, reason.number));
}

Error statement_failure(const std::string& what, const ServerError& reason) {
  if (is_connection_loss(reason.number)) {
    return Error(ErrorCode::unavailable, what).with_server(reason);
  }
  if (is_node_closed(reason) || is_node_failure(reason)) {
    return Error(ErrorCode::temporary, what)
        .with_server(reason)
        .with_hint(
            "this node has lost the others of its Galera cluster: run the same command again when "
            "it is back, or on a node of the primary component");
  }
  if (reason.number == kNotReplicated) {
    return Error(ErrorCode::statement, what)
        .with_server(reason)
        .with_hint(
            "wsrep_mode on the server asks for what Galera replicates whole: an InnoDB table with "
            "a primary key");
  }
  if (reason.number == kNoLocalFiles || reason.number == kLocalFilesDisabled) {
    return Error(ErrorCode::statement, what)
        .with_server(reason)
        .with_hint(
            "dbmig sends the server no files: write the rows as INSERTs, or LOAD DATA INFILE");
  }
  if (reason.number == kLockWaitTimeout || reason.number == kDeadlock ||
      reason.number == kRecordChanged) {
    return Error(ErrorCode::temporary, what)
        .with_server(reason)
        .with_hint("run the same command again");
  }
  return Error(ErrorCode::statement, what).with_server(reason);
}

}  // namespace dbmig

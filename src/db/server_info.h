#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "db/galera.h"
#include "sql/dialect.h"

namespace dbmig {

/// What one server says about itself when a session begins.
struct ServerInfo {
  Flavour flavour = Flavour::mariadb;
  unsigned version = 0;      // 10.11.19 is 101119, 8.0.36 is 80036.
  std::string version_text;  // As the server prints it.
  std::string comment;       // @@version_comment: tells forks and proxies apart.
  std::string hostname;
  std::string sql_mode;  // Of the session, after it was pinned.
  bool read_only = false;
  std::size_t longest_packet = 0;    // @@max_allowed_packet, in bytes; 0: not known.
  std::optional<GaleraNode> galera;  // Where the server is a node of a Galera cluster.

  /// How this server reads text in this session.
  Dialect dialect() const;
  /// `MariaDB 10.11.19`.
  std::string product() const;
};

/// Flavour and number out of `SELECT VERSION()`; 0 when there is no number in it.
/// MariaDB behind old clients prefixes `5.5.5-`, which is dropped.
ServerInfo parse_version(std::string_view version_text);

/// The dialect that a literal value of sql_mode gives on this server.
Dialect dialect_of(const ServerInfo& server, std::string_view sql_mode);

}  // namespace dbmig

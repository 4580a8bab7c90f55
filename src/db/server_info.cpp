#include "db/server_info.h"

#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace dbmig {
namespace {

/// The leading `a.b.c` of a text as a*10000 + b*100 + c.
unsigned version_number(std::string_view text) {
  unsigned number = 0;
  for (const unsigned weight : {10000U, 100U, 1U}) {
    unsigned part = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), part);
    if (error != std::errc()) break;
    number += part * weight;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty() || text.front() != '.') break;
    text.remove_prefix(1);
  }
  return number;
}

}  // namespace

ServerInfo parse_version(std::string_view version_text) {
  ServerInfo info;
  info.version_text = version_text;
  const bool is_mariadb = lower(version_text).find("mariadb") != std::string::npos;
  info.flavour = is_mariadb ? Flavour::mariadb : Flavour::mysql;
  constexpr std::string_view kReplicationPrefix = "5.5.5-";
  if (is_mariadb && version_text.starts_with(kReplicationPrefix)) {
    version_text.remove_prefix(kReplicationPrefix.size());
  }
  info.version = version_number(version_text);
  return info;
}

Dialect dialect_of(const ServerInfo& server, std::string_view sql_mode) {
  Dialect dialect;
  dialect.flavour = server.flavour;
  dialect.version = server.version;
  for (const std::string_view mode : split(sql_mode, ',')) {
    if (equals_ignoring_case(mode, "ANSI_QUOTES")) dialect.ansi_quotes = true;
    if (equals_ignoring_case(mode, "NO_BACKSLASH_ESCAPES")) dialect.no_backslash_escapes = true;
    if (equals_ignoring_case(mode, "ORACLE") && server.flavour == Flavour::mariadb) {
      dialect.oracle = true;
    }
  }
  return dialect;
}

Dialect ServerInfo::dialect() const { return dialect_of(*this, sql_mode); }

std::string ServerInfo::product() const {
  return fmt::format("{} {}.{}.{}", flavour == Flavour::mariadb ? "MariaDB" : "MySQL",
                     version / 10000, version / 100 % 100, version % 100);
}

}  // namespace dbmig

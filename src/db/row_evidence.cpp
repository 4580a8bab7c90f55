#include "db/row_evidence.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"

namespace dbmig {
namespace {

constexpr std::string_view kTitle = "rows ";

/// When the server was started, in seconds since 1970, give or take one.
long long server_start(Connection& connection) {
  const auto number = [&](const std::string& query, std::size_t column) {
    const Rows rows = connection.query(query);
    return rows.rows.empty()
               ? 0
               : std::strtoll(rows.rows[0].at(column).value_or("0").c_str(), nullptr, 10);
  };
  return number("SELECT UNIX_TIMESTAMP()", 0) - number("SHOW GLOBAL STATUS LIKE 'Uptime'", 1);
}

ObjectState look(Connection& connection, const std::string& table, long long start) {
  ObjectState state;
  state.object = std::string(kTitle) + table;
  // Without the table the checksum is NULL, with a warning.
  const Rows sum = connection.query("CHECKSUM TABLE " + table);
  state.presence = ObjectState::Presence::present;
  state.fingerprint =
      fmt::format("checksum={} server={}", sum.rows.at(0).at(1).value_or("none"), start);
  return state;
}

}  // namespace

Evidence look_at_rows(Connection& connection, const TableEngines::Reach& reach) {
  Evidence evidence;
  const long long start = server_start(connection);
  for (const std::string& table : reach.tables)
    evidence.push_back(look(connection, table, start));
  if (reach.through_others) {
    evidence.push_back({"rows behind a view, routine or trigger", ObjectState::Presence::unreadable,
                        "reason=indirect"});
  }
  return evidence;
}

Evidence look_at_rows(Connection& connection, const Evidence& before) {
  Evidence now;
  const long long start = server_start(connection);
  for (const ObjectState& state : before) {
    const bool readable =
        state.presence == ObjectState::Presence::present && state.object.starts_with(kTitle);
    now.push_back(readable ? look(connection, state.object.substr(kTitle.size()), start) : state);
  }
  return now;
}

}  // namespace dbmig

#include "db/row_evidence.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace dbmig {
namespace {

constexpr std::string_view kTitle = "rows ";
constexpr std::string_view kTransactionalRows = "changes in tables with transactions";

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

/// Whether values of a column, as SHOW COLUMNS gives its type, differ in length.
bool varies(std::string_view type) {
  constexpr std::array<std::string_view, 7> kEnds = {"text",  "blob",   "json",   "geometry",
                                                     "point", "string", "polygon"};
  const std::string word = lower(type.substr(0, type.find_first_of(" (")));
  const auto ends = [&](std::string_view end) { return word.ends_with(end); };
  return word.starts_with("var") || word.starts_with("multi") || word == "geometrycollection" ||
         word == "geomcollection" || std::any_of(kEnds.begin(), kEnds.end(), ends);
}

/// What the checksum does not see: where in a row one value ends and the next begins. Nothing for
/// a table in which that is always the same.
std::optional<std::string> lengths(Connection& connection, const std::string& table) {
  std::string all;
  std::size_t count = 0;
  for (const auto& column : connection.query("SHOW COLUMNS FROM " + table).rows) {
    if (!varies(column.at(1).value_or(""))) continue;
    ++count;
    all += fmt::format(", IFNULL(LENGTH({}), 'n')", quoted_name(column.at(0).value_or("")));
  }
  if (count < 2) return std::nullopt;
  const Rows sum = connection.query(
      fmt::format("SELECT COALESCE(SUM(CRC32(CONCAT_WS(','{}))), 0) FROM {}", all, table));
  return sum.rows.at(0).at(0);
}

ObjectState look(Connection& connection, const std::string& table, long long start) {
  ObjectState state;
  state.object = std::string(kTitle) + table;
  // Without the table the checksum is NULL, with a warning.
  const Rows sum = connection.query("CHECKSUM TABLE " + table);
  const std::optional<std::string>& checksum = sum.rows.at(0).at(1);
  if (!checksum) {
    state.presence = ObjectState::Presence::unreadable;
    state.fingerprint = "checksum=none";
    return state;
  }
  state.presence = ObjectState::Presence::present;
  state.fingerprint = "checksum=" + *checksum;
  if (const std::optional<std::string> sums = lengths(connection, table))
    state.fingerprint += " lengths=" + *sums;
  state.fingerprint += fmt::format(" server={}", start);
  return state;
}

}  // namespace

Evidence look_at_rows(Connection& connection, const TableEngines::Reach& reach) {
  Evidence evidence;
  const long long start = server_start(connection);
  for (const std::string& table : reach.tables)
    evidence.push_back(look(connection, table, start));
  if (reach.has_trigger && !evidence.empty()) evidence.front().fingerprint += " triggers=yes";
  if (reach.through_others) {
    evidence.push_back({"rows behind a view, routine or trigger", ObjectState::Presence::unreadable,
                        "reason=indirect"});
  } else if (reach.mixed) {
    evidence.push_back({std::string(kTransactionalRows), ObjectState::Presence::present,
                        "undone=without_a_record"});
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

bool has_transactional_rows(const Evidence& evidence) {
  return std::any_of(evidence.begin(), evidence.end(),
                     [](const ObjectState& state) { return state.object == kTransactionalRows; });
}

}  // namespace dbmig

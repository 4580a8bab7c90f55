#include "db/blockers.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

std::string in_list(Connection& connection, const std::vector<ObjectName>& objects) {
  std::string list;
  for (const ObjectName& object : objects) {
    const std::string& schema = object.schema.empty() ? connection.database() : object.schema;
    list += fmt::format("{}({}, {})", list.empty() ? "" : ", ", connection.quoted(schema),
                        connection.quoted(object.name));
  }
  return list;
}

/// The sessions that `holders` (a query of one column, their ids) gives.
std::string sessions(const std::string& holders) {
  return fmt::format(
      "SELECT p.ID, p.USER, p.HOST, COALESCE(TIMESTAMPDIFF(SECOND,"
      " CONVERT_TZ(t.trx_started, 'SYSTEM', '+00:00'), UTC_TIMESTAMP()), p.TIME),"
      " p.INFO FROM information_schema.PROCESSLIST p"
      " LEFT JOIN information_schema.INNODB_TRX t ON t.trx_mysql_thread_id = p.ID"
      " WHERE p.ID <> CONNECTION_ID() AND p.ID IN ({}) ORDER BY 4 DESC LIMIT 5",
      holders);
}

/// Nothing also when the server does not offer it or the account may not look.
std::vector<Blocker> ask(Connection& connection, const std::string& query) {
  std::vector<Blocker> found;
  try {
    for (const auto& row : connection.query(query).rows) {
      Blocker& blocker = found.emplace_back();
      blocker.connection = std::strtoul(row.at(0).value_or("0").c_str(), nullptr, 10);
      blocker.user = row.at(1).value_or("");
      blocker.host = row.at(2).value_or("");
      blocker.seconds = std::strtoull(row.at(3).value_or("0").c_str(), nullptr, 10);
      blocker.statement = row.at(4) ? summary(*row.at(4)) : "";
    }
  } catch (const Error& error) {
    if (error.code() == ErrorCode::unavailable) throw;
  }
  return found;
}

}  // namespace

std::string Blocker::text() const {
  return fmt::format(
      "connection {} ({}{}{}), {} {} s", connection, user, host.empty() ? "" : "@", host,
      statement.empty() ? "idle in a transaction for" : fmt::format("running `{}` for", statement),
      seconds);
}

std::vector<Blocker> blockers(Connection& connection, const std::vector<ObjectName>& objects) {
  if (!objects.empty()) {
    const std::string list = in_list(connection, objects);
    std::vector<Blocker> found =
        ask(connection,
            sessions(fmt::format("SELECT t.PROCESSLIST_ID FROM performance_schema.metadata_locks l"
                                 " JOIN performance_schema.threads t ON t.THREAD_ID ="
                                 " l.OWNER_THREAD_ID WHERE l.LOCK_STATUS = 'GRANTED'"
                                 " AND (l.OBJECT_SCHEMA, l.OBJECT_NAME) IN ({})",
                                 list)));
    if (!found.empty()) return found;
    found = ask(connection,
                sessions(fmt::format("SELECT THREAD_ID FROM information_schema.METADATA_LOCK_INFO"
                                     " WHERE (TABLE_SCHEMA, TABLE_NAME) IN ({})",
                                     list)));
    if (!found.empty()) return found;
  }
  return ask(connection, sessions("SELECT trx_mysql_thread_id FROM information_schema.INNODB_TRX"));
}

}  // namespace dbmig

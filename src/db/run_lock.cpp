#include "db/run_lock.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"

namespace dbmig {
namespace {

// MySQL takes 64 characters at most, MariaDB 192 (error 4163 beyond).
constexpr std::size_t kDigits = 32;

unsigned long number(const std::optional<std::string>& text) {
  return text ? std::strtoul(text->c_str(), nullptr, 10) : 0;
}

}  // namespace

std::string LockHolder::name() const {
  if (user.empty()) return fmt::format("connection {}", connection);
  return fmt::format("connection {} ({}{}{})", connection, user, host.empty() ? "" : "@", host);
}

RunLock::RunLock(Connection& connection, const std::string& schema,
                 const std::string& version_table)
    : connection_(&connection),
      // The lock is the server's, not the database's: the name says which one is meant.
      name_("dbmig:" + sha256(schema + '\0' + version_table).substr(0, kDigits)),
      question_(fmt::format("SELECT IS_USED_LOCK('{}'), CONNECTION_ID()", name_)) {}

bool RunLock::take(std::chrono::seconds wait) {
  // A negative time means for ever to MySQL and NULL to MariaDB, so it is never given.
  const Rows answer =
      connection_->query(fmt::format("SELECT GET_LOCK('{}', {})", name_, wait.count()));
  const std::optional<std::string>& granted = answer.rows.at(0).at(0);
  if (!granted) {
    throw Error(ErrorCode::statement, fmt::format("the server gives no lock {}", name_))
        .with_hint("GET_LOCK answered NULL: see the server's error log");
  }
  return *granted == "1";
}

void RunLock::release() { connection_->query(fmt::format("SELECT RELEASE_LOCK('{}')", name_)); }

void RunLock::require() const {
  const Rows answer = connection_->query(question_);
  const unsigned long holder = number(answer.rows.at(0).at(0));
  const unsigned long session = number(answer.rows.at(0).at(1));
  if (session != connection_->id()) {
    throw Error(ErrorCode::temporary,
                fmt::format("the session changed under dbmig: it was connection {}, now it is {}",
                            connection_->id(), session))
        .with_hint("connect to the server itself, not through a proxy that shares sessions");
  }
  if (holder == session) return;
  throw Error(ErrorCode::temporary,
              holder == 0 ? "the lock of this run is gone: nothing more was sent"
                          : fmt::format("the lock of this run is held by connection {} now: "
                                        "nothing more was sent",
                                        holder))
      .with_hint("run the same command again");
}

std::string RunLock::condition() const {
  return fmt::format("CONNECTION_ID() = {} AND IS_USED_LOCK('{}') = CONNECTION_ID()",
                     connection_->id(), name_);
}

std::optional<LockHolder> RunLock::holder() const {
  const Rows used = connection_->query(fmt::format("SELECT IS_USED_LOCK('{}')", name_));
  if (!used.rows.at(0).at(0)) return std::nullopt;
  LockHolder holder;
  holder.connection = number(used.rows[0][0]);
  const Rows rows = connection_->query(
      fmt::format("SELECT USER, HOST, TIME, INFO FROM information_schema.PROCESSLIST WHERE ID = {}",
                  holder.connection));
  if (rows.rows.empty()) return holder;  // Without PROCESS the sessions of others are hidden.
  const auto& row = rows.rows.front();
  holder.user = row.at(0).value_or("");
  holder.host = row.at(1).value_or("");
  holder.seconds = number(row.at(2));
  holder.statement = row.at(3).value_or("");
  return holder;
}

}  // namespace dbmig

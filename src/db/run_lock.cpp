#include "db/run_lock.h"

#include <algorithm>
#include <cstdlib>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/sha256.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

// MySQL takes 64 characters at most, MariaDB 192 (error 4163 beyond).
constexpr std::size_t kDigits = 32;

constexpr unsigned kOutOfRange = 1690;

unsigned long number(const std::optional<std::string>& text) {
  return text ? std::strtoul(text->c_str(), nullptr, 10) : 0;
}

}  // namespace

std::string LockHolder::name() const {
  if (lease) return lease->holder();
  if (user.empty()) return fmt::format("connection {}", connection);
  return fmt::format("connection {} ({}{}{})", connection, user, host.empty() ? "" : "@", host);
}

RunLock::RunLock(Connection& connection, const std::string& schema,
                 const std::string& version_table, Keeping keeping)
    : connection_(&connection),
      // As latin1 wherever a script may have set another character set for texts.
      // The lock is the server's, not the database's: the name says which one is meant.
      name_("dbmig:" + sha256(schema + '\0' + version_table).substr(0, kDigits)),
      question_(fmt::format("SELECT IS_USED_LOCK(_latin1'{}'), CONNECTION_ID()", name_)),
      keeping_(std::move(keeping)),
      lease_(connection, schema, version_table, keeping_.runner) {}

RunLock::~RunLock() {
  keeper_.reset();
  if (!lease_.is_taken()) return;
  try {
    if (connection_->state().in_transaction) connection_->execute("ROLLBACK");
    lease_.release();
  } catch (const Error&) {
    // Then it expires by itself.
  }
}

bool RunLock::take_here(std::chrono::seconds wait) {
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

bool RunLock::take(std::chrono::seconds wait, Purpose purpose) {
  if (!connection_->server().galera) return take_here(wait);
  stay_on_node();
  const ReadsAtOnce at_once(*connection_);
  return take_both(wait, purpose);
}

bool RunLock::take_both(std::chrono::seconds wait, Purpose purpose) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::milliseconds kAgain{250};
  keeper_.reset();
  for (const Clock::time_point end = Clock::now() + wait;;) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(end - Clock::now());
    if (!take_here(std::max(left, std::chrono::seconds(0)))) return false;
    if (purpose == Purpose::look) {
      if (!lease_.is_held_by_another()) return true;
    } else if (lease_.take()) {
      keeper_.emplace(keeping_.login, lease_.renewal());
      return true;
    }
    release_here();
    if (Clock::now() + kAgain >= end) return false;
    std::this_thread::sleep_for(kAgain);
  }
}

void RunLock::stay_on_node() {
  const GaleraNode& node = *connection_->server().galera;
  require_usable(node);
  if (!home_) home_ = node;
  if (home_->id == node.id) return;
  throw Error(ErrorCode::temporary,
              fmt::format("node {} answered, and the run was on node {} of the Galera cluster: "
                          "nothing more was sent",
                          node.name, home_->name))
      .with_hint(fmt::format("run the same command again; it waits until the lease of this run has "
                             "expired, {} s at most",
                             kLeaseTime));
}

void RunLock::release_here() {
  connection_->query(fmt::format("SELECT RELEASE_LOCK('{}')", name_));
}

void RunLock::release() {
  keeper_.reset();
  lease_.release();
  release_here();
}

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
  if (holder == session) return require_lease();
  throw Error(ErrorCode::temporary,
              holder == 0 ? "the lock of this run is gone: nothing more was sent"
                          : fmt::format("the lock of this run is held by connection {} now: "
                                        "nothing more was sent",
                                        holder))
      .with_hint("run the same command again");
}

void RunLock::require_lease() const {
  if (!connection_->server().galera) return;
  // What a script has set.
  require_usable(parse_node(connection_->query_all(node_questions())));
  if (!lease_.is_taken()) return;
  const std::optional<LeaseRow> row = lease_.row();
  if (row && lease_.is(*row)) return;
  throw Error(ErrorCode::temporary,
              fmt::format("the lease of this run is gone{}: nothing more was sent",
                          row && !row->owner.empty() ? ", taken by " + row->holder() : ""))
      .with_hint("run the same command again");
}

std::string RunLock::condition() const {
  const std::string ours =
      fmt::format("CONNECTION_ID() = {} AND IS_USED_LOCK(_latin1'{}') = CONNECTION_ID()",
                  connection_->id(), name_);
  // A script may have set these.
  return connection_->server().galera
             ? ours + " AND @@SESSION.wsrep_on = 1 AND @@SESSION.wsrep_OSU_method = 'TOI'"
             : ours;
}

std::string RunLock::demand(std::string_view value) const {
  // A subquery with two rows would do as well, and takes the server half as long again as the
  // rest of a small statement.
  return fmt::format("IF({}, {}, ~0 + 1)", condition(), value);
}

void RunLock::explain(const Error& error) const {
  if (error.server() && error.server()->number == kOutOfRange) refuse();
}

void RunLock::refuse() const {
  require();
  // It is ours again already: a proxy goes to and fro between sessions.
  throw Error(ErrorCode::temporary, "the session changed under dbmig: nothing more was sent")
      .with_hint("connect to the server itself, not through a proxy that shares sessions");
}

Outcome RunLock::write(const std::string& statement) const {
  if (!lease_.is_taken()) return connection_->execute(statement);
  if (connection_->state().in_transaction) return write_with_lease(statement);
  constexpr int kTries = 5;
  for (int i = 1;; ++i) {
    try {
      connection_->execute("START TRANSACTION");
      const Outcome outcome = write_with_lease(statement);
      connection_->execute(outcome.changed_rows == 0 ? "ROLLBACK" : "COMMIT");
      return outcome;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::unavailable) connection_->execute("ROLLBACK");
      if (i == kTries || !is_certification_failure(*connection_, error)) throw;
    }
  }
}

std::optional<Outcome> RunLock::write_ahead(std::span<const std::string> statements,
                                            std::string_view next) const {
  // In a transaction the one would be undone with the other.
  const SessionState now = connection_->state();
  if (now.in_transaction || !now.autocommit || connection_->server().galera) return std::nullopt;
  return connection_->execute_ahead(statements, next);
}

bool RunLock::send_if_ours(std::string_view statement) const {
  // Not DO, which has no errors on MariaDB.
  const std::string look = fmt::format("SET @dbmig_lock = {}", demand("1"));
  try {
    if (connection_->execute_ahead({&look, 1}, statement)) return true;
  } catch (const Error& error) {
    explain(error);
    throw;
  }
  require();
  return false;
}

void RunLock::require_from_beside() const {
  if (connection_->server().galera) return;
  std::optional<Connection> beside;
  try {
    beside.emplace(keeping_.login);
  } catch (const Error&) {
    return;  // No second session for this user: what is written next bears the condition.
  }
  if (beside->server().hostname != connection_->server().hostname) return;  // A balancer's choice.
  const Rows answer = beside->query(fmt::format("SELECT IS_USED_LOCK('{}')", name_));
  if (number(answer.rows.at(0).at(0)) == connection_->id()) return;
  throw Error(ErrorCode::temporary,
              "another session finds the lock of this run gone: nothing more was sent")
      .with_hint(
          "run the same command again; if that changes nothing, connect to the server "
          "itself, not through a proxy that leads to several");
}

Outcome RunLock::write_with_lease(const std::string& statement) const {
  // To read it would not do: what a transaction has only read is not certified.
  if (connection_->execute(lease_.renewal()).found_rows != 1) return {};
  return connection_->execute(statement);
}

void RunLock::break_for(const LockHolder& holder) {
  if (!holder.lease) connection_->execute(fmt::format("KILL {}", holder.connection));
  if (connection_->server().galera && lease_.row()) lease_.revoke();
}

ReadsAtOnce::ReadsAtOnce(Connection& connection)
    : connection_(connection.server().galera ? &connection : nullptr) {
  if (connection_ != nullptr) connection_->pin("wsrep_sync_wait", "0");
}

ReadsAtOnce::~ReadsAtOnce() {
  if (connection_ == nullptr) return;
  try {
    connection_->pin("wsrep_sync_wait", kSyncWait);
  } catch (const Error&) {
    // The session is gone, and the next statement says so.
  }
}

bool is_certification_failure(const Connection& connection, const Error& error) {
  constexpr unsigned kDeadlock = 1213;
  return connection.server().galera && error.server() && error.server()->number == kDeadlock &&
         !is_node_failure(*error.server());
}

std::optional<LockHolder> RunLock::holder() const {
  const std::optional<GaleraNode>& node = connection_->server().galera;
  if (!node) return holder_here();
  const ReadsAtOnce at_once(*connection_);
  const std::optional<LeaseRow> row = lease_.row();
  if (!row || row->node_id == node->id) return holder_here();
  if (row->owner.empty() || row->seconds_left <= 0) return holder_here();
  LockHolder holder;
  holder.connection = row->connection;
  holder.lease = row;
  return holder;
}

std::optional<LockHolder> RunLock::holder_here() const {
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

#include "db/lease.h"

#include <algorithm>
#include <cstdlib>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

constexpr std::string_view kDefinition = R"( (
  version_table VARCHAR(64) NOT NULL COMMENT 'The version table whose migrations are meant',
  owner VARCHAR(32) NOT NULL COMMENT 'A random word of the run that holds the lease; empty: it is free',
  epoch BIGINT UNSIGNED NOT NULL COMMENT 'Goes up each time the lease is taken; a run with an older one writes nothing more',
  runner VARCHAR(255) NOT NULL COMMENT 'Who holds it: person, host, tool',
  db_user VARCHAR(255) NOT NULL COMMENT 'The account on the server',
  node VARCHAR(255) NOT NULL COMMENT 'The node of the cluster that the run works on',
  node_id VARCHAR(64) NOT NULL COMMENT 'The id of that node in the cluster (wsrep_gcomm_uuid)',
  connection_id BIGINT UNSIGNED NOT NULL COMMENT 'The session on that node',
  taken_at DATETIME(6) NOT NULL COMMENT 'When it was taken, UTC',
  expires_at DATETIME(6) NOT NULL COMMENT 'When another run may take it unless it is renewed before, UTC',
  PRIMARY KEY (version_table)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin COMMENT='Which run of dbmig may change the database, on a Galera cluster')";

std::string random_word() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

/// Another has changed the row at the same moment: the cluster has certified that one.
bool is_conflict(const Error& error) {
  constexpr unsigned kDeadlock = 1213;
  return error.server() && error.server()->number == kDeadlock;
}

}  // namespace

std::string LeaseRow::holder() const {
  return fmt::format("connection {} on node {} ({}), {}", connection, node, account, runner);
}

LeaseStanding standing(const LeaseRow& row, const std::string& here,
                       const std::vector<std::string>& members) {
  if (row.owner.empty()) return LeaseStanding::free;
  // It had the same GET_LOCK there, which its session gives up last.
  if (row.node_id == here) return LeaseStanding::session_over;
  if (row.seconds_left <= 0) return LeaseStanding::expired;
  const bool is_gone =
      !members.empty() && std::find(members.begin(), members.end(), row.node_id) == members.end();
  // Not at once: a node that was away for a moment may still be at what it was sent before.
  const bool was_renewed_lately = row.seconds_left > kLeaseTime - kLeaseOfLostNode;
  return is_gone && !was_renewed_lately ? LeaseStanding::node_gone : LeaseStanding::held;
}

Lease::Lease(Connection& connection, std::string schema, std::string version_table,
             std::string runner)
    : connection_(&connection),
      schema_(std::move(schema)),
      version_table_(std::move(version_table)),
      runner_(std::move(runner)),
      owner_(random_word()) {}

std::string Lease::qualified() const { return quoted_name(schema_) + "." + std::string(kTable); }

std::string Lease::here() const {
  const std::optional<GaleraNode>& node = connection_->server().galera;
  return node ? node->id : std::string();
}

std::vector<std::string> Lease::members() const {
  std::vector<std::string> ids;
  try {
    for (const auto& row :
         connection_->query("SELECT node_uuid FROM mysql.wsrep_cluster_members").rows) {
      ids.push_back(row.at(0).value_or(""));
    }
  } catch (const Error& error) {
    // Most accounts may not read it; then the lease of a lost node expires like any other.
    if (!is_refusal(error)) throw;
  }
  return ids;
}

std::optional<LeaseRow> Lease::row() const {
  Rows rows;
  try {
    rows = connection_->query(
        fmt::format("SELECT owner, epoch, runner, db_user, node, node_id, connection_id, taken_at,"
                    " expires_at, TIMESTAMPDIFF(MICROSECOND, NOW(6), expires_at) / 1000000"
                    " FROM {} WHERE version_table = {}",
                    qualified(), connection_->quoted(version_table_)));
  } catch (const Error& error) {
    if (is_no_such_table(error)) return std::nullopt;
    throw;
  }
  if (rows.rows.empty()) return std::nullopt;
  const auto text = [&](std::size_t i) { return rows.rows.front().at(i).value_or(""); };
  LeaseRow row;
  row.owner = text(0);
  row.epoch = std::strtoull(text(1).c_str(), nullptr, 10);
  row.runner = text(2);
  row.account = text(3);
  row.node = text(4);
  row.node_id = text(5);
  row.connection = std::strtoul(text(6).c_str(), nullptr, 10);
  row.taken_at = text(7);
  row.expires_at = text(8);
  row.seconds_left = std::strtod(text(9).c_str(), nullptr);
  return row;
}

void Lease::create() const {
  connection_->execute("CREATE TABLE IF NOT EXISTS " + qualified() + std::string(kDefinition));
  connection_->execute(fmt::format(
      "INSERT IGNORE INTO {} VALUES ({}, SPACE(0), 0, SPACE(0), SPACE(0), SPACE(0), SPACE(0), 0,"
      " NOW(6), NOW(6))",
      qualified(), connection_->quoted(version_table_)));
}

bool Lease::replace(const LeaseRow& row) {
  const auto q = [&](std::string_view text) { return connection_->quoted(text); };
  const std::uint64_t epoch = row.epoch + 1;
  // All that was read is compared: the server may repeat the statement by itself after a
  // conflict, and by then the holder may have renewed it.
  const Outcome outcome = connection_->execute(fmt::format(
      "UPDATE {} SET owner = '{}', epoch = {}, runner = {}, db_user = USER(), node = {},"
      " node_id = {}, connection_id = CONNECTION_ID(), taken_at = NOW(6),"
      " expires_at = NOW(6) + INTERVAL {} SECOND"
      " WHERE version_table = {} AND owner = {} AND epoch = {} AND expires_at = {}",
      qualified(), owner_, epoch, q(runner_), q(connection_->server().galera->name), q(here()),
      kLeaseTime, q(version_table_), q(row.owner), row.epoch, q(row.expires_at)));
  if (outcome.changed_rows == 0) return false;
  epoch_ = epoch;
  return true;
}

bool Lease::take() {
  epoch_ = 0;
  try {
    std::optional<LeaseRow> found = row();
    if (!found) {
      create();
      found = row();
    }
    if (!found || standing(*found, here(), members()) == LeaseStanding::held) return false;
    return replace(*found);
  } catch (const Error& error) {
    if (is_conflict(error)) return false;
    throw;
  }
}

bool Lease::is_held_by_another() const {
  const std::optional<LeaseRow> found = row();
  return found && standing(*found, here(), members()) == LeaseStanding::held;
}

void Lease::release() {
  if (!is_taken()) return;
  connection_->execute(fmt::format("UPDATE {} SET owner = SPACE(0), expires_at = NOW(6) WHERE {}",
                                   qualified(), condition()));
  epoch_ = 0;
}

void Lease::revoke() {
  connection_->execute(
      fmt::format("UPDATE {} SET owner = SPACE(0), epoch = epoch + 1, expires_at = NOW(6) WHERE "
                  "version_table = {}",
                  qualified(), connection_->quoted(version_table_)));
}

std::string Lease::condition() const {
  return fmt::format("version_table = {} AND owner = '{}' AND epoch = {}",
                     connection_->quoted(version_table_), owner_, epoch_);
}

std::string Lease::renewal() const {
  return fmt::format("UPDATE {} SET expires_at = NOW(6) + INTERVAL {} SECOND WHERE {}", qualified(),
                     kLeaseTime, condition());
}

}  // namespace dbmig

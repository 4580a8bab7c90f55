#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/connection.h"

namespace dbmig {

/// One row of the table of leases: who may run migrations on the cluster's database.
struct LeaseRow {
  std::string owner;  // A random word of its holder's; empty: nobody's.
  std::uint64_t epoch = 0;
  std::string runner;   // `pat@laptop, dbmig 0.1.0`
  std::string account;  // `app@10.1.2.3`
  std::string node;
  std::string node_id;
  unsigned long connection = 0;
  std::string taken_at;  // UTC.
  std::string expires_at;
  double seconds_left = 0;  // Until that, by the clock of the node that was asked.

  /// `connection 17 on node n2 (app@10.1.2.3), pat@laptop, dbmig 0.1.0`
  std::string holder() const;
};

/// What a lease is worth at the moment.
enum class LeaseStanding {
  free,
  held,
  expired,
  session_over,  // Its holder's session was on this very node, and has ended.
  node_gone,     // Its node is no member of the cluster.
};

/// `members` are the ids of the cluster's nodes; empty: not known. Whoever asks holds the
/// GET_LOCK of the run on node `here`.
LeaseStanding standing(const LeaseRow& row, const std::string& here,
                       const std::vector<std::string>& members);

/// The right to run migrations on one database and version table of a Galera cluster, where
/// GET_LOCK is granted on each node by itself.
///
/// A row in the table `dbmig_lease` with an epoch that each taking raises. It is taken by
/// compare-and-set in a statement of its own: two who do so at once both change the row, and
/// the cluster certifies one of them. Every write of a run's journal renews the row in the
/// same transaction, so that none is certified once another has taken it.
class Lease {
 public:
  static constexpr std::string_view kTable = "dbmig_lease";

  Lease(Connection& connection, std::string schema, std::string version_table, std::string runner);

  /// Takes it if it is nobody's any more; false when somebody holds it. The GET_LOCK of the
  /// run is held on this node.
  bool take();
  /// Whether somebody else holds it, without taking it.
  bool is_held_by_another() const;
  /// Gives it back, if it is still ours.
  void release();
  /// Takes it from whoever holds it, by order.
  void revoke();

  /// Taken, and not released; another may have taken it since.
  bool is_taken() const { return epoch_ > 0; }
  /// Whether a row says that it is ours.
  bool is(const LeaseRow& row) const { return row.owner == owner_ && row.epoch == epoch_; }
  /// The row; nothing when there is none.
  std::optional<LeaseRow> row() const;
  /// Whether the row is still ours, as a condition of an SQL statement.
  std::string condition() const;
  /// The statement that renews it; it finds one row while it is ours.
  std::string renewal() const;

 private:
  std::string qualified() const;
  std::string here() const;
  std::vector<std::string> members() const;
  void create() const;
  bool replace(const LeaseRow& row);

  Connection* connection_;
  std::string schema_;
  std::string version_table_;
  std::string runner_;
  std::string owner_;
  std::uint64_t epoch_ = 0;
};

}  // namespace dbmig

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/event.h"
#include "engine/retry.h"
#include "sql/statement.h"

namespace dbmig {

/// What every metric of a database is labelled with.
struct DatabaseLabels {
  std::string tree;
  std::string server;  // `db.example.net:3306`, or the path of a socket.
  std::string database;

  friend bool operator==(const DatabaseLabels&, const DatabaseLabels&) = default;
};

/// What identifies a run.
struct RunLabels {
  std::string run_id;
  std::string command;
  std::string version;
};

/// How many took how long.
class DurationHistogram {
 public:
  static constexpr std::array<double, 9> kBounds = {0.001, 0.01, 0.1, 1, 5, 30, 120, 600, 3600};

  void add(double seconds);

  const std::array<std::uint64_t, kBounds.size()>& counts() const { return counts_; }  // Summed up.
  std::uint64_t count() const { return count_; }
  double sum() const { return sum_; }

 private:
  std::array<std::uint64_t, kBounds.size()> counts_{};
  std::uint64_t count_ = 0;
  double sum_ = 0;
};

/// Everything that is counted of one run, and its text for Prometheus. May be told and asked
/// from different threads.
class RunMetrics {
 public:
  /// Of one tree's database, by the number that add() gave it.
  using Place = std::size_t;

  /// Only so many revisions are told one by one: the slowest.
  static constexpr std::size_t kSlowest = 50;
  static constexpr std::string_view kLastSuccess = "dbmig_last_success_timestamp_seconds";

  explicit RunMetrics(RunLabels run);

  /// A database that this run is about; the same labels give the same place.
  Place add(DatabaseLabels labels);
  std::vector<DatabaseLabels> databases() const;

  void set_command(std::string command);
  /// The run is to bring this database somewhere: of others only what is pending is told.
  void begin(Place place);
  /// How many revisions are to be carried out.
  void set_pending(Place place, std::size_t revisions);
  void record(Place place, const Event& event);
  void record(Place place, const Wait& wait);
  /// The run lock was waited for.
  void record_lock_wait(Place place, std::chrono::milliseconds time);
  /// This database is where it should be.
  void succeed(Place place);
  /// The run is over.
  void finish(int exit_code);

  /// All of it.
  std::string text() const;
  /// What concerns the run as a whole, and one database.
  std::string text_of(Place place) const;

 private:
  using Clock = std::chrono::system_clock;

  struct Revision {
    std::string id;
    std::string direction;
    double seconds = 0;
  };
  struct Database {
    DatabaseLabels labels;
    bool is_worked_on = false;
    std::uint64_t applied = 0;
    std::optional<std::size_t> pending;
    std::map<StatementClass, DurationHistogram> statements;
    std::uint64_t skipped = 0;
    std::uint64_t failed = 0;
    std::vector<Revision> revisions;  // The slowest, slowest first.
    double run_lock_wait = 0;
    double table_lock_wait = 0;
    std::uint64_t reconnects = 0;
    std::uint64_t lock_retries = 0;
    std::optional<Clock::time_point> succeeded;
  };

  static void on(Database& database, const Event& event);
  static void add_revision(Database& database, const StepDone& event);
  std::string text_of_run() const;
  std::string text_of_all(const std::vector<const Database*>& databases) const;

  mutable std::mutex mutex_;
  RunLabels run_;
  Clock::time_point start_ = Clock::now();
  std::optional<Clock::time_point> end_;
  int exit_code_ = 0;
  std::vector<Database> databases_;
};

/// The word for a class, as in the label `class`.
std::string_view name(StatementClass statement_class);

}  // namespace dbmig

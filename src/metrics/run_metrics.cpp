#include "metrics/run_metrics.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "metrics/text_format.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

constexpr double seconds(std::chrono::milliseconds time) {
  return std::chrono::duration<double>(time).count();
}

double unix_time(std::chrono::system_clock::time_point time) {
  return seconds(std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()));
}

MetricLabels labels_of(const DatabaseLabels& labels) {
  return {{"tree", labels.tree}, {"server", labels.server}, {"database", labels.database}};
}

MetricLabels with(MetricLabels labels, std::string_view name, std::string_view value) {
  labels.emplace_back(name, value);
  return labels;
}

// `Database` is RunMetrics::Database, which has no name out here.

template <typename Database>
void add_revisions(MetricText& out, const std::vector<const Database*>& databases) {
  out.family("dbmig_revisions_applied_total", "counter",
             "Revisions carried out by this run, in either direction.");
  for (const Database* each : databases)
    out.sample(labels_of(each->labels), static_cast<double>(each->applied));
  out.family("dbmig_revision_duration_seconds", "gauge",
             "How long each revision took; of many, the slowest.");
  for (const Database* each : databases) {
    for (const auto& revision : each->revisions) {
      out.sample(with(with(labels_of(each->labels), "revision", revision.id), "direction",
                      revision.direction),
                 revision.seconds);
    }
  }
}

void add_histogram(MetricText& out, const MetricLabels& labels,
                   const DurationHistogram& histogram) {
  for (std::size_t i = 0; i < DurationHistogram::kBounds.size(); ++i) {
    const std::string bound = fmt::format("{}", DurationHistogram::kBounds.at(i));
    out.sample(with(labels, "le", bound), static_cast<double>(histogram.counts().at(i)), "_bucket");
  }
  out.sample(with(labels, "le", "+Inf"), static_cast<double>(histogram.count()), "_bucket");
  out.sample(labels, histogram.sum(), "_sum");
  out.sample(labels, static_cast<double>(histogram.count()), "_count");
}

template <typename Database>
void add_statements(MetricText& out, const std::vector<const Database*>& databases) {
  out.family("dbmig_statements_total", "counter", "Statements, by what became of them.");
  for (const Database* each : databases) {
    const auto sample = [&](std::string_view outcome, std::uint64_t count) {
      out.sample(with(labels_of(each->labels), "outcome", outcome), static_cast<double>(count));
    };
    std::uint64_t done = 0;
    for (const auto& [its, histogram] : each->statements)
      done += histogram.count();
    sample("done", done);
    sample("skipped", each->skipped);
    sample("failed", each->failed);
  }
  out.family("dbmig_statement_duration_seconds", "histogram",
             "How long statements took, by what they do to a transaction.");
  for (const Database* each : databases) {
    for (const auto& [its, histogram] : each->statements)
      add_histogram(out, with(labels_of(each->labels), "class", name(its)), histogram);
  }
}

template <typename Database>
void add_waits(MetricText& out, const std::vector<const Database*>& databases) {
  out.family("dbmig_lock_wait_seconds_total", "counter",
             "Time spent waiting: for another run, and for tables that others use.");
  for (const Database* each : databases) {
    const MetricLabels labels = labels_of(each->labels);
    out.sample(with(labels, "lock", "run"), each->run_lock_wait);
    out.sample(with(labels, "lock", "table"), each->table_lock_wait);
  }
  out.family("dbmig_retries_total", "counter", "What was tried again, by what had failed.");
  for (const Database* each : databases) {
    const MetricLabels labels = labels_of(each->labels);
    out.sample(with(labels, "after", "connection"), static_cast<double>(each->reconnects));
    out.sample(with(labels, "after", "table_lock"), static_cast<double>(each->lock_retries));
  }
}

}  // namespace

std::string_view name(StatementClass statement_class) {
  switch (statement_class) {
    case StatementClass::transactional:
      return "transactional";
    case StatementClass::session:
      return "session";
    case StatementClass::transaction:
      return "transaction";
    case StatementClass::implicit_commit:
      return "implicit_commit";
    case StatementClass::opaque:
      return "opaque";
  }
  return "";
}

void DurationHistogram::add(double seconds) {
  for (std::size_t i = 0; i < kBounds.size(); ++i) {
    if (seconds <= kBounds[i]) ++counts_[i];
  }
  ++count_;
  sum_ += seconds;
}

RunMetrics::RunMetrics(RunLabels run) : run_(std::move(run)) {}

RunMetrics::Place RunMetrics::add(DatabaseLabels labels) {
  const std::lock_guard lock(mutex_);
  for (Place place = 0; place < databases_.size(); ++place) {
    if (databases_[place].labels == labels) return place;
  }
  databases_.emplace_back().labels = std::move(labels);
  return databases_.size() - 1;
}

std::vector<DatabaseLabels> RunMetrics::databases() const {
  const std::lock_guard lock(mutex_);
  std::vector<DatabaseLabels> list;
  for (const Database& each : databases_)
    list.push_back(each.labels);
  return list;
}

void RunMetrics::set_command(std::string command) {
  const std::lock_guard lock(mutex_);
  run_.command = std::move(command);
}

void RunMetrics::begin(Place place) {
  const std::lock_guard lock(mutex_);
  databases_.at(place).is_worked_on = true;
}

void RunMetrics::set_pending(Place place, std::size_t revisions) {
  const std::lock_guard lock(mutex_);
  databases_.at(place).pending = revisions;
}

void RunMetrics::record(Place place, const Event& event) {
  const std::lock_guard lock(mutex_);
  on(databases_.at(place), event);
}

void RunMetrics::on(Database& database, const Event& event) {
  if (const auto* statement = std::get_if<StatementDone>(&event)) {
    const StatementClass its = classify(statement->statement.text, Dialect{});
    database.statements[its].add(seconds(statement->took));
  } else if (const auto* skipped = std::get_if<StatementSkipped>(&event)) {
    if (!skipped->settled) ++database.skipped;
  } else if (const auto* failed = std::get_if<StepFailed>(&event)) {
    if (failed->error.code() == ErrorCode::statement) ++database.failed;
  } else if (const auto* step = std::get_if<StepDone>(&event)) {
    ++database.applied;
    if (database.pending && *database.pending > 0) --*database.pending;
    add_revision(database, *step);
  }
}

void RunMetrics::add_revision(Database& database, const StepDone& event) {
  std::vector<Revision>& list = database.revisions;
  Revision revision{event.step.revision, std::string(running_name(event.step.direction)),
                    seconds(event.took)};
  const auto place =
      std::upper_bound(list.begin(), list.end(), revision,
                       [](const Revision& a, const Revision& b) { return a.seconds > b.seconds; });
  list.insert(place, std::move(revision));
  if (list.size() > kSlowest) list.pop_back();
}

void RunMetrics::record(Place place, const Wait& wait) {
  const std::lock_guard lock(mutex_);
  Database& database = databases_.at(place);
  if (wait.cause == Wait::Cause::connection) ++database.reconnects;
  if (wait.cause != Wait::Cause::table_lock) return;
  ++database.lock_retries;
  database.table_lock_wait += seconds(wait.lost + wait.pause);
}

void RunMetrics::record_lock_wait(Place place, std::chrono::milliseconds time) {
  const std::lock_guard lock(mutex_);
  databases_.at(place).run_lock_wait += seconds(time);
}

void RunMetrics::succeed(Place place) {
  const std::lock_guard lock(mutex_);
  databases_.at(place).succeeded = Clock::now();
}

void RunMetrics::finish(int exit_code) {
  const std::lock_guard lock(mutex_);
  end_ = Clock::now();
  exit_code_ = exit_code;
}

std::string RunMetrics::text() const {
  const std::lock_guard lock(mutex_);
  std::vector<const Database*> all;
  for (const Database& each : databases_)
    all.push_back(&each);
  return text_of_all(all);
}

std::string RunMetrics::text_of(Place place) const {
  const std::lock_guard lock(mutex_);
  return text_of_all({&databases_.at(place)});
}

std::string RunMetrics::text_of_run() const {
  MetricText out;
  const auto gauge = [&](std::string_view name, std::string_view help, double value) {
    out.family(name, "gauge", help);
    out.sample({}, value);
  };
  out.family("dbmig_run_info", "gauge", "The run that these metrics are of; always 1.");
  out.sample({{"run_id", run_.run_id}, {"command", run_.command}, {"version", run_.version}}, 1);
  gauge("dbmig_run_start_timestamp_seconds", "When the run began.", unix_time(start_));
  const auto took = end_.value_or(Clock::now()) - start_;
  gauge("dbmig_run_duration_seconds", "How long the run took, or has been taking.",
        seconds(std::chrono::duration_cast<std::chrono::milliseconds>(took)));
  gauge("dbmig_run_in_progress", "1 while the run lasts.", end_ ? 0 : 1);
  if (end_) gauge("dbmig_run_exit_code", "What the run ended with; 0 is success.", exit_code_);
  return out.str();
}

std::string RunMetrics::text_of_all(const std::vector<const Database*>& databases) const {
  MetricText out;
  out.family("dbmig_revisions_pending", "gauge", "Revisions that are still to be carried out.");
  std::vector<const Database*> worked_on;
  for (const Database* each : databases) {
    if (each->pending) out.sample(labels_of(each->labels), static_cast<double>(*each->pending));
    if (each->is_worked_on) worked_on.push_back(each);
  }
  if (databases.empty()) return text_of_run();
  if (worked_on.empty()) return text_of_run() + out.str();
  if (end_) {
    out.family("dbmig_success", "gauge", "1 when this database is where the run should bring it.");
    for (const Database* each : worked_on)
      out.sample(labels_of(each->labels), each->succeeded ? 1 : 0);
  }
  out.family(kLastSuccess, "gauge", "When a run last brought this database where it should be.");
  for (const Database* each : worked_on) {
    if (each->succeeded) out.sample(labels_of(each->labels), unix_time(*each->succeeded));
  }
  add_revisions(out, worked_on);
  add_statements(out, worked_on);
  add_waits(out, worked_on);
  return text_of_run() + out.str();
}

}  // namespace dbmig

// The end of one step and the beginning of the next, in one transaction and one message.
#include <fmt/format.h>

#include "base/error.h"
#include "db/journal.h"
#include "db/server_error.h"

namespace dbmig {
namespace {

constexpr unsigned kSignal = 1644;
constexpr unsigned kNotPrepared = 1243;
constexpr unsigned kOtherArguments = 1210;
constexpr std::string_view kName = "dbmig_chain";
constexpr std::string_view kRefuse = "SIGNAL SQLSTATE '45000'";

/// Signals unless `question` is refused with error 1146.
std::string demand_absence(std::string_view question) {
  return fmt::format(
      "BEGIN NOT ATOMIC DECLARE ready BOOLEAN DEFAULT FALSE;"
      " BEGIN DECLARE CONTINUE HANDLER FOR SQLEXCEPTION SET ready = FALSE;"
      " DECLARE CONTINUE HANDLER FOR {} SET ready = TRUE; {}; END;"
      " IF NOT ready THEN {}; END IF; END",
      kNoSuchTable, question, kRefuse);
}

}  // namespace

bool Journal::joins_steps() const {
  const Dialect dialect = connection_->dialect();
  return dialect.flavour == Flavour::mariadb && !dialect.oracle && !connection_->server().galera &&
         chain_ != Chain::refused;
}

/// The text of the prepared statement: it spares the server to read all of this for each step. The
/// server is quicker with an UPDATE for each table than with one for both.
std::string Journal::chain() const {
  const auto q = [&](std::string_view text) { return connection_->quoted(text); };
  const std::string who = fmt::format(
      "0, 0, SPACE(0), 0, NOW(6), NULL, {}, {}, USER(), CONNECTION_ID()", q(runner_), q(run_id_));
  return fmt::format(
      "BEGIN NOT ATOMIC DECLARE ready BOOLEAN DEFAULT FALSE; START TRANSACTION;"
      " UPDATE {versions} SET version_num = ? WHERE version_num = ? AND {lock};"
      " SET ready = ROW_COUNT() = 1;"
      " UPDATE {journal} SET state = '{done}', took = IF(number = 0, ?, ?), finished_at = NOW(6),"
      " changed_rows = IF(number = 0, changed_rows, ?)"
      " WHERE version_table = {table} AND step = ? AND number IN (0, ?);"
      " SET ready = ready AND ROW_COUNT() = 2;"
      " IF ready THEN INSERT INTO {journal} (version_table, step, direction, revision, number,"
      " statement, state, kind, sha256, evidence, changed_rows, rounds, error, took, started_at,"
      " finished_at, runner, run_id, db_user, connection_id) VALUES"
      " ({table}, ?, ?, ?, 0, ?, '{running}', SPACE(0), SPACE(0), SPACE(0), {who}),"
      " ({table}, ?, ?, ?, ?, ?, '{running}', ?, ?, ?, {who});"
      " COMMIT; ELSE ROLLBACK; {refuse}; END IF; END",
      fmt::arg("versions", versions_.qualified()), fmt::arg("lock", lock_->condition()),
      fmt::arg("journal", qualified()), fmt::arg("done", name(JournalState::done)),
      fmt::arg("running", name(JournalState::running)), fmt::arg("table", q(versions_.table)),
      fmt::arg("who", who), fmt::arg("refuse", kRefuse));
}

std::string Journal::chain_values(const JournalRow& head, const JournalRow& last,
                                  const RowEdit& edit, const Opening& opening) const {
  const auto q = [&](std::string_view text) { return connection_->quoted(text); };
  const auto begin = [&](const JournalRow& row) {
    return fmt::format("{}, '{}', {}", row.step, name(row.direction), q(row.revision));
  };
  const auto& [next, first] = opening.rows;
  return fmt::format("{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, '{}', {}", q(edit.to),
                     q(edit.from), head.took.count(), last.took.count(), last.changed_rows,
                     head.step, last.number, begin(next), q(next.text), begin(first), first.number,
                     q(first.text), q(first.kind), first.sha256, q(first.evidence));
}

bool Journal::finish_and_open(const JournalRow& head, const JournalRow& last, const RowEdit& edit,
                              const Opening& opening) {
  std::vector<std::string> message;
  const bool is_prepared = chain_ == Chain::prepared && chained_on_ == connection_->id();
  if (!is_prepared)
    message.push_back(fmt::format("PREPARE {} FROM {}", kName, connection_->quoted(chain())));
  if (!opening.absence.empty()) message.push_back(demand_absence(opening.absence));
  message.push_back(
      fmt::format("EXECUTE {} USING {}", kName, chain_values(head, last, edit, opening)));
  chain_ = Chain::unprepared;
  try {
    if (!lock_->write_ahead(message, opening.statement)) connection_->query_all(message);
  } catch (const Error& error) {
    if (!error.server() || error.code() != ErrorCode::statement) throw;
    const unsigned reason = error.server()->number;
    // A script may have taken the name for a statement of its own, or given it up.
    const bool is_worth_another_try =
        reason == kSignal || reason == kNotPrepared || reason == kOtherArguments;
    if (!is_worth_another_try) chain_ = Chain::refused;
    connection_->execute("ROLLBACK");  // The error does not say whether it had begun.
    return false;
  }
  chain_ = Chain::prepared;
  chained_on_ = connection_->id();
  return true;
}

}  // namespace dbmig

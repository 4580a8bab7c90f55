#include "engine/live_target.h"

#include <cstdlib>

#include "base/error.h"
#include "sql/classify.h"

namespace dbmig {

void LiveTarget::begin(const Step&) {
  sent_ = 0;
  committed_ = 0;
}

void LiveTarget::note_commits() {
  if (!connection().state().in_transaction) committed_ = sent_;
}

Outcome LiveTarget::run(const ScriptStatement& statement) {
  const bool can_roll_back =
      classify(statement.text, server_dialect()) == StatementClass::transactional;
  if (can_roll_back && !connection().state().in_transaction)
    connection().execute("START TRANSACTION");
  const Outcome outcome = connection().execute(statement.text);
  ++sent_;
  note_commits();
  return outcome;
}

Outcome LiveTarget::run_round(const ScriptStatement& statement) {
  connection().execute("COMMIT");
  note_commits();
  connection().execute("START TRANSACTION");
  const Outcome outcome = connection().execute(statement.text);
  connection().execute("COMMIT");
  if (outcome.changed_rows == 0) ++sent_;  // The last round.
  note_commits();
  return outcome;
}

bool LiveTarget::is_true(const std::string& query) {
  const Rows answer = connection().query(query);
  if (answer.rows.empty() || !answer.rows.front().front()) return false;
  const std::string& value = *answer.rows.front().front();
  // As the server itself decides: any text that is a number other than zero.
  return std::strtod(value.c_str(), nullptr) != 0;
}

std::vector<Warning> LiveTarget::warnings() { return connection().warnings(); }

std::vector<std::string> LiveTarget::finish(const Step& step) {
  if (!connection().state().in_transaction) connection().execute("START TRANSACTION");
  context_->versions().apply(step.rows);
  connection().execute("COMMIT");
  return connection().restore();
}

std::size_t LiveTarget::abandon() {
  try {
    // A statement that failed may have committed what came before it.
    note_commits();
    connection().restore();
  } catch (const Error&) {
    // The connection is gone; the server rolls back by itself.
  }
  return committed_;
}

}  // namespace dbmig

#include "engine/live_target.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/error.h"
#include "base/text.h"
#include "sql/classify.h"

namespace dbmig {
namespace {

/// As the server itself decides: text is true when it begins with a number other than
/// zero. What strtod() takes besides (`inf…`, `nan…`, `0x1`) is no number there.
bool counts_as_true(std::string_view text) {
  text = trim(text);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || (!is_digit(text.front()) && text.front() != '.')) return false;
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  return parsed.ec == std::errc::result_out_of_range || number != 0;
}

}  // namespace

void LiveTarget::begin(const Step&) {
  aftermath_ = {};
  open_ = 0;
  round_warnings_.clear();
}

void LiveTarget::note_commits() {
  if (connection().state().in_transaction) return;
  aftermath_.in_effect += std::exchange(open_, 0);
}

void LiveTarget::count(const ScriptStatement& statement, StatementClass kind) {
  // A transaction that ends and begins in one statement does not show in the server's reply.
  const std::string words = kind == StatementClass::transaction
                                ? lower(summary(statement.text, server_dialect()))
                                : std::string();
  if (words.starts_with("rollback") && words.find(" to ") == std::string::npos) {
    open_ = 0;
    return;
  }
  if (words.starts_with("begin") || words.starts_with("start")) {
    aftermath_.in_effect += std::exchange(open_, 0);
  }
  ++open_;
  if (words.starts_with("commit")) aftermath_.in_effect += std::exchange(open_, 0);
  note_commits();
}

Outcome LiveTarget::run(const ScriptStatement& statement) {
  const StatementClass kind = classify(statement.text, server_dialect());
  const bool can_roll_back = kind == StatementClass::transactional;
  if (can_roll_back && !connection().state().in_transaction)
    connection().execute("START TRANSACTION");
  if (!can_roll_back && kind != StatementClass::session)
    aftermath_.doubt = Aftermath::Doubt::statement;
  const Outcome outcome = connection().execute(statement.text);
  aftermath_.doubt = Aftermath::Doubt::nothing;
  count(statement, kind);
  return outcome;
}

Outcome LiveTarget::run_round(const ScriptStatement& statement) {
  connection().execute("COMMIT");
  note_commits();
  connection().execute("START TRANSACTION");
  const Outcome outcome = connection().execute(statement.text);
  if (outcome.warnings > 0) round_warnings_ = connection().warnings();
  aftermath_.doubt = Aftermath::Doubt::statement;
  connection().execute("COMMIT");
  aftermath_.doubt = Aftermath::Doubt::nothing;
  ++aftermath_.rounds;
  if (outcome.changed_rows == 0) {  // The last round: the statement is done.
    ++open_;
    aftermath_.rounds = 0;
  }
  note_commits();
  return outcome;
}

bool LiveTarget::is_true(const std::string& query) {
  const Rows answer = connection().query(query);
  if (answer.rows.empty() || !answer.rows.front().front()) return false;
  return counts_as_true(*answer.rows.front().front());
}

std::vector<Warning> LiveTarget::warnings() {
  if (!round_warnings_.empty()) return std::exchange(round_warnings_, {});
  return connection().warnings();
}

std::vector<std::string> LiveTarget::finish(const Step& step) {
  if (!connection().state().in_transaction) connection().execute("START TRANSACTION");
  context_->versions().apply(step.rows);
  aftermath_.doubt = Aftermath::Doubt::record;
  connection().execute("COMMIT");
  aftermath_.doubt = Aftermath::Doubt::nothing;
  aftermath_.recorded = true;
  return connection().restore();
}

Aftermath LiveTarget::abandon() {
  try {
    // A statement that failed may have committed what came before it. An error carries no
    // state of the transaction, so a statement that cannot fail asks for it.
    connection().execute("DO 0");
    aftermath_.doubt = Aftermath::Doubt::nothing;  // The connection lives: an answer came.
    note_commits();
    if (connection().state().in_transaction && connection().execute("ROLLBACK").warnings > 0) {
      constexpr unsigned kNotRolledBack = 1196;
      const std::vector<Warning> warnings = connection().warnings();
      const bool partial =
          std::any_of(warnings.begin(), warnings.end(),
                      [](const Warning& warning) { return warning.number == kNotRolledBack; });
      if (partial) aftermath_.rollback = Aftermath::Rollback::partial;
    }
    connection().restore();
  } catch (const Error&) {
    // The connection is gone; the server rolls back by itself.
  }
  return aftermath_;
}

}  // namespace dbmig

// Statements that change the session: SET, PREPARE, temporary tables …
#include <algorithm>

#include "base/error.h"
#include "base/text.h"
#include "engine/live_target.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"
#include "sql/ddl.h"
#include "sql/session_effect.h"

namespace dbmig {
namespace {

/// Settings that would keep dbmig from its own work.
void refuse_setting(std::string_view text, const Dialect& dialect) {
  const std::vector<std::string> words = names(text, dialect);
  const auto has = [&](std::string_view word) { return std::ranges::binary_search(words, word); };
  if (has("sql_select_limit") && !has("default")) {
    throw Error(ErrorCode::data, "sql_select_limit would cut what dbmig itself reads")
        .with_hint("say LIMIT in the statements that are to have one");
  }
  const bool releases = lower(text).find("release") != std::string::npos;
  if (has("completion_type") && (releases || text.find('2') != std::string_view::npos)) {
    throw Error(
        ErrorCode::data,
        "with this completion_type a COMMIT would end the session of this run, and its lock")
        .with_hint("leave it as it is");
  }
}

/// Settings that the server does not take in the middle of a transaction.
bool wants_no_transaction(const SessionEffect& effect) {
  constexpr std::string_view kNames[] = {"sql_log_bin", "binlog_format", "skip_replication",
                                         "gtid_domain_id", "gtid_seq_no"};
  return std::ranges::any_of(effect.makes, [&](const SessionPart& part) {
    return std::ranges::find(kNames, part.name) != std::end(kNames);
  });
}

}  // namespace

Outcome LiveTarget::run_session(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  refuse_setting(text, session_dialect());
  const SessionEffect effect = session_effect(text, session_dialect());
  const bool asks = asks_about_last(text, session_dialect());  // Nothing may come between.
  const bool calls = !asks && engines_.may_call(text);
  const bool reaches = calls && engines_.reach(names(text, session_dialect())).through_others;
  if (reaches || !effect.is_constant) {
    require_no_script_transaction();
    return run_announced(statement, kKindOpaque, {});
  }
  // What the script has kept before, such as the old value, is not to be kept again behind it.
  const bool outlives = !effect.outlives.empty();
  if (outlives && !connection().state().in_transaction) commit();
  if (outlives || wants_no_transaction(effect)) end_own_transaction();
  if (calls) open_transaction();  // What it writes stands or falls with its record.
  sent_ = true;
  routines_.note_prepare(text);
  const Outcome outcome = send(text);
  replay_.note_unrepeatable();
  note_done(calls ? kKindOpaque : outlives ? name(DdlVerb::other) : kKindSession, outcome);
  return outcome;
}

}  // namespace dbmig

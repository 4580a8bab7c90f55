// Statements that change the session: SET, PREPARE, temporary tables …
#include <algorithm>

#include "engine/live_target.h"
#include "engine/refused_settings.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"
#include "sql/session_effect.h"

namespace dbmig {
namespace {

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
  const bool reaches = calls && engines_.reaches_by_asking(text);
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

// Statements that change the session: SET, PREPARE, temporary tables …
#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "engine/live_target.h"
#include "engine/refused_settings.h"
#include "engine/statement_kind.h"
#include "sql/asks_about_last.h"
#include "sql/ddl.h"
#include "sql/session_effect.h"
#include "sql/written_table.h"

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

/// Of a table as the server shows it. Temporary tables are not among those that the information
/// schema tells of.
bool is_without_transactions(const std::string& shown) {
  constexpr std::string_view kEngine = "\n) ENGINE=";
  const std::size_t at = shown.rfind(kEngine);
  return at == std::string::npos || !shown.substr(at + kEngine.size()).starts_with("InnoDB");
}

}  // namespace

/// A temporary table of that name would take what is meant for dbmig's own.
void LiveTarget::refuse_own_names(const SessionEffect& effect) const {
  const std::string versions = lower(context_->versions().name().table);
  for (const SessionPart& part : effect.makes) {
    if (part.kind != SessionPart::Kind::temporary_table) continue;
    if (part.name != versions && !part.name.starts_with("dbmig_")) continue;
    throw Error(ErrorCode::data,
                fmt::format("a temporary table {} would hide dbmig's own table", part.name))
        .with_hint("give it another name");
  }
}

/// Of the query of a directive: that leaves no record by which a variable could be missed.
void LiveTarget::refuse_assignment(std::string_view query) const {
  if (query.find('@') == std::string_view::npos) return;
  for (const SessionPart& part : session_effect(query, session_dialect()).makes) {
    if (part.kind != SessionPart::Kind::variable) continue;
    throw Error(ErrorCode::data, fmt::format("the query of skip-if sets {}", dbmig::text(part)))
        .with_hint("set it in a statement of its own: a directive only asks");
  }
}

Outcome LiveTarget::run_session(const NumberedStatement& statement) {
  const std::string_view text = statement.statement.text;
  refuse_setting(text, session_dialect());
  const SessionEffect effect = session_effect(text, session_dialect());
  refuse_own_names(effect);
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
  if (effect.once) replay_.note_value();
  keeps_rows_.clear();  // It may be a temporary table of the same name.
  const auto is_role = [](const SessionPart& part) { return part.name == "role"; };
  if (std::ranges::any_of(effect.makes, is_role)) engines_.forget();  // It may show others.
  note_done(calls ? kKindOpaque : outlives ? name(DdlVerb::other) : kKindSession, outcome);
  return outcome;
}

void LiveTarget::require_session(const NumberedStatement& statement, std::string_view text) {
  resumption_.require_session(statement, text, [&] { return engines_.runs_code(text); });
}

void LiveTarget::note_remains(const NumberedStatement& statement, std::string_view text) {
  const std::vector<SessionPart> unset = remains_.note(text, connection());
  if (unset.empty() || asks_about_last(text, session_dialect())) return;
  for (const SessionPart& variable : unset) {
    if (!is_of_earlier_revision(variable)) continue;
    throw Error(ErrorCode::data, fmt::format("it reads {}, which an earlier revision has set: "
                                             "that ends with its revision",
                                             dbmig::text(variable)))
        .at(statement.statement.location())
        .with_hint("set it in this revision, too: a run may begin with it");
  }
}

/// Whether an earlier revision has set it, and nothing inside of what this one has run.
bool LiveTarget::is_of_earlier_revision(const SessionPart& variable) {
  const std::string name = variable.name.substr(1);
  const Rows is_null = connection().query("SELECT @" + quoted_name(name) + " IS NULL");
  if (is_null.rows.at(0).at(0) != "1") return false;
  return std::ranges::any_of(context_->journal().texts_with(name), [&](const std::string& earlier) {
    const SessionEffect effect = session_effect(earlier, session_dialect());
    return std::ranges::find(effect.makes, variable) != effect.makes.end();
  });
}

/// Whether it keeps what is rolled back; what cannot be looked at does.
bool LiveTarget::keeps_rows(const ObjectName& table) {
  const std::string place = quoted_name(table.schema) + "." + quoted_name(table.name);
  try {
    const Rows shown = connection().query("SHOW CREATE TABLE " + place);
    return is_without_transactions(shown.rows.at(0).at(1).value_or(""));
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
    return true;
  }
}

bool LiveTarget::names_kept_rows(std::string_view text) {
  if (!remains_.has_temporary_tables()) return false;
  const bool may_look = !asks_about_last(text, session_dialect());
  return std::ranges::any_of(names(text, session_dialect()), [&](const std::string& name) {
    const std::vector<ObjectName> tables = remains_.temporary_tables(name);
    if (tables.empty()) return false;
    const auto known = keeps_rows_.find(name);
    if (known != keeps_rows_.end()) return known->second;
    const auto keeps = [this](const ObjectName& table) { return keeps_rows(table); };
    return !may_look || (keeps_rows_[name] = std::ranges::any_of(tables, keeps));
  });
}

}  // namespace dbmig

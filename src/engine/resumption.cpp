#include "engine/resumption.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "base/sha256.h"
#include "base/text.h"
#include "db/row_evidence.h"
#include "db/server_error.h"
#include "engine/answer_text.h"
#include "engine/failure.h"
#include "engine/statement_kind.h"
#include "sql/classify.h"
#include "sql/ddl.h"
#include "sql/one_row.h"
#include "sql/schema_change.h"

namespace dbmig {
namespace {

// What a message shows of a statement, in characters.
constexpr std::size_t kShown = 600;

constexpr std::string_view kEnded = "what it would end has ended with the session that made it";

std::string indented(const Evidence& evidence) {
  return evidence.empty() ? "  (nothing to look at)"
                          : "  " + replaced(text(evidence), "\n", "\n  ");
}

/// `statement 3`, `query 1`.
std::string called(std::size_t number) {
  return number > kQueries ? fmt::format("query {}", number - kQueries)
                           : fmt::format("statement {}", number);
}

/// What can be done without a part of the session that is lost.
std::string way_without(const SessionPart& part) {
  constexpr std::string_view kElse =
      "else undo what ran by hand and say so with `dbmig resume --forget`";
  if (part.kind == SessionPart::Kind::temporary_table) {
    return fmt::format(
        "a table of that name that is not temporary would be taken for it: if that is right, "
        "`dbmig resume --assume-done`; to drop the temporary one write DROP TEMPORARY TABLE; {}",
        kElse);
  }
  return fmt::format(
      "if it is not needed: `dbmig resume --assume-done`; or write this statement, and those "
      "behind it, so that they do without; {}",
      kElse);
}

/// The text of a row's statement; nothing where the journal has it only in part, or with its
/// secrets hidden, and `at_hand` is another.
std::optional<std::string_view> whole_text(const JournalRow& row, std::string_view at_hand) {
  if (sha256(at_hand) == row.sha256) return at_hand;
  if (sha256(row.text) == row.sha256) return row.text;
  return std::nullopt;
}

}  // namespace

std::string shown_statement(std::string_view text) {
  const std::string_view cut = code_point_range(text, 0, kShown);
  return "  " + replaced(std::string(cut), "\n", "\n  ") + (cut.size() < text.size() ? " …" : "");
}

Error Resumption::edited(const NumberedStatement& statement, const JournalRow& row) const {
  return Error(ErrorCode::data, fmt::format("statement {} of {} was edited after it took effect",
                                            statement.number, row.revision))
      .at(statement.statement.location())
      .with_state(fmt::format("it ran as\n{}\nand the file has now\n{}", shown_statement(row.text),
                              shown_statement(statement.statement.text)))
      .with_hint(
          "put it back as it was and make the change in a statement after it, or undo what ran by "
          "hand and say so with `dbmig resume --forget`");
}

Error in_doubt(const JournalRow& row, const Evidence& now) {
  const Evidence before = parse_evidence(row.evidence);
  const std::string_view rolled_back = has_transactional_rows(before)
                                           ? "\nwhat it changed in tables with transactions was "
                                             "rolled back: make that change by hand "
                                             "before you say --assume-done"
                                           : "";
  return Error(ErrorCode::data,
               fmt::format("nothing tells whether {} of {} took effect when {} ended",
                           called(row.number), row.revision, row.runner))
      .with_state(
          fmt::format("it was sent at {} UTC; what it is about looked like this before\n{}\n"
                      "and now\n{}{}",
                      row.started(), indented(before), indented(now), rolled_back))
      .with_hint(std::string(kDoubtHint));
}

SecondLook second_look(Connection& connection, const JournalRow& row, std::string_view text) {
  const Evidence before = parse_evidence(row.evidence);
  if (row.kind == kKindRepeated) return {Finding::not_happened, {}};
  if (row.kind == kKindOpaque) {
    // Of a change of rows that failed there is something to see.
    const bool has_rows = !before.empty();
    return {Finding::unknown, has_rows ? look_at_rows(connection, before) : Evidence{}};
  }
  if (row.kind == kKindRows) {
    Evidence now = look_at_rows(connection, before);
    Finding found = judge_rows(before, now);
    // One of several rows may be all that was changed when it was ended.
    const std::optional<std::string_view> whole = whole_text(row, text);
    const bool is_one_row = whole && inserts_one_row(*whole, connection.dialect());
    // And what was to be in a transaction is not in effect without the record.
    if (found == Finding::happened && (!is_one_row || has_transactional_rows(before)))
      found = Finding::unknown;
    return {found, std::move(now)};
  }
  const DdlVerb verb = parse_verb(row.kind);
  SecondLook look;
  look.now = look_at(connection, subject_of(before, verb));
  // The beginning says this much.
  const std::optional<DdlTerms> terms = ddl_terms(row.text, verb, connection.dialect());
  look.finding = judge(verb, terms, before, look.now);
  look.is_effect = verb == DdlVerb::drop && look.finding == Finding::happened;
  const std::optional<std::string_view> whole = whole_text(row, text);
  if (const std::optional<std::vector<SchemaChange>> changes =
          whole ? schema_changes(*whole, connection.dialect(), connection.state().database)
                : std::nullopt) {
    if (const auto found = judge_names(*changes, before, look.now)) {
      look.finding = *found;
      look.is_effect = verb == DdlVerb::rename && *found == Finding::happened;
    }
  }
  // One that was killed had mostly no effect, so the change may be another session's.
  const bool was_killed = !row.error.empty();
  if (was_killed && look.finding == Finding::happened && !look.is_effect)
    look.finding = Finding::unknown;
  return look;
}

void Resumption::replay_session(const NumberedStatement& numbered) {
  const SessionEffect effect = session_effect(numbered.statement.text, connection_->dialect());
  const bool reads_lost = lost_.has_any(effect.reads);
  const bool is_used_up = effect.once && ran_on(numbered.number);
  const bool is_repeated = effect.repeatable && !reads_lost && !is_used_up;
  std::optional<std::string> refusal;
  if (is_repeated) refusal = refusal_of_replay(numbered.statement.text);
  if (is_repeated && !refusal) {
    lost_.note_made(numbered.number, effect);
  } else {
    lost_.end(effect.ends);
    lost_.lose(numbered.number, effect, refusal);
  }
  lost_.note_outliving(effect);
}

/// Sends a statement again that took effect in another session; what the server says against it
/// now. A later statement may have dropped what it is about, so that is no failure by itself.
std::optional<std::string> Resumption::refusal_of_replay(std::string_view text) const {
  try {
    connection_->execute(text);
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
    return error.server()->message;
  }
  return std::nullopt;
}

void Resumption::require_session(const NumberedStatement& numbered, std::string_view text,
                                 const std::function<bool()>& runs_code) {
  if (lost_.empty()) return;
  const auto is_needed = [this](const LostSession::Lost& lost) {
    return answer_to(lost.number) != Assume::done && !is_made_again(lost.part);
  };
  const Dialect dialect = connection_->dialect();
  if (const LostSession::Lost* lost = lost_.needed_by(text, dialect, runs_code, is_needed))
    throw cannot_go_on(numbered, *lost);
  lost_.note_sent(session_effect(text, dialect));
}

/// A new session has no last id.
bool Resumption::is_made_again(const SessionPart& part) const {
  return part.kind == SessionPart::Kind::last_insert_id &&
         connection_->query("SELECT LAST_INSERT_ID()").rows.at(0).at(0) != "0";
}

Error Resumption::cannot_go_on(const NumberedStatement& numbered,
                               const LostSession::Lost& lost) const {
  std::string what = fmt::format(
      "statement {} cannot be gone on with: {} of {} ended with the session that made it",
      numbered.number, text(lost.part), called(lost.number));
  if (lost.refusal) what += fmt::format(", and cannot be made again: {}", *lost.refusal);
  return Error(ErrorCode::data, what)
      .at(numbered.statement.location())
      .with_hint(way_without(lost.part));
}

std::optional<std::string> Resumption::settle(const NumberedStatement& numbered) {
  const JournalRow* row = journal_->earlier(numbered.number);
  if (row == nullptr) return leave_out_end(numbered);
  switch (row->state) {
    case JournalState::done:
      if (sha256(numbered.statement.text) != row->sha256) throw edited(numbered, *row);
      replay_session(numbered);
      return fmt::format("in effect since {} UTC", row->started());
    case JournalState::skipped:
      return settle_left_out(numbered, *row);
    case JournalState::running:
      return decide(numbered, *row);
    case JournalState::refused:
      return std::nullopt;  // refusal() says what is to become of it.
    default:
      return leave_out_end(numbered);  // Failed, or undone: to be sent.
  }
}

std::optional<std::string> Resumption::settle_left_out(const NumberedStatement& numbered,
                                                       const JournalRow& row) {
  if (!ran_on(numbered.number)) return leave_out_end(numbered);  // Its directives are asked again.
  std::string reason = why_left_out(numbered, row);
  if (row.error == kRolledBack)
    lost_.lose(numbered.number, session_effect(row.text, connection_->dialect()));
  if (row.error == kEnded) lost_.end(session_effect(row.text, connection_->dialect()).ends);
  return reason;
}

/// DEALLOCATE and DROP TEMPORARY TABLE of what is lost would be refused, and have their effect
/// already. DROP TABLE might drop another one of that name.
std::optional<std::string> Resumption::leave_out_end(const NumberedStatement& numbered) {
  if (lost_.empty()) return std::nullopt;
  const SessionEffect effect = session_effect(numbered.statement.text, connection_->dialect());
  const bool is_end = effect.makes.empty() && !effect.ends.empty() && effect.reads == effect.ends;
  const auto lost = [this](const SessionPart& part) { return lost_.has(part); };
  if (!is_end || !std::ranges::all_of(effect.ends, lost)) return std::nullopt;
  lost_.end(effect.ends);
  JournalRow row = journal_->row(numbered.number, numbered.statement, "", connection_->dialect());
  row.state = JournalState::skipped;
  row.error = kEnded;
  journal_->note(std::move(row));
  return std::string(kEnded);
}

/// Whether an earlier run carried out a statement behind that number, or may have.
bool Resumption::ran_on(std::size_t number) const {
  const JournalRow* row = nullptr;
  while ((row = journal_->earlier(++number)) != nullptr) {
    if (row->state == JournalState::done || row->state == JournalState::running) return true;
  }
  return false;
}

std::string Resumption::why_left_out(const NumberedStatement& numbered,
                                     const JournalRow& row) const {
  if (sha256(numbered.statement.text) == row.sha256)
    return fmt::format("left out at {} UTC: {}", row.started(), row.error);
  throw Error(ErrorCode::data, fmt::format("statement {} of {} was edited after it was left out, "
                                           "and statements behind it have run",
                                           numbered.number, row.revision))
      .at(numbered.statement.location())
      .with_state(fmt::format("{}; it was\n{}\nand the file has now\n{}", row.error,
                              shown_statement(row.text), shown_statement(numbered.statement.text)))
      .with_hint(
          "put it back as it was and write the new one behind what ran, or undo what ran by hand "
          "and say so with `dbmig resume --forget`");
}

std::optional<std::uint64_t> Resumption::found_rows(const NumberedStatement& numbered) const {
  const JournalRow* row = journal_->earlier(numbered.number);
  if (row == nullptr || row->kind != kKindTransactional) return std::nullopt;
  return row->rounds;
}

std::optional<Error> Resumption::refusal(const NumberedStatement& numbered) const {
  const JournalRow* row = journal_->earlier(numbered.number);
  if (row != nullptr && refused_.number == row->number) {
    JournalRow refused = *row;
    refused.state = JournalState::refused;
    refused.error = refused_.text;
    journal_->note(std::move(refused));
    return statement_failure("the server refused the statement", parse_refusal(refused_.text))
        .at(numbered.statement.location());
  }
  if (row == nullptr || row->state != JournalState::refused) return std::nullopt;
  if (!journal_->went_on(numbered.number)) return std::nullopt;
  if (sha256(numbered.statement.text) != row->sha256) throw edited(numbered, *row);
  const ServerError said = parse_refusal(row->error);
  return statement_failure("the server refused the statement", said)
      .at(numbered.statement.location());
}

std::optional<Rows> Resumption::answer(const NumberedQuery& query) {
  if (!journal_->went_on(query.sent)) return std::nullopt;
  const JournalRow* row = journal_->earlier(kQueries + query.number);
  if (row != nullptr && row->state == JournalState::running) return decide(query, *row);
  if (row == nullptr || row->rounds != query.sent || sha256(query.statement.text) != row->sha256) {
    throw changed_query(query, row);
  }
  if (!row->error.empty()) {
    throw statement_failure("the server refused the query", parse_refusal(row->error));
  }
  const SessionEffect effect = session_effect(query.statement.text, connection_->dialect());
  if (std::optional<Rows> rows = parse_answer(row->evidence)) {
    lost_.lose(kQueries + query.number, effect);
    return rows;
  }
  Rows now = connection_->query(query.statement.text);
  if (kept_answer(now) != row->evidence) throw changed_query(query, row);
  lost_.note_made(kQueries + query.number, effect);
  return now;
}

/// Of a query that may have changed something, and whose answer nobody knows.
std::optional<Rows> Resumption::decide(const NumberedQuery& query, const JournalRow& row) {
  if (answer_to(row.number) == Assume::not_done) return std::nullopt;
  is_in_doubt_ = true;
  throw in_doubt(row, {}).at(query.statement.location()).with_hint(std::string(kQueryDoubtHint));
}

Error Resumption::changed_query(const NumberedQuery& query, const JournalRow* row) const {
  const bool other =
      row == nullptr || row->rounds != query.sent || row->sha256 != sha256(query.statement.text);
  return Error(ErrorCode::data, other
                                    ? "this query was not asked here when the revision began, and "
                                      "statements after it are in effect"
                                    : "the database answers this query otherwise than when the "
                                      "revision began, and statements after it are in effect")
      .at(query.statement.location())
      .with_hint(
          "put the file back as it was; or undo what ran by hand and say so with "
          "`dbmig resume --forget`");
}

/// What was said of a statement, if it still is as it was when that was said.
Assume Resumption::answer_to(std::size_t number) const {
  const JournalRow* then = answered_ ? answered_->find(number) : nullptr;
  const JournalRow* now = journal_->earlier(number);
  return then != nullptr && now != nullptr && *then == *now ? assume_ : Assume::nothing;
}

std::optional<std::string> Resumption::decide(const NumberedStatement& numbered,
                                              const JournalRow& row) {
  const SecondLook look = second_look(*connection_, row, numbered.statement.text);
  Finding found = look.finding;
  const Assume assume = answer_to(row.number);
  const bool is_open = found == Finding::unknown || found == Finding::partly;
  if (is_open && assume != Assume::nothing) {
    found = assume == Assume::done ? Finding::happened : Finding::not_happened;
  }
  switch (found) {
    case Finding::not_happened:
      return std::nullopt;
    case Finding::unknown:
      is_in_doubt_ = true;
      throw in_doubt(row, look.now).at(numbered.statement.location());
    case Finding::partly:
    case Finding::happened:
      break;
  }
  const bool is_edited = sha256(numbered.statement.text) != row.sha256;
  // What is left of it was refused, then or now: so is the whole, which may be mended.
  if (found == Finding::partly && is_edited) return std::nullopt;
  if (is_edited) throw edited(numbered, row);
  if (numbered.statement.directives.repeat) return std::nullopt;  // One round: more may follow.
  if (found == Finding::partly) {
    if (const std::optional<Error> refusal = drop_the_rest(row, look.now)) {
      refused_ = {row.number, refusal_text(*refusal)};
      return std::nullopt;
    }
  }
  mark_done(numbered, row);
  replay_session(numbered);
  return found == Finding::partly
             ? fmt::format("sent at {} UTC; what it had left was dropped now", row.started())
             : fmt::format("sent at {} UTC, and in effect", row.started());
}

/// What the server says against it, if it does.
std::optional<Error> Resumption::drop_the_rest(const JournalRow& row, const Evidence& now) const {
  const Evidence before = parse_evidence(row.evidence);
  try {
    for (std::size_t i = 0; i < before.size(); ++i) {
      if (before[i].presence == ObjectState::Presence::present &&
          now[i].presence == ObjectState::Presence::present) {
        connection_->execute("DROP " + now[i].object);  // `table `d`.`t``
      }
    }
  } catch (const Error& error) {
    if (!is_refusal(error)) throw;
    return error;
  }
  return std::nullopt;
}

void Resumption::mark_done(const NumberedStatement& numbered, const JournalRow& row) {
  JournalRow done =
      journal_->row(numbered.number, numbered.statement, row.kind, connection_->dialect());
  done.state = JournalState::done;
  done.evidence = row.evidence;
  journal_->note(std::move(done));
}

}  // namespace dbmig

#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/finding.h"
#include "engine/lost_session.h"
#include "engine/step_journal.h"
#include "engine/target.h"
#include "sql/session_effect.h"

namespace dbmig {

/// What to take a statement for whose effect nothing tells.
enum class Assume { nothing, done, not_done };

/// A later look at a statement that was announced and not recorded.
struct SecondLook {
  Finding finding = Finding::unknown;
  Evidence now;
  bool is_effect = false;  // What the statement wanted is so, whoever brought it about.
};
/// `text` is the statement's, where it is at hand; only the one that the row is about counts.
SecondLook second_look(Connection& connection, const JournalRow& row, std::string_view text = {});

/// Nothing tells whether the statement of `row` took effect, though `now` was looked at.
Error in_doubt(const JournalRow& row, const Evidence& now);

/// A statement as a message shows it, cut when long.
std::string shown_statement(std::string_view text);

/// Goes on with a step that an earlier run left: which of its statements are in effect,
/// which are not, and which are in doubt.
class Resumption {
 public:
  /// `assume` is what somebody says who has seen the step as `answered`, and of nothing later.
  Resumption(Connection& connection, StepJournal& journal, Assume assume,
             std::optional<JournalStep> answered)
      : connection_(&connection),
        journal_(&journal),
        assume_(assume),
        answered_(std::move(answered)) {}

  void begin() { lost_.begin(); }

  /// Why a statement is not to be sent again; nothing when it is to be sent. Repeats what
  /// only set up the session; what of that cannot be repeated, or is refused now, is lost. A
  /// statement that would end what is lost is not sent either, for the server would refuse it.
  /// Throws Error(data) when the statement was edited after it took effect, or when nothing
  /// tells whether it did.
  std::optional<std::string> settle(const NumberedStatement& statement);

  /// Rows that a settled statement found; nothing when nobody knows any more.
  std::optional<std::uint64_t> found_rows(const NumberedStatement& statement) const;

  /// What the server said to an earlier run that went on without the statement, or to settle(),
  /// of what such a run had left of it; nothing when nothing came of that, so that the statement is
  /// to be sent again.
  std::optional<Error> refusal(const NumberedStatement& statement) const;

  /// What an earlier run was told, by which statements that are in effect went; nothing when
  /// the query is to be asked. Throws as it did then, and Error(data) when it was another
  /// query. What such a query had assigned is lost.
  std::optional<Rows> answer(const NumberedQuery& query);

  /// To be called before a statement is sent, or the query of its directive: throws Error(data)
  /// when what earlier ones had made in the session is lost and the text may need it. Of a variable
  /// and what was prepared that is any statement that names it, or that may run code: no
  /// definition. Of a setting, a database, a temporary table, it is any but one that changes only
  /// the session, or makes it anew. `runs_code` tells whether the text may run stored code.
  void require_session(const NumberedStatement& statement, std::string_view text,
                       const std::function<bool()>& runs_code);

  /// Whether settle() has thrown since nothing tells whether a statement took effect.
  bool is_in_doubt() const { return is_in_doubt_; }

 private:
  void replay_session(const NumberedStatement& statement);
  std::optional<std::string> refusal_of_replay(std::string_view text) const;
  bool is_made_again(const SessionPart& part) const;
  Error cannot_go_on(const NumberedStatement& statement, const LostSession::Lost& lost) const;
  std::optional<std::string> settle_left_out(const NumberedStatement& statement,
                                             const JournalRow& row);
  std::optional<std::string> leave_out_end(const NumberedStatement& statement);
  std::optional<std::string> decide(const NumberedStatement& statement, const JournalRow& row);
  std::optional<Error> drop_the_rest(const JournalRow& row, const Evidence& now) const;
  void mark_done(const NumberedStatement& statement, const JournalRow& row);
  std::optional<Rows> decide(const NumberedQuery& query, const JournalRow& row);
  Error changed_query(const NumberedQuery& query, const JournalRow* row) const;
  std::string why_left_out(const NumberedStatement& statement, const JournalRow& row) const;
  bool ran_on(std::size_t number) const;
  Assume answer_to(std::size_t number) const;
  Error edited(const NumberedStatement& statement, const JournalRow& row) const;

  Connection* connection_;
  StepJournal* journal_;
  Assume assume_;
  std::optional<JournalStep> answered_;
  bool is_in_doubt_ = false;
  /// The last statement that settle() met a refusal of.
  struct Refused {
    std::size_t number = 0;
    std::string text;  // As the journal has it.
  };
  Refused refused_;
  LostSession lost_;
};

}  // namespace dbmig

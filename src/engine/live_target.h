#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "db/engines.h"
#include "db/routines.h"
#include "db/watchdog.h"
#include "engine/back_out.h"
#include "engine/lock_patience.h"
#include "engine/migration_context.h"
#include "engine/resumption.h"
#include "engine/session_remains.h"
#include "engine/step_journal.h"
#include "engine/target.h"
#include "engine/transaction_replay.h"
#include "sql/statement.h"

namespace dbmig {

struct LiveOptions {
  LockLimits locks;
  WaitNotice notice;                      // May be empty.
  std::function<bool()> interrupted;      // As ExecuteOptions::interrupted.
  std::optional<JournalStep> left;        // The step that an earlier run left, to go on with.
  Assume assume = Assume::nothing;        // For its statement in doubt.
  std::optional<JournalStep> answered{};  // What `assume` is about; nothing later is.
  std::optional<BackOut> back;            // The step of the plan that undoes an unfinished one.
  WatchLimits watch;                      // When a statement is ended on the server.
};

/// A plan carried out on a server, each statement exactly once.
///
/// DML since the last DDL, its records in the journal and the version rows of a step are
/// one transaction, as with Alembic. A statement that commits by itself is announced in
/// the journal before it is sent and recorded with what is written next; what its objects
/// looked like before tells a later run whether it happened.
class LiveTarget : public Target {
 public:
  /// `context` is prepared (MigrationContext::prepare()), its lock is held, and it
  /// outlives the target.
  explicit LiveTarget(MigrationContext& context, LiveOptions options = {});

  std::optional<Dialect> dialect() const override { return connection().server().dialect(); }
  Aftermath standing(const Step& step) const override;
  void begin(const Step& step) override;
  std::optional<std::string> settled(const NumberedStatement& statement) override;
  /// How much of LockLimits::budget is spent.
  std::chrono::milliseconds waited_for_locks() const { return patience_.spent(); }
  bool is_under_way() const override { return connection().awaits_answer(); }
  Outcome run(const NumberedStatement& statement) override;
  Outcome run_round(const NumberedStatement& statement) override;
  bool has_rounds(const NumberedStatement& statement) const override;
  std::optional<std::uint64_t> settled_rows(const NumberedStatement& statement) override;
  std::optional<Error> earlier_refusal(const NumberedStatement& statement) override;
  std::string partial_effect() const override;
  void go_on_after(const Error& error) override;
  Rows query(const NumberedQuery& query) override;
  void skip(const NumberedStatement& statement) override;
  bool is_true(const NumberedStatement& statement) override;
  std::vector<Warning> warnings() override;
  std::vector<std::string> finish(const Step& step) override;
  void foresee(const Upcoming& next) override;
  bool finish_and_announce(const Step& step, const Upcoming& next) override;
  Aftermath abandon(const Error& error) override;

 private:
  bool is_left(const Step& step) const;
  Connection& connection() const { return context_->connection(); }
  /// By whose rules the next statement is read.
  Dialect session_dialect() const { return connection().dialect(); }

  Outcome run_session(const NumberedStatement& statement);
  Outcome run_in_transaction(const NumberedStatement& statement);
  Outcome run_opaque(const NumberedStatement& statement);
  Outcome run_transaction_word(const NumberedStatement& statement);
  Outcome run_announced(const NumberedStatement& statement, std::string_view kind,
                        const Evidence& evidence);
  Outcome run_mixed(const NumberedStatement& statement, const Evidence& evidence);
  /// A statement that was announced with the end of the step before.
  Outcome run_opening(const NumberedStatement& statement);
  Outcome send_announced(const NumberedStatement& statement, bool joins);
  Outcome run_ddl(const NumberedStatement& statement);

  void require_replicated(const TableEngines::Reach& reach) const;
  bool is_in_script_transaction() const;
  void begin_again();
  /// Of a statement that an earlier run carried out: whether a transaction of the script's is open
  /// behind it.
  void note_settled(const NumberedStatement& statement);
  /// Begins that anew: it ended with the session of that run, with nothing in it.
  void take_up_transaction();
  /// Whether a transaction is open that dbmig has begun, and not the script.
  bool is_in_own_transaction() const;
  void end_own_transaction();
  void require_no_script_transaction() const;
  void announce_round();
  void require_session(const NumberedStatement& statement, std::string_view text);
  /// Of what is about to be sent. Throws for a variable that only an earlier revision has set.
  void note_remains(const NumberedStatement& statement, std::string_view text);
  bool is_of_earlier_revision(const SessionPart& variable);
  void refuse_own_names(const SessionEffect& effect) const;
  void refuse_assignment(std::string_view query) const;
  bool keeps_rows(const ObjectName& table);
  /// Whether a temporary table of this script that no rollback empties is among what is named.
  bool names_kept_rows(std::string_view text);
  void forget_after(const CalledCode& code);
  void forget_after(std::string_view text);
  std::optional<Subject> defined_by(const CalledCode& code) const;
  /// After an error: whether the transaction is still there, or can be run again.
  bool can_go_on();
  /// Throws when the statement has rolled back the transaction that it was sent in.
  void require_own_record();
  void note_skipped(const NumberedStatement& statement, const std::string& why);
  void unlock_tables();
  void move_rows(const Step& step);
  void commit_end();
  /// The end of a step by one statement, where that is enough.
  bool finish_at_once(const Step& step);
  void open_transaction();
  /// Throws when the statement that came to `outcome` was carried out outside of ours.
  void require_transaction(const Outcome& outcome);
  void commit();
  template <typename Send>
  auto watched(Send send);
  void refuse_question(std::string_view text) const;
  /// Whether a statement of the script goes by what the one before it did.
  bool asks(std::string_view text) const;
  bool is_sent_if_ours(std::string_view text, bool asks);
  Outcome send(std::string_view text);
  Rows ask(std::string_view text);
  void settle_kill() const;
  Error ended_statement(const Error& error, Watchdog::Ended why) const;
  template <typename Try>
  auto patiently(Try attempt, const std::vector<ObjectName>& objects);
  Outcome send_patiently(std::string_view text, const std::vector<ObjectName>& objects);
  Rows ask_patiently(std::string_view text);
  std::optional<Rows> earlier_answer(const NumberedQuery& query);
  void announce_query(std::string_view text);
  void note_asked();
  void note_sent();
  void commit_if_due(std::string_view next);
  void mend_transaction();
  void replay();
  /// The current statement has been carried out.
  void note_done(std::string_view kind, const Outcome& outcome);
  void roll_back(const Error& error);
  void record_failure(const Error& error);
  /// Of the current statement, after the server has refused it.
  JournalState state_after(const Error& error);
  Finding rows_left_behind() const;
  /// Of a statement with anything inside that failed: what of it is in effect, if so.
  std::string left_by_opaque() const;

  MigrationContext* context_;
  LiveOptions options_;
  StepJournal journal_;
  Resumption resumption_;
  LockPatience patience_;
  Watchdog watchdog_;
  TableEngines engines_;
  Routines routines_;

  /// The statement behind this step, made ready to be announced.
  struct Foreseen {
    JournalRow row;
    Subject subject;
    std::optional<Absence> absence;
  };
  std::optional<Foreseen> foreseen_;

  const BackOut* back_ = nullptr;  // This step is that one.
  Aftermath aftermath_;            // Of this step, if it fails now.
  TransactionReplay replay_;
  SessionRemains remains_;                  // Of this step.
  std::map<std::string, bool> keeps_rows_;  // Of its temporary tables, those that were looked at.
  std::vector<Warning> kept_warnings_;  // Of the last statement, where dbmig's own came after it.
  std::chrono::steady_clock::time_point sent_at_;
  bool sent_ = false;           // Something of this step was sent in this run.
  bool tables_locked_ = false;  // By a script's LOCK TABLES.
  bool was_open_ = false;       // A transaction, when the last statement was sent.
  bool is_commit_due_ = false;  // Before the next statement that does not ask about the last one.
  bool is_elsewhere_ = false;   // The last statement ran in the session of another run.
  bool was_left_open_ = false;  // The script's transaction, behind the last settled statement.
  bool is_scripts_ = false;     // The open transaction, if one is: not dbmig's own.
  /// Of a statement with anything inside: none; it runs, with its record in its own transaction;
  /// it was refused after something inside had committed; it rolled the transaction back, and who
  /// knows what it did then; it was announced, for it may do so or reach tables without
  /// transactions, and sent.
  enum class Opaque { none, runs, committed, rolled_back, announced } opaque_ = Opaque::none;
  std::optional<JournalRow> current_;  // The statement that is being carried out.
};

}  // namespace dbmig

#pragma once

#include "engine/migration_context.h"
#include "engine/target.h"
#include "sql/statement.h"

namespace dbmig {

/// A plan carried out on a server.
///
/// DML since the last DDL and the version rows of a step are one transaction, as
/// with Alembic; DDL commits itself and everything before it.
class LiveTarget : public Target {
 public:
  /// `context` is prepared (MigrationContext::prepare()) and outlives the target.
  explicit LiveTarget(MigrationContext& context) : context_(&context) {}

  std::optional<Dialect> dialect() const override { return server_dialect(); }
  void begin(const Step& step) override;
  Outcome run(const ScriptStatement& statement) override;
  Outcome run_round(const ScriptStatement& statement) override;
  bool is_true(const std::string& query) override;
  std::vector<Warning> warnings() override;
  std::vector<std::string> finish(const Step& step) override;
  Aftermath abandon() override;

 private:
  Connection& connection() const { return context_->connection(); }
  Dialect server_dialect() const { return connection().server().dialect(); }
  void count(const ScriptStatement& statement, StatementClass kind);
  void note_commits();

  MigrationContext* context_;
  Aftermath aftermath_;                  // Of this step, if it fails now.
  std::size_t open_ = 0;                 // Statements that a rollback would undo.
  std::vector<Warning> round_warnings_;  // Of a round, which the COMMIT after it would clear.
};

}  // namespace dbmig

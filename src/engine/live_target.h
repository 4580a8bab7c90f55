#pragma once

#include "engine/migration_context.h"
#include "engine/target.h"

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
  std::size_t abandon() override;

 private:
  Connection& connection() const { return context_->connection(); }
  Dialect server_dialect() const { return connection().server().dialect(); }
  void note_commits();

  MigrationContext* context_;
  std::size_t sent_ = 0;       // Statements of this step that the server has accepted.
  std::size_t committed_ = 0;  // Those that a rollback no longer undoes.
};

}  // namespace dbmig

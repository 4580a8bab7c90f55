#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "engine/target.h"

namespace dbmig {

/// A server made of memory: it remembers what took effect, and fails at its k-th call
/// when told to. All but DDL (here: what begins with CREATE, ALTER or DROP) is rolled
/// back when the step is abandoned.
class MemoryTarget : public Target {
 public:
  std::optional<Dialect> server = Dialect{};
  std::size_t fail_at = 0;  // The call that fails, counted from 1; 0: none.
  ErrorCode failure = ErrorCode::statement;
  std::vector<std::string> effects;       // Statements that took effect, in order.
  std::set<RevisionId> rows;              // The version table.
  std::set<std::string> true_queries;     // What is_true() says yes to.
  std::map<std::string, Rows> answers;    // To queries of scripts.
  std::vector<std::uint64_t> round_rows;  // Rows that each further round changes.
  unsigned warnings_each = 0;
  std::size_t calls = 0;

  std::optional<Dialect> dialect() const override { return server; }
  void begin(const Step&) override {
    call();
    sent_ = committed_ = 0;
    kept_ = effects.size();
  }
  Outcome run(const NumberedStatement& numbered) override {
    const ScriptStatement& statement = numbered.statement;
    const bool ddl = is_ddl(statement.text);
    if (ddl) commit();  // Also when it fails itself.
    call();
    effects.emplace_back(statement.text);
    ++sent_;
    if (ddl) commit();
    Outcome outcome;
    outcome.warnings = warnings_each;
    return outcome;
  }
  Outcome run_round(const NumberedStatement& numbered) override {
    const ScriptStatement& statement = numbered.statement;
    call();
    effects.emplace_back(statement.text);
    Outcome outcome;
    if (!round_rows.empty()) {
      outcome.changed_rows = round_rows.front();
      round_rows.erase(round_rows.begin());
    }
    commit();
    return outcome;
  }
  Rows query(const NumberedQuery& query) override {
    call();
    return answers[std::string(query.statement.text)];
  }
  bool is_true(const std::string& query) override {
    call();
    return true_queries.contains(query);
  }
  std::vector<Warning> warnings() override { return {{"Warning", 1265, "Data truncated"}}; }
  std::vector<std::string> finish(const Step& step) override {
    call();
    for (const RowEdit& edit : step.rows) {
      rows.erase(edit.from);
      if (!edit.to.empty()) rows.insert(edit.to);
    }
    commit();
    return {};
  }
  Aftermath abandon(const Error&) override {
    effects.resize(kept_);
    Aftermath aftermath;
    aftermath.in_effect = committed_;
    return aftermath;
  }

 private:
  static bool is_ddl(std::string_view text) {
    return text.starts_with("CREATE") || text.starts_with("ALTER") || text.starts_with("DROP");
  }
  void commit() {
    committed_ = sent_;
    kept_ = effects.size();
  }
  void call() {
    if (++calls == fail_at) throw Error(failure, "the server refused the statement");
  }

  std::size_t sent_ = 0;
  std::size_t committed_ = 0;
  std::size_t kept_ = 0;
};

}  // namespace dbmig

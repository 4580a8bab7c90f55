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
/// when told to, before or after that has done its work. All but DDL (here: what begins
/// with CREATE, ALTER or DROP) is rolled back when the step is abandoned. Like a live
/// target it keeps a journal, by which a later run of the step goes on.
class MemoryTarget : public Target {
 public:
  std::optional<Dialect> server = Dialect{};
  std::size_t fail_at = 0;  // The call that fails, counted from 1; 0: none.
  ErrorCode failure = ErrorCode::statement;
  enum class Side { before, after } fail_side = Side::before;
  std::vector<std::string> effects;       // Statements that took effect, in order.
  std::set<RevisionId> rows;              // The version table.
  std::set<std::string> true_queries;     // What is_true() says yes to.
  std::map<std::string, Rows> answers;    // To queries of scripts.
  std::vector<std::uint64_t> round_rows;  // Rows that each further round changes.
  std::vector<std::string> offered;       // Statements to be announced with a step's end.
  unsigned warnings_each = 0;
  std::size_t calls = 0;

  std::optional<Dialect> dialect() const override { return server; }
  void begin(const Step& step) override {
    call();
    sent_ = committed_ = 0;
    kept_ = effects.size();
    step_ = std::string(name(step.direction)) + " " + step.revision;
    settled_.clear();
    called();
  }
  std::optional<std::string> settled(const NumberedStatement& numbered) override {
    if (!journal_[step_].contains(numbered.number)) return std::nullopt;
    return "in effect";
  }
  Outcome run(const NumberedStatement& numbered) override {
    const ScriptStatement& statement = numbered.statement;
    const bool ddl = is_ddl(statement.text);
    if (ddl) commit();  // Also when it fails itself.
    call();
    effects.emplace_back(statement.text);
    ++sent_;
    settled_.insert(numbered.number);
    if (ddl) commit();
    called();
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
    if (outcome.changed_rows == 0) settled_.insert(numbered.number);
    commit();
    called();
    return outcome;
  }
  Rows query(const NumberedQuery& query) override {
    call();
    return answers[std::string(query.statement.text)];
  }
  bool is_true(const std::string& query) override {
    call();
    called();
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
    journal_.erase(step_);
    called();
    return {};
  }
  bool finish_and_announce(const Step&, const Upcoming& next) override {
    offered.emplace_back(next.statement.text);
    return false;
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
    journal_[step_].insert(settled_.begin(), settled_.end());
  }
  void call() {
    ++calls;
    if (fail_side == Side::before) fail();
  }
  void called() const {
    if (fail_side == Side::after) fail();
  }
  void fail() const {
    if (calls == fail_at) throw Error(failure, "the server refused the statement");
  }

  std::string step_;
  std::set<std::size_t> settled_;                         // Since the step began.
  std::map<std::string, std::set<std::size_t>> journal_;  // By step; what is committed.

  std::size_t sent_ = 0;
  std::size_t committed_ = 0;
  std::size_t kept_ = 0;
};

}  // namespace dbmig

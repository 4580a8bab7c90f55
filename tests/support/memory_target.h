#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "engine/target.h"

namespace dbmig {

/// A server made of memory: it remembers what took effect, and fails at its k-th call
/// when told to, before or after that has done its work. All but DDL (here: what begins
/// with CREATE, ALTER or DROP) is rolled back when the step is abandoned. Like a live
/// target it keeps a journal, by which a later run of the step goes on: also what it was
/// told by queries and refusals.
class MemoryTarget : public Target {
 public:
  std::optional<Dialect> server = Dialect{};
  std::size_t fail_at = 0;  // The call that fails, counted from 1; 0: none.
  ErrorCode failure = ErrorCode::statement;
  enum class Side { before, after } fail_side = Side::before;
  std::vector<std::string> effects;    // Statements that took effect, in order.
  std::set<RevisionId> rows;           // The version table.
  std::set<std::string> true_queries;  // What is_true() says yes to.
  /// Statements and queries that it does not take until another statement is in effect.
  std::map<std::string, std::string> refused;
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
    pending_ = {};
    called();
  }
  std::optional<std::string> settled(const NumberedStatement& numbered) override {
    const Record* record = earlier(numbered.number);
    if (record == nullptr || record->refusal) return std::nullopt;
    if (record->text != numbered.statement.text)
      throw Error(ErrorCode::data, "another statement took effect here");
    return "in effect";
  }
  std::optional<std::uint64_t> settled_rows(const NumberedStatement& numbered) override {
    const Record* record = earlier(numbered.number);
    return record == nullptr ? std::nullopt : std::optional(record->found_rows);
  }
  std::optional<Error> earlier_refusal(const NumberedStatement& numbered) override {
    const Record* record = earlier(numbered.number);
    if (record == nullptr || !went_on(numbered.number)) return std::nullopt;
    return record->refusal;
  }
  Outcome run(const NumberedStatement& numbered) override {
    const ScriptStatement& statement = numbered.statement;
    const bool ddl = is_ddl(statement.text);
    if (ddl) commit();  // Also when it fails itself.
    call();
    number_ = numbered.number;
    if (refuses(std::string(statement.text))) {
      called();
      throw refusal();
    }
    Outcome outcome;
    outcome.found_rows = effects.size() % 2;
    outcome.warnings = warnings_each;
    effects.emplace_back(statement.text);
    ++sent_;
    pending_.statements[number_] = {std::string(statement.text), outcome.found_rows, {}};
    if (ddl) commit();
    called();
    return outcome;
  }
  void go_on_after(const Error& error) override {
    call();
    pending_.statements[number_] = {"", 0, error};
    called();
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
    if (outcome.changed_rows == 0)
      pending_.statements[numbered.number] = {std::string(statement.text), 0, {}};
    commit();
    called();
    return outcome;
  }
  /// How many statements took effect before, so that whoever asks again is told something else.
  Rows query(const NumberedQuery& query) override {
    const std::string text(query.statement.text);
    if (went_on(query.sent)) return told(journal_[step_].queries.at(query.number), text);
    call();
    Answer answer{text, std::to_string(effects.size()), refuses(text)};
    pending_.queries[query.number] = answer;
    called();
    return told(answer, text);
  }
  bool is_true(const NumberedStatement& statement) override {
    call();
    called();
    return true_queries.contains(*statement.statement.directives.skip_if);
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
  struct Record {
    std::string text;
    std::uint64_t found_rows = 0;
    std::optional<Error> refusal;
  };
  struct Answer {
    std::string query;
    std::string text;
    bool refused = false;
  };
  struct Kept {
    std::map<std::size_t, Record> statements;
    std::map<std::size_t, Answer> queries;
  };

  bool refuses(const std::string& text) const {
    const auto at = refused.find(text);
    return at != refused.end() &&
           std::find(effects.begin(), effects.end(), at->second) == effects.end();
  }
  static Error refusal() {
    return Error(ErrorCode::statement, "the server refused the statement")
        .with_server({1050, "42S01", "it is there already"});
  }
  static Rows told(const Answer& answer, const std::string& query) {
    if (answer.query != query) throw Error(ErrorCode::data, "another query was asked here");
    if (answer.refused) throw refusal();
    return {{"n"}, {CellType::text}, {{answer.text}}};
  }
  const Record* earlier(std::size_t number) {
    const auto& statements = journal_[step_].statements;
    const auto at = statements.find(number);
    return at == statements.end() ? nullptr : &at->second;
  }
  /// Whether a statement behind that number is in effect.
  bool went_on(std::size_t number) {
    const auto& statements = journal_[step_].statements;
    return std::any_of(statements.upper_bound(number), statements.end(),
                       [](const auto& numbered) { return !numbered.second.refusal.has_value(); });
  }
  static bool is_ddl(std::string_view text) {
    return text.starts_with("CREATE") || text.starts_with("ALTER") || text.starts_with("DROP");
  }
  void commit() {
    committed_ = sent_;
    kept_ = effects.size();
    Kept& kept = journal_[step_];
    for (auto& [number, record] : pending_.statements)
      kept.statements[number] = std::move(record);
    for (auto& [number, answer] : pending_.queries)
      kept.queries[number] = std::move(answer);
    pending_ = {};
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
  std::size_t number_ = 0;               // Of the statement that was sent last.
  Kept pending_;                         // Since the last commit.
  std::map<std::string, Kept> journal_;  // By step; what is committed.

  std::size_t sent_ = 0;
  std::size_t committed_ = 0;
  std::size_t kept_ = 0;
};

}  // namespace dbmig

#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/executor.h"
#include "script/sql_script.h"

namespace dbmig {

/// A statement or a query without a file.
inline ScriptStatement bare(std::string_view text) {
  ScriptStatement statement;
  statement.text = statement.source = text;
  statement.file = "a.py";
  return statement;
}

/// A script that goes by what came of its statements and queries, as one of Python may.
class SteeredScript : public Script {
 public:
  using Body = std::function<void(StatementSink&)>;

  explicit SteeredScript(Body body) : body_(std::move(body)) {}

  std::optional<std::size_t> size() const override { return std::nullopt; }
  void run(StatementSink& sink) const override { body_(sink); }

 private:
  Body body_;
};

/// Scripts for the steps of a test, out of the text between the section markers.
class MemoryScripts : public ScriptLibrary {
 public:
  /// A revision `id` in `ID.sql`; `upgrade` and `downgrade` hold SQL and directives.
  MemoryScripts& add(const RevisionId& id, const std::string& upgrade,
                     const std::string& downgrade = "SELECT 1;", const Dialect& dialect = {}) {
    Revision revision;
    revision.id = id;
    revision.message = id;
    const std::string text = "-- ---\n-- revision: " + id +
                             "\n-- down_revision: null\n-- message: " + id +
                             "\n-- ---\n\n-- migrate:upgrade\n" + upgrade +
                             "\n-- migrate:downgrade\n" + downgrade + "\n";
    files_[id] = parse_sql_script(text, id + ".sql", revision, dialect);
    return *this;
  }

  /// A revision whose upgrade is `body`.
  MemoryScripts& add_steered(const RevisionId& id, SteeredScript::Body body) {
    steered_[id] = std::make_unique<SteeredScript>(std::move(body));
    return *this;
  }

  const Script& script(const Step& step) const override {
    if (const auto at = steered_.find(step.revision); at != steered_.end()) return *at->second;
    const ScriptFile& file = *files_.at(step.revision);
    return step.direction == Direction::downgrade ? *file.downgrade() : file.upgrade();
  }

 private:
  std::map<RevisionId, std::unique_ptr<const ScriptFile>> files_;
  std::map<RevisionId, std::unique_ptr<const Script>> steered_;
};

/// The step that upgrades to `id` from `from` (empty: base).
inline Step upgrade_step(const RevisionId& id, const RevisionId& from = "") {
  Step step;
  step.revision = id;
  if (!from.empty()) step.from = {from};
  step.to = {id};
  step.rows = {from.empty() ? RowEdit{RowEdit::Kind::insert, "", id}
                            : RowEdit{RowEdit::Kind::update, from, id}};
  return step;
}

}  // namespace dbmig

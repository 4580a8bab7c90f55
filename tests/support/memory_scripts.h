#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/executor.h"
#include "script/sql_script.h"

namespace dbmig {

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

  const Script& script(const Step& step) const override {
    const ScriptFile& file = *files_.at(step.revision);
    return step.direction == Direction::downgrade ? *file.downgrade() : file.upgrade();
  }

 private:
  std::map<RevisionId, std::unique_ptr<const ScriptFile>> files_;
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

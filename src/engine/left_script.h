#pragma once

#include <optional>
#include <utility>

#include "db/journal.h"
#include "engine/executor.h"

namespace dbmig {

/// The script of a step that an earlier run left. It must still have every statement that was
/// sent: run() throws Error(data) at its end when one of them is gone.
class LeftScript : public Script {
 public:
  /// `script` outlives it.
  LeftScript(const Script& script, JournalStep left) : script_(&script), left_(std::move(left)) {}

  /// Nothing when a statement that was sent is gone: a message counts by it.
  std::optional<std::size_t> size() const override;
  const ScriptStatement* first() const override { return script_->first(); }
  void run(StatementSink& sink) const override;

 private:
  /// The first statement that was sent and is not among so many; null when there is none.
  const JournalRow* gone(std::size_t given) const;

  const Script* script_;
  JournalStep left_;
};

/// The scripts of a plan, the one of a step that was left as a LeftScript.
class LeftScripts : public ScriptLibrary {
 public:
  /// `scripts` outlives it.
  LeftScripts(const ScriptLibrary& scripts, const Plan& plan,
              const std::optional<JournalStep>& left);

  const Script& script(const Step& step) const override;

 private:
  const ScriptLibrary* scripts_;
  std::optional<Step> step_;
  std::optional<LeftScript> script_;
};

}  // namespace dbmig

#include "engine/planned_scripts.h"

namespace dbmig {
namespace {

/// What a stamp runs.
class NoScript : public Script {
 public:
  std::optional<std::size_t> size() const override { return 0; }
  void run(StatementSink&) const override {}
};

}  // namespace

PlannedScripts::PlannedScripts(const Plan& plan, const ScriptDirectory& directory,
                               const Dialect& dialect) {
  for (const Step& step : plan) {
    if (step.direction == Direction::stamp) continue;
    std::unique_ptr<const ScriptFile>& file = files_[step.revision];
    if (!file) file = directory.script(step.revision, dialect);
    if (step.direction == Direction::downgrade && file->downgrade() == nullptr) {
      throw downgrade_refusal(step.revision, *file->no_downgrade());
    }
    statements_ += script(step).size().value_or(0);
  }
}

const Script& PlannedScripts::script(const Step& step) const {
  static const NoScript nothing;
  if (step.direction == Direction::stamp) return nothing;
  const ScriptFile& file = *files_.at(step.revision);
  return step.direction == Direction::upgrade ? file.upgrade() : *file.downgrade();
}

}  // namespace dbmig

#pragma once

#include <map>
#include <memory>

#include "engine/executor.h"
#include "script/script_directory.h"

namespace dbmig {

/// The scripts of one plan, all read, split and checked.
///
/// Holding one means that no file of the plan is wrong in itself and that every
/// revision it reverts can be reverted.
class PlannedScripts : public ScriptLibrary {
 public:
  /// Reads them as a server of `dialect` would. Throws Error(data), or Error(policy)
  /// for a downgrade across an irreversible revision.
  PlannedScripts(const Plan& plan, const ScriptDirectory& directory, const Dialect& dialect);

  const Script& script(const Step& step) const override;

  /// Statements of the whole plan, as far as they are known beforehand.
  std::size_t statements() const { return statements_; }

 private:
  std::map<RevisionId, std::unique_ptr<const ScriptFile>> files_;
  std::size_t statements_ = 0;
};

}  // namespace dbmig

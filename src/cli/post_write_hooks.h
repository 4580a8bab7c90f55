#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "cli/context.h"
#include "config/settings.h"

namespace dbmig {

/// The programs of `[post_write_hooks]`, ready to be run on a new revision file.
///
/// Holding one means that every hook has what its type needs and that its program is
/// there, so that a mistake in the configuration is met before a file is written.
class PostWriteHooks {
 public:
  /// Throws Error(config), with Alembic's words where it has some.
  PostWriteHooks(const std::vector<PostWriteHook>& hooks, const Environment& environment,
                 const std::filesystem::path& cwd);

  /// Runs them one after another on `file`, with Alembic's lines around their output.
  /// A hook that fails is warned of; the next one is run all the same.
  void run(Context& context, std::string_view logger, const std::filesystem::path& file) const;

 private:
  struct Hook {
    std::string name;
    std::filesystem::path program;
    std::string options;
    std::filesystem::path folder;
  };

  std::vector<Hook> hooks_;
};

/// The arguments of a hook: its options split as a shell would, REVISION_SCRIPT_FILENAME
/// replaced by the file, which comes first when the options do not name it. Empty when a
/// quote in them is never closed.
std::vector<std::string> hook_arguments(std::string_view options, const std::string& file);

}  // namespace dbmig

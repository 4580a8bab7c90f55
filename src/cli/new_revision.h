#pragma once

#include <string>
#include <vector>

#include "cli/context.h"
#include "script/writer.h"

namespace dbmig {

/// What `revision` and `merge` are asked to write.
struct RevisionRequest {
  std::string message;
  std::vector<std::string> parents;  // Specs, as typed.
  bool splice = false;               // A parent need not be a head.
  std::string branch_label;
  std::string version_path;
  std::string revision_id;  // Empty: a random one.
  std::vector<std::string> depends_on;
};

/// Checks a request against the tree's history, writes the file, and prints the line
/// `Generating PATH ...  done`. Throws Error(data) or Error(usage) before anything is
/// written; a message that does not follow the naming rule is only warned of.
void write_new_revision(Context& context, std::string_view command, Tree& tree,
                        const RevisionRequest& request);

}  // namespace dbmig

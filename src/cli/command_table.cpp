#include <array>

#include "cli/command.h"
#include "cli/commands/commands.h"

namespace dbmig {

std::span<const CommandEntry> command_table() {
  static constexpr std::array kTable = {
      CommandEntry{"upgrade", "bring databases up to a revision", make_upgrade},
      CommandEntry{"downgrade", "take a database back to a revision", make_downgrade},
      CommandEntry{"current", "show where databases stand", make_current},
      CommandEntry{"status", "show every database on one screen: where it is, what is pending",
                   make_status},
      CommandEntry{"plan", "show what an upgrade or downgrade would do, and do nothing", make_plan},
      CommandEntry{"history", "list the revisions, newest first", make_history},
      CommandEntry{"heads", "list the newest revisions", make_heads},
      CommandEntry{"branches", "list the points where the history branches", make_branches},
      CommandEntry{"show", "show one revision", make_show},
      CommandEntry{"revision", "write a new revision file", make_revision},
      CommandEntry{"merge", "write a revision that joins branches", make_merge},
      CommandEntry{"import", "write an Alembic tree's Python revisions as SQL", make_import},
      CommandEntry{"edit", "open a revision's file in an editor", make_edit},
      CommandEntry{"check", "check the files, the heads and where databases stand", make_check},
      CommandEntry{"stamp", "record a revision without running anything", make_stamp},
      CommandEntry{"resume", "finish what an interrupted run left", make_resume},
      CommandEntry{"wait", "wait until the servers answer and the logins work", make_wait},
      CommandEntry{"lock", "show who holds the run lock, or break it", make_lock},
      CommandEntry{"ensure_version", "create the version table if it is missing",
                   make_ensure_version},
      CommandEntry{"dump", "write a database as SQL, for the same kind of server or another",
                   make_dump},
      CommandEntry{"load", "run a dump into an empty database", make_load},
      CommandEntry{"init", "set up a new tree", make_init},
      CommandEntry{"list_templates", "list what init can set up", make_list_templates},
      CommandEntry{"config", "show every setting and where it comes from", make_config},
      CommandEntry{"scratch", "keep a private server for development", make_scratch},
      CommandEntry{"completion", "print a script that completes dbmig in a shell", make_completion},
  };
  return kTable;
}

}  // namespace dbmig

#pragma once

#include <memory>

#include "cli/command.h"

namespace dbmig {

// One maker for each command; the table of commands lists them (cli/command_table.cpp).
std::unique_ptr<Command> make_branches();
std::unique_ptr<Command> make_check();
std::unique_ptr<Command> make_completion();
std::unique_ptr<Command> make_config();
std::unique_ptr<Command> make_current();
std::unique_ptr<Command> make_downgrade();
std::unique_ptr<Command> make_dump();
std::unique_ptr<Command> make_edit();
std::unique_ptr<Command> make_ensure_version();
std::unique_ptr<Command> make_heads();
std::unique_ptr<Command> make_history();
std::unique_ptr<Command> make_import();
std::unique_ptr<Command> make_init();
std::unique_ptr<Command> make_list_templates();
std::unique_ptr<Command> make_lock();
std::unique_ptr<Command> make_load();
std::unique_ptr<Command> make_merge();
std::unique_ptr<Command> make_plan();
std::unique_ptr<Command> make_resume();
std::unique_ptr<Command> make_revision();
std::unique_ptr<Command> make_scratch();
std::unique_ptr<Command> make_show();
std::unique_ptr<Command> make_stamp();
std::unique_ptr<Command> make_status();
std::unique_ptr<Command> make_upgrade();
std::unique_ptr<Command> make_wait();

}  // namespace dbmig

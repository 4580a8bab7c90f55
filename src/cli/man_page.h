#pragma once

#include <filesystem>
#include <string>

#include "cli/command_help.h"

namespace CLI {
class App;
}

namespace dbmig {

/// The manual page of dbmig or of one command, in the man(7) language. `date` is
/// `YYYY-MM-DD`; `siblings` are the names of all other pages.
std::string man_page(const CommandHelp& help, const std::vector<std::string>& siblings,
                     const std::string& date);

/// Writes `dbmig.1` and `dbmig-COMMAND.1` of every command into a folder.
void write_man_pages(const CLI::App& app, const std::filesystem::path& folder,
                     const std::string& date);

}  // namespace dbmig

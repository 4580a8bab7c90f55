#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "cli/app.h"

namespace CLI {
class App;
}

namespace dbmig {

/// What may stand where the cursor is.
struct Completion {
  std::string word;
  std::string description;  // May be empty.
};

/// All that fits the last of `words` (those behind the program's name), in the order to be
/// offered. Reads the configuration and revision files, asks no server, and throws
/// nothing: where something is broken there is nothing to offer. A single completion
/// without description, `:file` or `:folder`, leaves it to the shell to offer those.
std::vector<Completion> completions(const CLI::App& app, const std::vector<std::string>& words,
                                    const Environment& environment,
                                    const std::filesystem::path& cwd);

/// Carries out `dbmig __complete WORD...` for the scripts of `dbmig completion`: prints
/// `WORD<TAB>DESCRIPTION` line by line, and nothing at all to stderr.
void print_completions(const CLI::App& app, const Invocation& invocation);

}  // namespace dbmig

#pragma once

#include <string>

#include "base/error.h"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace dbmig {

/// `dbmig scratch --help lists the commands`: where to read on about a command.
std::string help_hint(const CLI::App& command);

/// What is wrong with a command line, from what the parser made of it: the word that is
/// no command or no option is named, with the nearest one that is.
Error usage_error(const CLI::App& app, const CLI::ParseError& problem);

}  // namespace dbmig

#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/environment.h"

namespace dbmig {

/// What the process was started with.
struct Invocation {
  std::vector<std::string> arguments;  // Without the program's name.
  Environment environment;
  std::filesystem::path cwd;  // Empty when that folder is not there any more.
};

/// Runs one command line and returns the exit status. Errors are printed to stderr
/// (and, with --json, as a document to stdout); nothing is thrown.
int run(const Invocation& invocation);

}  // namespace dbmig

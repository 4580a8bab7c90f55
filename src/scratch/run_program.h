#pragma once

#include <string>
#include <vector>

namespace dbmig {

/// How a short program ended and what it wrote.
struct ProgramResult {
  int status = 0;      // Its exit status; 127 when it could not be run, 128 + n after signal n.
  std::string output;  // stdout and stderr, at most the first 64 KiB.
};

/// Runs a program to its end, with nothing on stdin and without a shell.
ProgramResult run_program(const std::vector<std::string>& command);

}  // namespace dbmig

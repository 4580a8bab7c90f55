#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dbmig {

/// A program that shares our terminal: it reads our stdin and its words are seen at once.
struct InteractiveProgram {
  enum class Output { ours, to_stderr };  // Where its stdout goes.

  std::vector<std::string> command;  // A path or a name in $PATH, then its arguments.
  std::filesystem::path folder;      // Where it runs; empty: here.
  Output output = Output::ours;
};

/// How such a program ended.
struct ProgramEnd {
  int status = 0;       // Its exit status; 127 when it could not be run, 128 + n after signal n.
  std::string failure;  // Why it could not be run; empty when it was.
};

/// Runs a program to its end, without a shell. Meanwhile Ctrl-C and Ctrl-\ are its own
/// business: an editor has other uses for them.
ProgramEnd run_interactive(const InteractiveProgram& program);

}  // namespace dbmig

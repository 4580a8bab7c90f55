#include "cli/editor.h"

#include <array>

#include <fmt/format.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "cli/shell_words.h"
#include "scratch/run_interactive.h"

namespace dbmig {
namespace {

namespace fs = std::filesystem;

bool can_be_run(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// The words of one variable's value; empty when its program cannot be run.
std::vector<std::string> command_of(const std::string& value, const Environment& environment,
                                    const fs::path& cwd) {
  // A path with a space in it is one word, as Alembic has it.
  if (const fs::path whole = find_executable(value, environment, cwd); !whole.empty()) {
    return {whole.string()};
  }
  std::vector<std::string> words = shell_words(value).value_or(std::vector<std::string>());
  if (words.empty()) return {};
  const fs::path program = find_executable(words.front(), environment, cwd);
  if (program.empty()) return {};
  words.front() = program.string();
  return words;
}

/// A command as Python prints a list of strings, which is how Alembic shows it.
std::string shown_command(const std::vector<std::string>& words) {
  return fmt::format("['{}']", join(words, "', '"));
}

}  // namespace

fs::path find_executable(const std::string& name, const Environment& environment,
                         const fs::path& cwd) {
  if (name.empty()) return {};
  if (name.find('/') != std::string::npos) {
    return can_be_run(cwd / name) ? cwd / name : fs::path();
  }
  const std::string* path = find(environment, "PATH");
  if (path == nullptr) return {};
  for (const std::string_view folder : split(*path, ':')) {
    // An empty folder means this one.
    if (const fs::path file = cwd / folder / name; can_be_run(file)) return file;
  }
  return {};
}

std::vector<std::string> find_editor(const Environment& environment, const fs::path& cwd,
                                     const std::function<void(std::string_view)>& passed_over) {
  for (const char* variable : {"EDITOR", "VISUAL"}) {
    const std::string* value = find(environment, variable);
    if (value == nullptr) continue;
    if (auto command = command_of(*value, environment, cwd); !command.empty()) return command;
    passed_over(fmt::format("{} is \"{}\", which cannot be run", variable, printable(*value)));
  }
  for (const char* name : {"sensible-editor", "editor", "nano", "vim", "code"}) {
    const fs::path found = find_executable(name, environment, cwd);
    if (!found.empty()) return {found.string()};
  }
  throw Error(ErrorCode::config,
              "Error executing editor (No suitable editor found. Please set the \"EDITOR\" or "
              "\"VISUAL\" environment variables)");
}

void edit_file(std::vector<std::string> editor, const std::string& file) {
  editor.push_back(file);
  const ProgramEnd end = run_interactive({editor, {}, InteractiveProgram::Output::ours});
  if (!end.failure.empty()) {
    throw Error(ErrorCode::cannot_create,
                fmt::format("Error executing editor ({}: {})", editor.front(), end.failure));
  }
  if (end.status != 0) {
    throw Error(ErrorCode::cannot_create,
                fmt::format("Error executing editor (Command '{}' returned non-zero exit status "
                            "{}.)",
                            shown_command(editor), end.status));
  }
}

}  // namespace dbmig

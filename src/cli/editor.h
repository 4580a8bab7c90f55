#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "config/environment.h"

namespace dbmig {

/// The editor that the environment asks for, as the first words of a command: $EDITOR,
/// else $VISUAL, else the first that is there of sensible-editor, editor, nano, vim and
/// code. A variable holds a program's path, or a command with its options (`code -w`);
/// what cannot be run is passed over, and `passed_over` is told. Throws Error(config)
/// with Alembic's words when nothing is left.
std::vector<std::string> find_editor(const Environment& environment,
                                     const std::filesystem::path& cwd,
                                     const std::function<void(std::string_view)>& passed_over);

/// The program that `name` stands for: a path as it is, a bare name in $PATH. Empty when
/// there is none that can be run.
std::filesystem::path find_executable(const std::string& name, const Environment& environment,
                                      const std::filesystem::path& cwd);

/// Opens a file in an editor and waits. Throws Error(cannot_create) when that fails.
void edit_file(std::vector<std::string> editor, const std::string& file);

}  // namespace dbmig

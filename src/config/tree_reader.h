#pragma once

#include <filesystem>
#include <vector>

#include "config/login.h"
#include "config/section_reader.h"
#include "config/settings.h"

namespace dbmig {

/// The folder that relative paths of scripts begin at: Alembic's is the working folder, a
/// migrate.ini's its own.
std::filesystem::path script_base(ConfigStyle style, const std::filesystem::path& config_file,
                                  const std::filesystem::path& cwd);

/// `script_location` of a section. Throws Error(config) when it is missing, or names a
/// Python package.
std::filesystem::path read_script_location(SectionReader& reader,
                                           const std::filesystem::path& base);

/// Everything of one tree but its login.
TreeSettings read_tree(SectionReader& reader, ConfigStyle style, const std::filesystem::path& base);

/// The hooks of `[post_write_hooks]`; when there is no such section, those of the
/// pyproject.toml, which may be nullptr.
std::vector<PostWriteHook> read_post_write_hooks(const Ini& ini, const Pyproject* pyproject,
                                                 const Environment& environment);

}  // namespace dbmig

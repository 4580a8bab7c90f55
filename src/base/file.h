#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace dbmig {

/// The bytes of a file. Throws Error with `code` when it cannot be read (absent,
/// a folder, no permission, a pipe without a writer, a device without an end), naming the file
/// and the system's reason; Error(temporary) when a signal ends the wait for a pipe.
std::string read_file(const std::filesystem::path& path, ErrorCode code);

/// At most the first `limit` bytes of a file; otherwise as read_file().
std::string read_file_head(const std::filesystem::path& path, std::size_t limit, ErrorCode code);

enum class Existing { refuse, replace };

/// Writes a file so that it is either there whole or not at all: into a temporary
/// neighbour, synced, then renamed (or linked, when an existing one is refused).
/// Throws Error(cannot_create).
void write_file(const std::filesystem::path& path, std::string_view content, Existing existing);

}  // namespace dbmig

#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>

#include "base/connect_options.h"
#include "config/environment.h"

namespace dbmig {

/// A value of an option file and the file and group it is from.
struct OptionFileValue {
  std::string text;
  std::string origin;  // `~/.my.cnf [client]`
};

/// What the groups [client] and [dbmig] of the server's option files say about a login.
struct OptionFileLogin {
  std::optional<OptionFileValue> user;
  std::optional<OptionFileValue> password;
  std::optional<OptionFileValue> host;
  std::optional<OptionFileValue> port;
  std::optional<OptionFileValue> socket;
};

/// Reads the files in order, `!include` and `!includedir` among them. A later file wins
/// over an earlier one, and [dbmig] over [client]. As the server's own client does, it
/// passes over what is absent, unreadable, not a regular file or writable by everybody.
OptionFileLogin read_option_files(std::span<const std::filesystem::path> files,
                                  const Environment& environment);

/// `~/x` below $HOME; any other path as it is. Nothing when there is no $HOME.
std::optional<std::filesystem::path> with_home(const std::filesystem::path& path,
                                               const Environment& environment);

}  // namespace dbmig

#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "base/error.h"
#include "config/settings.h"

namespace dbmig {

/// A request that sees nothing of the machine it runs on.
inline ConfigRequest quiet_request() {
  ConfigRequest request;
  request.cwd = "/project";
  request.option_files.clear();
  request.ca_bundles.clear();
  return request;
}

/// The settings of an ini at /project/migrate.ini.
inline Settings settings(std::string_view text, const ConfigRequest& request = quiet_request()) {
  return settings_from_text("/project/migrate.ini", text, request);
}

/// Puts a file there, quicker than write_file(), which waits for the disk.
inline void put(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// What `act` complains about, whole; "no error" when it does not.
template <typename Act>
std::string complaint(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error.report();
  }
  return "no error";
}

}  // namespace dbmig

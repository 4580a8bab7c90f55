#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/section_reader.h"
#include "config/settings.h"

namespace dbmig {

/// What a tree's login depends on besides the tree's own section.
struct LoginContext {
  const ConfigRequest& request;
  std::filesystem::path folder;           // of the ini: relative paths of keys begin here
  std::vector<std::string> acted_on;      // the trees that this call acts on
  std::vector<std::string> all_sections;  // every section that could be a tree
};

/// `DBMIG_URL_BIN_MANAGER` for `bin-manager`.
std::string url_variable(std::string_view tree);

/// Puts a tree's login together from flag, environment, section, password sources and
/// option files, and leaves a line for each part with the reader. Throws nothing: what is
/// wrong waits in the Login.
Login read_login(SectionReader& reader, const LoginContext& context);

}  // namespace dbmig

// Reads any bytes as a configuration, and holds the parser to its promises: nothing but
// Error is thrown, with a code for a wrong configuration, and every byte of a value has a
// place in the file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "config/ini.h"
#include "config/settings.h"

namespace {

void demand(bool truth) {
  if (!truth) std::abort();
}

void demand_sound(const dbmig::Error& error) {
  demand(error.code() == dbmig::ErrorCode::config || error.code() == dbmig::ErrorCode::usage);
  demand(!error.report().empty());
}

void check_ini(std::string_view text, const dbmig::Environment& environment) {
  const dbmig::Ini ini("fuzz.ini", text, "/here");
  for (const dbmig::IniSection& section : ini.sections()) {
    for (const dbmig::IniEntry& entry : section.entries) {
      try {
        const dbmig::SourcedText value = ini.value(section, entry, environment);
        const std::size_t step = 1 + value.str().size() / 8;
        for (std::size_t i = 0; i <= value.str().size(); i += step)
          demand(ini.location(value.source(i)).line > 0);
      } catch (const dbmig::Error& error) {
        demand_sound(error);
        demand(error.location().has_value());
      }
    }
  }
}

void check_settings(std::string_view text, const dbmig::Environment& environment) {
  dbmig::ConfigRequest request;
  request.cwd = "/project";
  request.environment = environment;
  request.option_files.clear();
  request.ca_bundles.clear();
  const dbmig::Settings settings = dbmig::settings_from_text("/project/migrate.ini", text, request);
  demand(!dbmig::setting_lines(settings).empty());
  for (const dbmig::TreeSettings& tree : settings.trees) {
    demand(!tree.version_locations.empty());
    if (tree.login.is_known()) demand(!tree.server().database.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const dbmig::Environment environment = {{"A", "1"}, {"URL", "mysql://u:p@h/d"}};
  for (const auto check : {check_ini, check_settings}) {
    try {
      check(text, environment);
    } catch (const dbmig::Error& error) {
      demand_sound(error);
    }
  }
  return 0;
}

#include "config/keys.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace dbmig {
namespace {

constexpr auto kKeys = std::to_array<Key>({
    {"trees", "", KeyPlace::dbmig},
    {"script_location", "", KeyPlace::tree},
    {"version_locations", "", KeyPlace::tree},
    {"path_separator", "", KeyPlace::either},
    {"version_path_separator", "", KeyPlace::either},
    {"recursive_version_locations", "false", KeyPlace::either},
    {"version_table", "alembic_version", KeyPlace::either},
    {"version_table_schema", "", KeyPlace::either},
    {"version_table_pk", "true", KeyPlace::either},
    {"adopt_version_table", "", KeyPlace::tree},
    {"file_template", "%(rev)s_%(slug)s", KeyPlace::either},
    {"truncate_slug_length", "40", KeyPlace::either},
    {"timezone", "", KeyPlace::either},
    {"protected", "false", KeyPlace::either},
    {"lock_timeout", "10s", KeyPlace::either},
    {"lock_wait", "5s", KeyPlace::either},
    {"lock_budget", "10m", KeyPlace::either},
    {"statement_timeout", "0s", KeyPlace::either},
    {"retries", "3", KeyPlace::either},
    {"retry_delay", "1s", KeyPlace::either},
    {"retry_backoff", "2", KeyPlace::either},
    {"sql_mode", "", KeyPlace::either},
    {"url", "", KeyPlace::tree},
    {"password_file", "", KeyPlace::either},
    {"ssl_mode", "preferred", KeyPlace::either},
    {"ssl_ca", "", KeyPlace::either},
    {"ssl_cert", "", KeyPlace::either},
    {"ssl_key", "", KeyPlace::either},
    {"plugin_dir", "", KeyPlace::either},
    {"connect_timeout", "10s", KeyPlace::either},
});

constexpr auto kForPython = std::to_array<std::string_view>(
    {"prepend_sys_path", "revision_environment", "sourceless", "output_encoding"});

}  // namespace

std::span<const Key> known_keys() { return kKeys; }

const Key* find_key(std::string_view name) {
  const auto found =
      std::find_if(kKeys.begin(), kKeys.end(), [&](const Key& key) { return key.name == name; });
  return found == kKeys.end() ? nullptr : &*found;
}

bool is_for_python(std::string_view key) {
  return std::find(kForPython.begin(), kForPython.end(), key) != kForPython.end() ||
         (key.starts_with("sqlalchemy.") && key != "sqlalchemy.url");
}

bool is_logging_section(std::string_view section) {
  return section == "loggers" || section == "handlers" || section == "formatters" ||
         section.starts_with("logger_") || section.starts_with("handler_") ||
         section.starts_with("formatter_");
}

std::string did_you_mean_key(std::string_view key, KeyPlace section) {
  const KeyPlace elsewhere = section == KeyPlace::dbmig ? KeyPlace::tree : KeyPlace::dbmig;
  std::vector<std::string> names;
  for (const Key& known : kKeys) {
    if (known.place != elsewhere) names.emplace_back(known.name);
  }
  return did_you_mean(nearest(key, names));
}

}  // namespace dbmig

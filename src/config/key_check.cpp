#include "config/key_check.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "config/keys.h"

namespace dbmig {
namespace {

bool may_stand_in(const Key& key, KeyPlace section) {
  return key.place == KeyPlace::either || key.place == section;
}

/// A key for a message: not at all when it stands on a line that is kept hidden.
std::string shown_key(const Location& location, const std::string& key) {
  const bool is_shown = lower(location.source_line).find(key) != std::string::npos;
  return is_shown ? fmt::format(" \"{}\"", printable(key)) : std::string();
}

Error unknown(const Ini& ini, const IniEntry& entry, std::string_view section, KeyPlace place) {
  const std::string guess = did_you_mean_key(entry.key, place);
  // The value of a key that resembles no other may be a secret.
  Location location = guess.empty() ? ini.location_of_key(entry) : ini.location(entry.key_offset);
  const std::string key = shown_key(location, entry.key);
  return Error(ErrorCode::config,
               fmt::format("unknown key{} in [{}]{}", key, section, key.empty() ? "" : guess))
      .at(std::move(location));
}

void check_entry(const Ini& ini, const IniSection& section, const IniEntry& entry, KeyPlace place) {
  if (place == KeyPlace::tree && entry.key == "sqlalchemy.url") {
    if (section.find("url") == nullptr) return;
    throw Error(ErrorCode::config, fmt::format("url and sqlalchemy.url in [{}]", section.name))
        .at(ini.location(entry.key_offset))
        .with_hint("keep one of the two");
  }
  if (is_for_python(entry.key)) {
    throw Error(ErrorCode::config,
                fmt::format("\"{}\" means something to Alembic's Python only", entry.key))
        .at(ini.location_of_key(entry))
        .with_hint("leave it out");
  }
  const Key* known = find_key(entry.key);
  if (known == nullptr) throw unknown(ini, entry, section.name, place);
  if (may_stand_in(*known, place)) return;
  const bool is_tree = place == KeyPlace::tree;
  throw Error(ErrorCode::config,
              fmt::format("\"{}\" belongs into {}, not into [{}]", entry.key,
                          is_tree ? "[dbmig]" : "the section of a tree", section.name))
      .at(ini.location(entry.key_offset));
}

/// `[DEFAULT]` may hold any setting, and whatever some value refers to.
void check_defaults(const Ini& ini) {
  for (const IniEntry& entry : ini.defaults().entries) {
    if (find_key(entry.key) != nullptr || entry.key == "sqlalchemy.url" ||
        ini.refers_to(entry.key)) {
      continue;
    }
    throw unknown(ini, entry, "DEFAULT", KeyPlace::tree)
        .with_hint("a name for use in values is used as %(name)s");
  }
}

/// `hooks`, and `name.key` for each hook.
void check_hooks(const Ini& ini, const IniSection& section) {
  for (const IniEntry& entry : section.entries) {
    const std::size_t dot = entry.key.rfind('.');
    if (entry.key == "hooks" || ini.refers_to(entry.key)) continue;
    if (dot == std::string::npos) {
      throw Error(ErrorCode::config, "neither `hooks` nor a key of a hook, as in black.type")
          .at(ini.location_of_key(entry));
    }
  }
}

}  // namespace

void check_keys(const Ini& ini, std::span<const std::string> trees) {
  check_defaults(ini);
  for (const IniSection& section : ini.sections()) {
    if (section.name == "post_write_hooks") {
      check_hooks(ini, section);
      continue;
    }
    if (section.name == "dbmig:collations" || section.name == "dbmig:names" ||
        is_logging_section(section.name) || section.name == "alembic") {
      continue;
    }
    if (section.name.starts_with("dbmig:")) {
      const auto guess = nearest(section.name, {"dbmig:collations", "dbmig:names"});
      throw Error(ErrorCode::config,
                  fmt::format("unknown section [{}]{}", section.name, did_you_mean(guess)))
          .at(ini.location(section.offset));
    }
    const bool is_tree = std::find(trees.begin(), trees.end(), section.name) != trees.end();
    for (const IniEntry& entry : section.entries) {
      check_entry(ini, section, entry, is_tree ? KeyPlace::tree : KeyPlace::dbmig);
    }
  }
}

}  // namespace dbmig

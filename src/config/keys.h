#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dbmig {

/// Where a key may stand in a migrate.ini.
enum class KeyPlace {
  dbmig,   // [dbmig] alone
  tree,    // a tree's section alone
  either,  // in [dbmig] it holds for every tree that says nothing else
};

/// A key of the configuration and its value when nobody sets it.
struct Key {
  std::string_view name;
  std::string_view default_value;
  KeyPlace place;
};

/// Every key there is, in the order in which `dbmig config` shows them.
std::span<const Key> known_keys();
/// nullptr when there is no such key.
const Key* find_key(std::string_view name);

/// True for a key that only Alembic's Python side uses.
bool is_for_python(std::string_view key);
/// True for `[loggers]`, `[handler_console]` and the like.
bool is_logging_section(std::string_view section);

/// `, did you mean "lock_wait"?` among the keys that may stand in [dbmig] or in a tree.
std::string did_you_mean_key(std::string_view key, KeyPlace section);

}  // namespace dbmig

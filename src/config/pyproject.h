#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/ini.h"

namespace dbmig {

/// The table `[tool.alembic]` of a pyproject.toml, in the shape of an ini.
///
/// Its strings know `%(here)s`, `%%` and `${NAME}` as those of an ini do; a list is a value
/// of one line for each element; true, false and numbers are words. What belongs to a login
/// is left out: that stays in the ini or the environment.
class Pyproject {
 public:
  /// Nothing when the file has no such table. Throws Error(config) for a file that is not
  /// TOML, and for a setting of the wrong type.
  static std::optional<Pyproject> parse(const std::string& file, std::string_view text,
                                        std::string here);

  const Ini& ini() const { return ini_; }
  const IniSection& table() const { return ini_.sections().front(); }
  /// One for each `[[tool.alembic.post_write_hooks]]`.
  const std::vector<IniSection>& hooks() const { return hooks_; }

 private:
  class Reader;

  explicit Pyproject(Ini ini) : ini_(std::move(ini)) {}

  Ini ini_;
  std::vector<IniSection> hooks_;
};

}  // namespace dbmig

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dbmig {

/// Which server a dump is written for.
enum class DumpTarget { same, mysql8, mariadb };

/// The word for a target, as `--for` takes it.
std::string_view name(DumpTarget target);

/// The name as messages say it: `MySQL 8`.
std::string_view product(DumpTarget target);

enum class CollationPreset {
  general,  // general_ci, which both servers have and which the database image has always used
  nearest,  // the collation whose order and folding differ least
};

/// Which collation is written in place of which.
///
/// Knows the collations that one server has and the other has not; those that both have
/// are left alone, unless the user's own list names them.
class CollationMap {
 public:
  CollationMap() = default;
  /// `own` wins over the preset. Throws Error(config) for a pair of two character sets.
  CollationMap(CollationPreset preset, std::vector<std::pair<std::string, std::string>> own);

  /// What to write for `collation` (in any case), or nothing to leave it.
  std::optional<std::string> mapped(std::string_view collation, DumpTarget target) const;

 private:
  CollationPreset preset_ = CollationPreset::general;
  std::vector<std::pair<std::string, std::string>> own_;
};

/// True for a name that MariaDB has and MySQL 8 has not, also without its character set
/// (`uca1400_ai_ci`).
bool is_mariadb_collation(std::string_view collation);

/// True for a name that MySQL 8 has and MariaDB has not, or not in all supported versions.
bool is_mysql_collation(std::string_view collation);

/// The character set that a collation belongs to: what stands before its first `_`.
std::string_view character_set_of(std::string_view collation);

}  // namespace dbmig

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sql/dialect.h"

namespace dbmig {

/// `dialect` with the rules that this value of sql_mode sets, and no others.
Dialect with_sql_mode(Dialect dialect, std::string_view modes);

/// What `sql_mode` is after the SET statements of a script, as far as it changes how
/// the text after them is read. User variables that keep a mode to restore it
/// (`SET @old = @@sql_mode`) are followed; those set by other statements are not.
class SqlModeTracker {
 public:
  explicit SqlModeTracker(const Dialect& dialect) : dialect_(dialect) {}

  /// Takes one SET statement. Gives the offset in it of a value for sql_mode that
  /// cannot be known without a server; the dialect is then as before.
  std::optional<std::size_t> read(std::string_view statement);

  const Dialect& dialect() const { return dialect_; }

 private:
  Dialect dialect_;
  std::map<std::string, std::string, std::less<>> variables_;
};

}  // namespace dbmig

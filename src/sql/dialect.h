#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dbmig {

enum class Flavour { mysql, mariadb };

/// Which server's rules a text is read by. The default is the floor that dbmig
/// supports, for work without a server.
struct Dialect {
  Flavour flavour = Flavour::mariadb;
  unsigned version = 101100;  // As the servers number themselves: 10.11.0 is 101100.
  // From sql_mode, each changes how text is read.
  bool ansi_quotes = false;
  bool no_backslash_escapes = false;
  bool oracle = false;

  friend bool operator==(const Dialect&, const Dialect&) = default;
};

}  // namespace dbmig
